// Knows when the input that was sent last has reached the page. Scripts do not queue behind input, so what looks at the page
// afterwards would see it as it was before. Knows nothing of who sends input.

/**
 * An input that does not arrive by then was taken by someone else: a touch that became a scroll, a field that refuses text. Long enough for a
 * machine that is busy: what is done too early aims at where things were, or writes one field's text into the next.
 */
const LONGEST_WAY = 2000;

let handled = Promise.resolve();

/** Says that input is about to come, and which event tells that it has. @param {'click' | 'input'} event */
export function expectInput(event) {
  handled = new Promise((resolve) => {
    const end = () => {
      clearTimeout(late);
      removeEventListener(event, end, true);
      // We hear of it first; a task later the page's own listeners have done their work, promises included.
      setTimeout(resolve);
    };
    const late = setTimeout(end, LONGEST_WAY);
    addEventListener(event, end, { capture: true, passive: true });
  });
}

/** Resolves when the last expected input has been handled. */
export function inputHandled() {
  return handled;
}
