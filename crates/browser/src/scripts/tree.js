// The tree as the eye sees it: shadow roots opened, slots filled. Also names elements across calls.

/** @type {WeakMap<Element, number>} */
const refs = new WeakMap();
/** @type {Map<number, WeakRef<Element>>} */
const elements = new Map();
let lastRef = 0;

/** The number that names `element` for as long as it lives. @param {Element} element */
export function refOf(element) {
  let ref = refs.get(element);
  if (ref === undefined) {
    ref = ++lastRef;
    refs.set(element, ref);
    elements.set(ref, new WeakRef(element));
  }
  return ref;
}

/** The element named `ref`, or null once it has left the document. @param {number} ref */
export function elementOf(ref) {
  const element = elements.get(ref)?.deref();
  return element?.isConnected ? element : null;
}

/** @param {Element} element @returns {Element | null} */
export function parentOf(element) {
  if (element.assignedSlot) return element.assignedSlot;
  if (element.parentElement) return element.parentElement;
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? root.host : null;
}

/** The children of `element` in a list of their own: to walk a live one takes several times as long. @param {Element} element @returns {Node[]} */
export function childrenOf(element) {
  if (element.localName === 'slot') {
    const assigned = element.assignedNodes?.() ?? [];
    if (assigned.length > 0) return assigned;
  }
  const children = [];
  for (let child = (element.shadowRoot ?? element).firstChild; child; child = child.nextSibling) children.push(child);
  return children;
}

/** All that `element` says, if it holds nothing but text; null if it holds more. @param {Element} element @returns {string | null} */
export function plainText(element) {
  if (element.firstElementChild || element.shadowRoot || element.localName === 'slot') return null;
  return element.textContent;
}

/** @param {Element | null} element @param {Element} ancestor */
export function isWithin(element, ancestor) {
  for (let at = element; at; at = parentOf(at)) if (at === ancestor) return true;
  return false;
}

/** The nearest element up the tree that `test` accepts. @param {Element} element @param {(e: Element) => boolean} test */
export function nearest(element, test) {
  for (let at = /** @type {Element | null} */ (element); at; at = parentOf(at)) if (test(at)) return at;
  return null;
}

/** The elements that `ids` names beside `element`. @param {Element} element @param {string | null} ids */
export function byIds(element, ids) {
  if (!ids) return [];
  const root = /** @type {Document | ShadowRoot} */ (element.getRootNode());
  return ids.split(/\s+/).map((id) => id && root.getElementById(id)).filter(Boolean);
}

/** The innermost element at a point of the viewport. @param {number} x @param {number} y */
export function elementAt(x, y) {
  let hit = document.elementFromPoint(x, y);
  while (hit?.shadowRoot) {
    const inner = hit.shadowRoot.elementFromPoint(x, y);
    if (!inner || inner === hit) break;
    hit = inner;
  }
  return hit;
}

/** The element that has the focus, however deep. */
export function focused() {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  return at;
}

/** @param {string | null | undefined} text */
export function squeeze(text) {
  return (text ?? '').replace(/[\s\u00a0]+/g, ' ').trim();
}
