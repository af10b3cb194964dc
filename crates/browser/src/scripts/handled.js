// Knows when the press that was sent last has reached the page. Scripts do not queue behind input, so what looks at the page
// afterwards would see it as it was before. Knows nothing of who presses.

/**
 * A press that does not arrive by then was taken by someone else: a touch that became a scroll. Long enough for a machine that is
 * busy: what is done too early aims at where things were.
 */
const LONGEST_WAY = 2000;

let handled = Promise.resolve();

/** Says that a press is about to come. */
export function expectPress() {
  handled = new Promise((resolve) => {
    const end = () => {
      clearTimeout(late);
      removeEventListener('click', end, true);
      // We hear of it first; a task later the page's own listeners have done their work, promises included.
      setTimeout(resolve);
    };
    const late = setTimeout(end, LONGEST_WAY);
    addEventListener('click', end, { capture: true, passive: true });
  });
}

/** Resolves when the last expected press has been handled. */
export function pressHandled() {
  return handled;
}
