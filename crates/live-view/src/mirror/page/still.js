// Chrome leads a tap to the frame that lay under the finger in the last picture it has drawn. After a scroll an iframe is elsewhere
// already, but the picture is not: a tap that could meet an iframe waits for the next picture, any other goes at once.

/** How far the document was scrolled in the last picture. */
let drawnAt = [scrollX, scrollY];
/** @type {Promise<void> | null} resolves once the picture is up to date */
let drawing = null;

// A page that nobody looks at draws no pictures; its taps wait no longer for that.
const nextPicture = () => new Promise((done) => { requestAnimationFrame(done); setTimeout(done, 100); });

/** The first picture after a motion is about to be drawn; by the second it has been. */
const PICTURES = 2;
let missing = 0;

function noteMotion() {
  missing = PICTURES;
  drawing ??= draw();
}

async function draw() {
  for (; missing > 0; missing -= 1) await nextPicture();
  drawnAt = [scrollX, scrollY];
  drawing = null;
}

/** Resolves once a tap at this point, or without one anywhere, meets what lies there now; to whether that had to be waited for. */
async function still(point) {
  if (!drawing || (point && !mayMeetFrame(point))) return false;
  await drawing;
  return true;
}

function mayMeetFrame({ x, y }) {
  const moved = [scrollX - drawnAt[0], scrollY - drawnAt[1]];
  for (const element of everything()) {
    if (element.tagName !== 'IFRAME' && element.tagName !== 'FRAME') continue;
    const { left, top, right, bottom } = element.getBoundingClientRect();
    const holds = (dx, dy) => x >= left + dx && x <= right + dx && y >= top + dy && y <= bottom + dy;
    if (holds(0, 0) || holds(...moved)) return true;
  }
  return false;
}

/** Scrolls the document so that a point of its glass comes into view. */
function reveal(x, y) {
  scrollBy({ left: x < 0 || x > innerWidth ? x - innerWidth / 2 : 0, top: y < 0 || y > innerHeight ? y - innerHeight / 2 : 0, behavior: 'instant' });
  noteMotion();
  soon();
}
