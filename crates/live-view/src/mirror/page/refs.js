// Numbers for elements, kept as long as their document lives. Nothing here leaves the isolated world.

/** @type {WeakMap<Element, number>} */
const numbers = new WeakMap();
/** @type {Map<number, WeakRef<Element>>} */
const elements = new Map();
let lastNumber = 0;

/** @param {Element} element @returns {number} */
function numberOf(element) {
  const known = numbers.get(element);
  if (known !== undefined) return known;
  lastNumber += 1;
  numbers.set(element, lastNumber);
  elements.set(lastNumber, new WeakRef(element));
  return lastNumber;
}

/** @param {number} number @returns {Element | null} the element, while it is still in the document */
function elementOf(number) {
  const element = elements.get(number)?.deref();
  return element?.isConnected ? element : null;
}

/** Every element below `root`, open shadow roots included, in reading order. */
function* everything(root = document) {
  for (const element of root.querySelectorAll('*')) {
    yield element;
    if (element.shadowRoot) yield* everything(element.shadowRoot);
  }
}

/** The parent as it is drawn: out of a shadow root to its host. */
function parentOf(element) {
  return element.assignedSlot ?? element.parentElement ?? element.getRootNode().host ?? null;
}
