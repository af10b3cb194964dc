// Chrome leads a tap to the frame that lay under the finger in the last picture it has drawn. After a scroll an iframe is elsewhere
// already, but the picture is not: a tap that could meet another frame waits for the next picture, any other goes at once.

/** Where the document was scrolled to in the pictures that Chrome may still go by, the oldest first; null where something else moved. */
let pictured = [[scrollX, scrollY]];
/** @type {Promise<void> | null} resolves once the picture is up to date */
let drawing = null;

// A page that nobody looks at draws no pictures; its taps wait no longer for that.
const nextPicture = () => new Promise((done) => { requestAnimationFrame(done); setTimeout(done, 100); });

/** The first picture after a motion is about to be drawn; by the second it has been. */
const PICTURES = 2;
let missing = 0;

/** Something has moved: the document, or within it what only a new picture tells. */
function noteMotion(isDocument) {
  if (!isDocument) pictured.push(null);
  missing = PICTURES;
  drawing ??= draw();
}

async function draw() {
  for (; missing > 0; missing -= 1) {
    await nextPicture();
    pictured = [...pictured, [scrollX, scrollY]].slice(-PICTURES - 1);
  }
  pictured = [[scrollX, scrollY]];
  drawing = null;
}

/** How far the page is, at most, from where the pictures show it. */
function drift() {
  const far = (axis, here) => Math.max(...pictured.map((at) => (at ? Math.abs(here - at[axis]) : Number.MAX_SAFE_INTEGER)));
  return [far(0, scrollX), far(1, scrollY)];
}

/** Resolves once a tap at this point, or without one anywhere, meets what lies there now. */
async function still(point) {
  if (drawing && (!point || mayMeetFrame(point))) await drawing;
}

function mayMeetFrame({ x, y }) {
  const moves = pictured.filter(Boolean).map(([left, top]) => [scrollX - left, scrollY - top]);
  for (const element of everything()) {
    if (element.tagName !== 'IFRAME' && element.tagName !== 'FRAME') continue;
    const { left, top, right, bottom } = element.getBoundingClientRect();
    const holds = ([dx, dy]) => x >= left + dx && x <= right + dx && y >= top + dy && y <= bottom + dy;
    if ([[0, 0], ...moves].some(holds)) return true;
  }
  return false;
}

/** Scrolls the document so that a point of its glass comes to the middle of its height, and into view. */
function reveal(x, y) {
  scrollBy({ left: x < 0 || x > innerWidth ? x - innerWidth / 2 : 0, top: y - innerHeight / 2, behavior: 'instant' });
  noteMotion(true);
  soon();
}
