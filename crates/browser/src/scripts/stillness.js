// Tells whether an element stays where it is: what the last look at the page found where it still is, a frame later, is not moving.

import { nextFrame } from './observer.js';
import { isWithin } from './tree.js';

/** What ends later than this is not a movement that somebody waits for: a message that fades, a spinner that turns. */
const LONGEST_MOVE = 600;

/** What every keyframe has beside the properties that it changes. */
const OF_KEYFRAMES = new Set(['offset', 'computedOffset', 'easing', 'composite']);
/** Properties that change how something is painted and nothing else. */
const PAINTED = /color$|^(fill|stroke|boxShadow|textShadow|backgroundImage|backgroundPosition[XY]?|backgroundSize)$/i;

/** @typedef {{x: number, y: number, width: number, height: number}} Place In the document. */

/** @type {WeakMap<Element, Place & {look: number}>} */
const placesSeen = new WeakMap();
/** How many looks there have been, and the last of them after which a frame has been drawn. */
let looks = 0;
let lookOutlived = 0;
/** Where in the document the viewport lay when the last look began. */
let scrolled = { x: 0, y: 0 };

/** Says that the page is being looked at. Whatever moves, by style or by script, moves with the next frame. */
export function beginLook() {
  const look = (looks += 1);
  scrolled = scrolledNow();
  requestAnimationFrame(() => (lookOutlived = look));
}

/** Remembers where `element` was seen by this look. @param {Element} element @param {DOMRect} box */
export function notePlace(element, box) {
  placesSeen.set(element, { ...placeOf(box, scrolled), look: looks });
}

/**
 * Whether `target` stands where `element` was last seen, at least one frame ago.
 * @param {Element} element @param {Element} target
 */
export function hasStayed(element, target) {
  const seen = placesSeen.get(element);
  if (!seen || seen.look > lookOutlived || isAnimated(target)) return false;
  return isSame(seen, placeOf(target.getBoundingClientRect(), scrolledNow()));
}

/**
 * Whether `target` stands in the next frame where it stands now. What a style animates is given another frame: between two of them
 * it is already laid out for the next. Where no frame comes, because the page is hidden or the machine busy, it counts as moving.
 * @param {Element} target
 */
export async function isStill(target) {
  const before = target.getBoundingClientRect();
  let drawn = await nextFrame();
  const animated = isAnimated(target);
  if (animated) drawn = await nextFrame();
  return isSame(before, target.getBoundingClientRect()) && (drawn || !animated);
}

/** Whether a style moves the element just now. @param {Element} target */
export function isAnimated(target) {
  const running = document.getAnimations().filter(({ playState }) => playState === 'running');
  return running.some(({ effect }) => isMove(effect) && isWithin(target, effect.target));
}

/**
 * Whether an effect changes more than how something is painted: a button that lights up under the pointer stays where it is.
 * @param {AnimationEffect | null} effect
 */
function isMove(effect) {
  if (!(effect instanceof KeyframeEffect) || !effect.target) return false;
  const changed = effect.getKeyframes().flatMap((keyframe) => Object.keys(keyframe));
  return changed.some((name) => !OF_KEYFRAMES.has(name) && !PAINTED.test(name));
}

function scrolledNow() {
  return { x: scrollX, y: scrollY };
}

/** @param {DOMRect} box @param {{x: number, y: number}} by How far the document was scrolled then. @returns {Place} */
function placeOf({ x, y, width, height }, by) {
  return { x: x + by.x, y: y + by.y, width, height };
}

/** @param {DOMRect | Place} a @param {DOMRect | Place} b */
function isSame(a, b) {
  return a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;
}

/** Brings short movements to their end: panels slide in for the eye, and nobody is looking. The page hears of it as ever. */
export async function bringToRest() {
  const moves = document.getAnimations().filter(isShortMove);
  if (moves.length === 0) return;
  for (const move of moves) move.finish();
  // Whoever awaits the end of a movement gets their turn before the page is looked at.
  await scheduler.postTask(() => {}, { priority: 'user-blocking' });
}

/** @param {Animation} animation */
function isShortMove(animation) {
  if (animation.playState !== 'running' || animation.playbackRate <= 0) return false;
  if (!isMove(animation.effect)) return false;
  const { endTime } = animation.effect.getComputedTiming();
  return Number(endTime) - Number(animation.currentTime) <= LONGEST_MOVE;
}
