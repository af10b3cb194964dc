// Says that something has changed: at once the first time, then at most once per frame.

const WATCHED = { subtree: true, childList: true, characterData: true, attributes: true };
const EVENTS = ['input', 'change', 'scroll', 'load', 'error', 'toggle', 'animationend', 'transitionend', 'focusin'];
/** A hidden page draws no frames; its timers still run. */
const LONGEST_FRAME = 50;

/** @type {WeakSet<Node>} */
const watched = new WeakSet();
// An iframe that is shown again hears of it through its size alone.
addEventListener('resize', changed);

let resting = false;
let changedWhileResting = false;

const observer = new MutationObserver((records) => {
  for (const record of records) record.addedNodes.forEach(watchInside);
  changed();
});

/** Watches a document or a shadow root. @param {Document | ShadowRoot} root */
export function watch(root) {
  if (watched.has(root)) return;
  watched.add(root);
  observer.observe(root, WATCHED);
  for (const name of EVENTS) root.addEventListener(name, changed, { capture: true, passive: true });
}

/** Mutations inside a shadow root are not seen from outside it. @param {Node} node */
function watchInside(node) {
  if (!(node instanceof Element)) return;
  if (node.shadowRoot) watch(node.shadowRoot);
  for (const inner of node.querySelectorAll('*')) if (inner.shadowRoot) watch(inner.shadowRoot);
}

function changed() {
  if (resting) changedWhileResting = true;
  else report();
}

function report() {
  changedWhileResting = false;
  resting = true;
  globalThis.__batonChanged?.('');
  nextFrame().then(() => {
    resting = false;
    if (changedWhileResting) report();
  });
}

/** Resolves with the next frame, or soon if the page is not being drawn. */
export function nextFrame() {
  return new Promise((resolve) => {
    const late = setTimeout(resolve, LONGEST_FRAME);
    requestAnimationFrame(() => {
      clearTimeout(late);
      resolve(undefined);
    });
  });
}
