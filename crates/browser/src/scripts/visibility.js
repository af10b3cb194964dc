// What can be seen: not what is in the document, but what a person looking at it would find.

import { childrenOf, parentOf, plainText, squeeze } from './tree.js';

const LONGEST_TEXT = 1000;

/**
 * Through what an element is seen.
 * @typedef {object} View
 * @property {number} left @property {number} top @property {number} right @property {number} bottom
 * @property {boolean} clipperHolds Whether the element that clips also holds absolutely placed descendants.
 * @property {number} opacity All opacities around it, multiplied.
 * @property {boolean} isFixed Whether something around it is fixed to the viewport, and nothing in between scrolls.
 */

/** @type {View} */
export const EVERYTHING = {
  left: -Infinity, top: -Infinity, right: Infinity, bottom: Infinity, clipperHolds: true, opacity: 1,
  isFixed: false,
};

/**
 * Through what the children of `element` are seen, or null if nothing inside can be.
 * @param {Element} element @param {CSSStyleDeclaration} style @param {View} around @returns {View | null}
 */
export function enter(element, style, around) {
  const opacity = opacityInside(style, around.opacity);
  if (opacity === 0) return null;
  const view = placedIn(around, style.position, opacity);
  return isClip(element, style) ? clip(element, style, view) : view;
}

/** All opacities multiplied, or 0 if nothing inside can be seen. @param {CSSStyleDeclaration} style @param {number} around */
function opacityInside(style, around) {
  if (style.display === 'none' || style.contentVisibility === 'hidden') return 0;
  const opacity = around * Number(style.opacity);
  return opacity < 0.01 ? 0 : opacity;
}

/** @param {Element} element @param {CSSStyleDeclaration} style */
function isClip(element, style) {
  return style.overflow !== 'visible' && element !== document.body && element !== document.documentElement;
}

/** A collapsed accordion, or a block kept for screen readers only. @param {DOMRect} box */
function isCollapsed(box) {
  return box.width <= 1 || box.height <= 1;
}

/** @param {View} around @param {string} position @param {number} opacity @returns {View} */
function placedIn(around, position, opacity) {
  if (position === 'fixed') return { ...EVERYTHING, opacity, isFixed: true };
  if (position === 'absolute' && !around.clipperHolds) return { ...EVERYTHING, opacity, isFixed: around.isFixed };
  return opacity === around.opacity ? around : { ...around, opacity };
}

/** @param {Element} element @param {CSSStyleDeclaration} style @param {View} view */
function clip(element, style, view) {
  const box = element.getBoundingClientRect();
  if (isCollapsed(box)) return null;
  const clipperHolds = style.position !== 'static' || style.transform !== 'none';
  const next = { ...view, clipperHolds, isFixed: style.position === 'fixed' || (view.isFixed && !isScroller(style)) };
  // What a scroller hides can be scrolled into view; what a plain clip hides cannot.
  if (isFixedClip(style.overflowX)) {
    next.left = Math.max(view.left, box.left);
    next.right = Math.min(view.right, box.right);
  } else next.left = -Infinity, (next.right = Infinity);
  if (isFixedClip(style.overflowY)) {
    next.top = Math.max(view.top, box.top);
    next.bottom = Math.min(view.bottom, box.bottom);
  } else next.top = -Infinity, (next.bottom = Infinity);
  return next;
}

/** @param {string} overflow */
function isFixedClip(overflow) {
  return overflow === 'hidden' || overflow === 'clip';
}

/**
 * What of the page the window shows. Whoever looks at many elements asks once: with every answer the browser makes sure of its layout.
 * @typedef {{x: number, y: number, width: number, height: number}} Port
 * @returns {Port}
 */
export function portNow() {
  return { x: scrollX, y: scrollY, width: innerWidth, height: innerHeight };
}

/**
 * The box of `element` if any of it can be seen through `view`, else null.
 * @param {Element} element @param {CSSStyleDeclaration} style @param {View} view @param {Port} port @returns {DOMRect | null}
 */
export function boxIn(element, style, view, port) {
  if (style.visibility !== 'visible') return null;
  const box = boxOf(element);
  if (box.width <= 0 || box.height <= 0) return null;
  if (box.right <= view.left || box.left >= view.right) return null;
  if (box.bottom <= view.top || box.top >= view.bottom) return null;
  if (isClippedAway(element, style, box)) return null;
  return isOutOfReach(element, box, port, view.isFixed || style.position === 'fixed') ? null : box;
}

/** @param {Element} element */
function boxOf(element) {
  const box = element.getBoundingClientRect();
  if (box.width > 0 && box.height > 0) return box;
  // An element without a box of its own, such as display: contents, has that of what is inside.
  const range = document.createRange();
  range.selectNodeContents(element);
  return range.getBoundingClientRect();
}

