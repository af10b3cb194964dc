// Finds the point at which a press reaches an element, waiting in the page until there is one; gives a field the focus.
// The other side is `action/target.rs`.

import { elementAt, elementOf, focused, isWithin } from './tree.js';
import { viewOf, visibleBox, visibleLabel } from './visibility.js';
import { isDisabled, isHeldDisabled } from './states.js';
import { isFilled } from './fields.js';
import { isEditingHost } from './roles.js';
import { nextFrame } from './observer.js';
import { expectPress, pressHandled } from './handled.js';
import { hasStayed, isAnimated, isStill } from './stillness.js';

/** Where a sticky header or footer hides an element in one place, it is free in another. */
const ALIGNMENTS = /** @type {ScrollLogicalPosition[]} */ (['center', 'end', 'start']);

/**
 * @typedef {object} Ask
 * @property {number} ref @property {number} wait Milliseconds.
 * @property {boolean} enabled @property {boolean} editable @property {boolean} scroll
 * @property {boolean} again Whether this is the same press, aimed once more: no input has been sent in between.
 * @property {boolean} press Whether a press follows.
 * @property {boolean} careful Whether the element has to be seen standing still.
 */
/** @typedef {{state: 'ready', x: number, y: number} | {state: string, by?: string}} Aim */

/** Finds the point and says that it is about to be pressed. @param {Ask} ask @returns {Promise<Aim>} */
export async function aim(ask) {
  // In a frame, a press is led by where the frame was drawn last, and nobody can keep it from what lies outside.
  const hit = ask.press && !ask.careful && self === top ? hitWhereItIs : hitWhereItStays;
  /** What may be pressed for the element. @type {(hit: Element) => boolean} */
  let isMeant;
  const found = await find(ask, (element, target, revealed) => {
    isMeant = (at) => reaches(at, element, target);
    return hit(element, target, revealed);
  });
  if (found.state === 'ready' && ask.press) expectPress(isMeant);
  return found;
}

/**
 * Gives the focus to a field that could be pressed, and selects all that is in it. Nothing is pressed, so it may move.
 * @param {Ask} ask @returns {Promise<Aim & {filled?: boolean}>}
 */
export async function focusOn(ask) {
  const found = await find(ask, async (element, target) => hitNow(element, target));
  if (found.state !== 'ready') return found;
  return { ...found, ...takeFocus(elementOf(ask.ref)) };
}

/** @param {Ask} ask @param {(element: Element, target: Element) => Promise<Aim>} hit @returns {Promise<Aim>} */
async function find(ask, hit) {
  if (!ask.again) await pressHandled();
  const end = performance.now() + ask.wait;
  for (let attempt = 0; ; attempt += 1) {
    const found = await tryToAim(ask, attempt, hit);
    // An element that has left the document does not come back: whoever asked has to look again.
    if (found.state === 'ready' || found.state === 'detached' || performance.now() >= end) return found;
    await nextFrame();
  }
}

/** @returns {Promise<Aim>} */
async function tryToAim(ask, attempt, hit) {
  const element = elementOf(ask.ref);
  if (!element) return { state: 'detached' };
  const target = targetOf(element);
  if (!target) return { state: 'hidden' };
  if (ask.enabled && isUnusable(element, target)) return { state: 'disabled' };
  if (ask.editable && /** @type {HTMLInputElement} */ (element).readOnly) return { state: 'disabled' };
  const hidden = ask.scroll || attempt > 0 || !isInViewport(center(pressBox(target)));
  if (hidden) reveal(target, attempt);
  return hit(element, target, hidden);
}

/** What is pressed for an element: its label, where it is out of sight itself. @param {Element} element */
function targetOf(element) {
  return visibleBox(element) ? element : visibleLabel(element);
}

/** Where the press is guarded, only what is animated has to come to rest: scrolling is done at once. @returns {Promise<Aim>} */
async function hitWhereItIs(element, target, revealed) {
  return isAnimated(target) ? hitWhereItStays(element, target, revealed) : hitNow(element, target);
}

/** @param {Element} element @param {Element} target @param {boolean} revealed @returns {Promise<Aim>} */
async function hitWhereItStays(element, target, revealed) {
  const still = (!revealed && hasStayed(element, target)) || (await isStill(target));
  return still ? hitNow(element, target) : { state: 'unstable' };
}

/** @returns {Aim} */
function hitNow(element, target) {
  const point = center(pressBox(target));
  const hit = elementAt(point.x, point.y);
  return reaches(hit, element, target) ? { state: 'ready', ...point } : { state: 'covered', by: outlineOf(hit) };
}

/** @param {HTMLElement} element */
function takeFocus(element) {
  if (focused() !== element) element.focus({ preventScroll: true });
  if (focused() !== element) return { state: 'unfocused' };
  if (isEditingHost(element)) getSelection()?.selectAllChildren(element);
  else element.select?.();
  return { state: 'ready', filled: isFilled(element) };
}

/** @param {Element} element @param {Element} target */
function isUnusable(element, target) {
  // What is pressed through its label is out of sight by itself.
  const opacity = target === element ? (viewOf(element)?.opacity ?? 1) : 1;
  return isDisabled(element, getComputedStyle(element), opacity, isHeldDisabled(element));
}

/** @param {Element} target @param {number} attempt */
function reveal(target, attempt) {
  const block = ALIGNMENTS[attempt % ALIGNMENTS.length];
  target.scrollIntoView({ block, inline: 'center', behavior: 'instant' });
}

/** A link over two lines has two boxes, and the middle between them is not on it. @param {Element} element */
function pressBox(element) {
  const boxes = [...element.getClientRects()].filter((box) => box.width > 0 && box.height > 0);
  const area = (/** @type {DOMRect} */ box) => box.width * box.height;
  return boxes.reduce((best, box) => (area(box) > area(best) ? box : best), boxes[0] ?? element.getBoundingClientRect());
}

/** @param {DOMRect} box */
function center(box) {
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

export function isInViewport({ x, y }) {
  return x >= 0 && y >= 0 && x < innerWidth && y < innerHeight;
}

/** Whether a press that lands on `hit` acts on `element`. */
function reaches(hit, element, target) {
  if (!hit) return false;
  if (isWithin(hit, target) || isWithin(hit, element)) return true;
  return hit.closest('label')?.control === element;
}

/** Names an element without telling its text. @param {Element | null} element */
export function outlineOf(element) {
  if (!element) return 'nothing';
  const id = element.id ? `#${element.id}` : '';
  const classes = [...element.classList].slice(0, 3).map((token) => `.${token}`).join('');
  return `<${element.localName}${id}${classes}>`;
}
