// Knows the elements that hold frames: where the content of a frame begins, what lies over it, how to bring it into view.
// The other side is `frame/owner.rs`.

import { elementAt, isWithin } from './tree.js';
import { visibleBox } from './visibility.js';
import { isInViewport, outlineOf } from './aim.js';
import { nextFrame } from './observer.js';

/** @type {Map<string, WeakRef<Element>>} */
const owners = new Map();

/** Remembers which element holds a frame, and says where that is. @param {string} frame @param {Element} element */
export function introduce(frame, element) {
  owners.set(frame, new WeakRef(element));
  return owner(frame);
}

/** Where the content of a frame begins, or null if the frame has not been introduced. @param {string} frame */
export function owner(frame) {
  return cornerOf(owners.get(frame)?.deref());
}

/** @param {Element | undefined} element */
function cornerOf(element) {
  if (!element?.isConnected) return null;
  const box = element.getBoundingClientRect();
  const style = getComputedStyle(element);
  return {
    x: box.left + element.clientLeft + parseFloat(style.paddingLeft),
    y: box.top + element.clientTop + parseFloat(style.paddingTop),
    visible: visibleBox(element) !== null,
  };
}

/**
 * Where the content of the frames in this document begins: of those that have been introduced by name, of all where there are others in
 * their turn, for both sides count frames in the order in which they came.
 */
export function placesOfFrames() {
  // An element that has left the document has lost its frame, whatever becomes of it.
  for (const [frame, element] of owners) if (!element.deref()?.isConnected) owners.delete(frame);
  const introduced = Object.fromEntries([...owners.keys()].map((frame) => [frame, owner(frame)]));
  return { introduced, inTurn: owners.size >= window.length ? [] : ownersInTurn().map(cornerOf) };
}

function ownersInTurn() {
  const elements = [...document.querySelectorAll('iframe, frame, object, embed')];
  // To ask an element for its frame makes our world in that frame. There is nothing to ask if there is but one of each.
  if (window.length === 1 && elements.length === 1 && elements[0].localName === 'iframe') return elements;
  return Array.from({ length: window.length }, (_, turn) => elements.find((element) => element.contentWindow === window[turn]));
}

/** Scrolls this document so that a point of it comes into view. @param {{x: number, y: number}} point */
export function show({ x, y }) {
  if (!isInViewport({ x, y })) scrollBy({ left: x - innerWidth / 2, top: y - innerHeight / 2, behavior: 'instant' });
}

/**
 * What lies over a frame at a point of this document, or null if nothing does. Presses are led into a frame by where it was drawn
 * last, so after scrolling that has to be drawn first.
 */
export async function coverOf({ frame, x, y, scrolled }) {
  if (scrolled) for (let drawn = 0; drawn < 2; drawn += 1) await nextFrame();
  const hit = elementAt(x, y);
  const element = owners.get(frame)?.deref();
  return element && hit && isWithin(hit, element) ? null : outlineOf(hit);
}