/** The ways to hide a control from the eye and keep it for the keyboard. */
function isClippedAway(element, style, box) {
  if (style.clip !== 'auto' && /^rect\((0|1)px,? (0|1)px,? (0|1)px,? (0|1)px\)$/.test(style.clip)) return true;
  if (/^inset\((50|100)%/.test(style.clipPath)) return true;
  const tiny = box.width <= 1 && box.height <= 1;
  return tiny && style.position === 'absolute';
}

/** Off the edge to the left or the top, or fixed beside the viewport: no scrolling brings it there. */
function isOutOfReach(element, box, port, isFixed) {
  if (box.right + port.x <= 0 || box.bottom + port.y <= 0) return !isInsideScroller(element);
  const beside = box.left >= port.width || box.right <= 0 || box.top >= port.height || box.bottom <= 0;
  return beside && isFixed;
}

/** @param {Element} element */
function isInsideScroller(element) {
  for (let at = parentOf(element); at && at !== document.body; at = parentOf(at)) {
    if (isScroller(getComputedStyle(at))) return true;
  }
  return false;
}

/** @param {CSSStyleDeclaration} style */
function isScroller(style) {
  return /auto|scroll/.test(style.overflowX + style.overflowY);
}

/** Through what `element` is seen, found from the root down. @param {Element} element @returns {View | null} */
export function viewOf(element) {
  const parent = parentOf(element);
  const around = parent ? viewOf(parent) : EVERYTHING;
  return around && enter(element, getComputedStyle(element), around);
}

/** The box in which `element` can be seen, or null. @param {Element} element @returns {DOMRect | null} */
export function visibleBox(element) {
  // Native and quick; knows what a closed <details> hides.
  if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) {
    if (getComputedStyle(element).display !== 'contents') return null;
  }
  const parent = parentOf(element);
  const around = parent ? viewOf(parent) : EVERYTHING;
  if (!around) return null;
  const style = getComputedStyle(element);
  const own = Number(style.opacity) * around.opacity;
  return style.display === 'none' || own < 0.01 ? null : boxIn(element, style, around, portNow());
}

/** The labels through which a hidden radio or checkbox is seen and pressed. @param {Element} element */
export function visibleLabel(element) {
  if (!(element instanceof HTMLInputElement) || !/^(radio|checkbox|file)$/.test(element.type)) return null;
  for (const label of element.labels ?? []) if (visibleBox(label)) return label;
  return null;
}

/** The visible text inside `element`, blocks set apart by spaces. @param {Element} element */
export function visibleText(element) {
  const style = getComputedStyle(element);
  const opacity = opacityOfText(element, style, 1);
  return opacity === 0 ? '' : textInside(element, style, opacity);
}

/** The same for an element that can be seen itself, through all opacities around it. @param {Element} element */
export function textInside(element, style, opacity) {
  const plain = plainText(element);
  if (plain !== null) return style.visibility === 'visible' ? cut(plain) : '';
  const parts = [];
  collectText(element, style, opacity, parts);
  return cut(parts.join(''));
}

/** @param {Element} element @param {CSSStyleDeclaration} style @param {number} opacity @param {string[]} parts */
function collectText(element, style, opacity, parts) {
  for (const child of childrenOf(element)) {
    if (child instanceof Text) {
      if (style.visibility === 'visible') parts.push(child.data);
    } else if (child instanceof Element && !isSilent(child)) {
      const inner = getComputedStyle(child);
      const gap = inner.display === 'inline' || inner.display === 'contents' ? '' : ' ';
      parts.push(child.localName === 'br' ? ' ' : gap);
      const through = opacityOfText(child, inner, opacity);
      if (through > 0) collectText(child, inner, through, parts);
      parts.push(gap);
    }
  }
}

/** All opacities multiplied, or 0 if no text inside can be seen. @param {Element} element @param {CSSStyleDeclaration} style @param {number} around */
function opacityOfText(element, style, around) {
  const opacity = opacityInside(style, around);
  const isHidden = opacity > 0 && isClip(element, style) && isCollapsed(element.getBoundingClientRect());
  return isHidden ? 0 : opacity;
}

/** @param {string} text */
export function cut(text) {
  return squeeze(text).slice(0, LONGEST_TEXT);
}

const SILENT = new Set(['script', 'style', 'template', 'noscript', 'select', 'textarea', 'svg', 'iframe', 'head']);

/** Elements whose content is not text to be read. @param {Element} element */
export function isSilent(element) {
  return SILENT.has(element.localName);
}
