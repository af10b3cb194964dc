// After the service was started anew, or the page was, the same controls come under new names. Keeps the old ones, with what the
// patient has typed and chosen in them, until their successors come.

/** By what a control is known again. A card field never lends its content to a field that is none. */
const likeness = ({ kind, label, inputType, autocomplete, secret }) => JSON.stringify([kind, label, inputType, autocomplete, secret]);

/** How long the page's frames may take to report before what was typed is given up. */
const PATIENCE = 30_000;

/** @param {(control: object) => void} giveUp */
export function keepForSuccessors(giveUp) {
  /** @type {Map<string, object[]>} */
  let kept = new Map();
  let focused = null;
  let late = 0;

  function giveUpAll() {
    for (const controls of kept.values()) controls.forEach(giveUp);
    kept = new Map();
  }

  return {
    /** @param {Iterable<{element: HTMLElement, facts: object}>} controls */
    keep(controls) {
      giveUpAll();
      focused = document.activeElement;
      const inOrder = [...controls].sort((a, b) => (a.element.compareDocumentPosition(b.element) & Node.DOCUMENT_POSITION_PRECEDING ? 1 : -1));
      for (const control of inOrder) {
        const alike = likeness(control.facts);
        kept.set(alike, [...(kept.get(alike) ?? []), control]);
      }
      clearTimeout(late);
      late = setTimeout(giveUpAll, PATIENCE);
    },
    /** The control that stood for this one; of several that are alike, the one further up. */
    predecessorOf: (facts) => kept.get(likeness(facts))?.shift(),
    /** Gives the focus back to the field that had it, should moving it have taken it away. */
    refocus(element) {
      if (element === focused && document.activeElement === document.body) element.focus({ preventScroll: true });
    },
  };
}
