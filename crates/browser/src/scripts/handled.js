// Knows when the press that was sent last has reached the page, and keeps it from anything but what it was meant for. Scripts do not queue
// behind input, so what looks at the page afterwards would see it as it was before. Knows nothing of who presses.

/**
 * A press that does not arrive by then was taken by someone else: a touch that became a scroll. Long enough for a machine that is
 * busy: what is done too early aims at where things were.
 */
const LONGEST_WAY = 2000;
const PARTS = ['pointerdown', 'touchstart', 'mousedown', 'pointerup', 'touchend', 'mouseup', 'click'];
/** Those for which the browser looks what lies there: a finger's click is led by where it was lifted, not by where it came down. */
const AIMED_PARTS = ['pointerdown', 'mousedown', 'click'];
const LAST_PARTS = ['touchend', 'mouseup', 'click'];
/** A listener that may refuse a touch has to say so beforehand. */
const HOW = { capture: true, passive: false };

let handled = Promise.resolve();
let slipped = false;

/**
 * Says that a press is about to come. Whatever lies under the finger when it lands, the page hears of it only if it is meant: so nobody
 * has to wait and see whether the element stays where it is.
 * @param {(hit: Element) => boolean} isMeant
 */
export function expectPress(isMeant) {
  slipped = false;
  handled = new Promise((resolve) => {
    let isDone = false;
    const hear = (/** @type {Event} */ event) => {
      // A click on a label is followed by one on what it belongs to.
      if (!event.isTrusted || isDone) return;
      slipped ||= AIMED_PARTS.includes(event.type) && !isMeant(/** @type {Element} */ (event.composedPath()[0]));
      isDone = !slipped && event.type === 'click';
      if (slipped) {
        event.preventDefault();
        event.stopImmediatePropagation();
      }
      if (isDone || (slipped && LAST_PARTS.includes(event.type))) end();
    };
    const end = () => {
      clearTimeout(late);
      // We hear of it first; a task later the page's own listeners have done their work, promises included. A timer would come behind
      // the picture that they have made necessary, and what is looked at is the document.
      scheduler.postTask(() => {
        for (const part of PARTS) removeEventListener(part, hear, HOW);
        resolve();
      }, { priority: 'user-blocking' });
    };
    const late = setTimeout(end, LONGEST_WAY);
    for (const part of PARTS) addEventListener(part, hear, HOW);
  });
}

/** Resolves when the last expected press has been handled. */
export function pressHandled() {
  return handled;
}

/** Whether the last press met something else and was kept from the page. Told once. */
export function takeSlip() {
  const told = slipped;
  slipped = false;
  return told;
}
