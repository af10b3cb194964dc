// Counts changes and says so: at once the first time, then at most once per frame.

const WATCHED = { subtree: true, childList: true, characterData: true, attributes: true };
const EVENTS = ['input', 'change', 'scroll', 'load', 'error', 'toggle', 'animationend', 'transitionend', 'focusin'];
/** A hidden page draws no frames; its timers still run. */
const LONGEST_FRAME = 50;

/** @type {WeakSet<Node>} */
const watched = new WeakSet();
// An iframe that is shown again hears of it through its size alone.
addEventListener('resize', changed);

/** How many changes there have been in this document. What is reported is the count, so that who has seen as many knows it is no news. */
let changes = 0;
let reported = 0;
let resting = false;

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

/** The count of changes so far. */
export function changesSoFar() {
  return changes;
}

function changed() {
  changes += 1;
  if (!resting) report();
}

function report() {
  reported = changes;
  resting = true;
  globalThis.__batonChanged?.(String(changes));
  nextFrame().then(() => {
    resting = false;
    if (changes > reported) report();
  });
}

/**
 * Resolves with the next frame, or soon if the page is not being drawn. Tells whether it was a frame.
 * @returns {Promise<boolean>}
 */
export function nextFrame() {
  return new Promise((resolve) => {
    const late = setTimeout(() => resolve(false), LONGEST_FRAME);
    requestAnimationFrame(() => {
      clearTimeout(late);
      resolve(true);
    });
  });
}
