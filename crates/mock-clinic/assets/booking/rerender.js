// The `rerender` switch: everything in the step is replaced by an equal copy, on a timer and under the pointer.

const INTERVAL = 350;
const isTyping = () => ['INPUT', 'TEXTAREA', 'SELECT', 'IFRAME'].includes(document.activeElement?.tagName ?? '');

/** @param {{refresh: () => void, node: HTMLElement}} view */
export function keepReplacing(view) {
  const replace = () => {
    // A frame that is replaced loads again and loses what was typed into it, which no framework does to itself.
    if (!isTyping() && !view.node.querySelector('iframe')) view.refresh();
  };
  setInterval(replace, INTERVAL);
  let replacedUnder = null;
  document.addEventListener('pointermove', (event) => {
    if (event.target === replacedUnder || event.buttons) return;
    replace();
    replacedUnder = document.elementFromPoint(event.clientX, event.clientY);
  });
}
