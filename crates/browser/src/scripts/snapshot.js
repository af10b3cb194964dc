// Lists the visible elements of this document that mean something. The other side is `snapshot/node.rs`.

import { childrenOf, focused, refOf, squeeze } from './tree.js';
import { EVERYTHING, boxIn, enter, isSilent, portNow, visibleLabel, visibleText } from './visibility.js';
import { INTERACTIVE, READ_AS_ONE, TOLD_WHOLE, roleOf } from './roles.js';
import { foldedText, nameOf } from './names.js';
import { isClickable, isDisabled, statesOf } from './states.js';
import { fieldOf, isField, isFilled, isSecret, valueOf } from './fields.js';
import { changesSoFar, watch } from './observer.js';
import { pressHandled, takeSlip } from './handled.js';
import { beginLook, bringToRest, notePlace } from './stillness.js';
import { placesOfFrames } from './owners.js';

const LONGEST_TEXT = 1000;
/** What is left of an emoji that was cut in two is no text to whoever reads it. */
const HALF_SIGNS = /\\ud[89a-f][0-9a-f]{2}/g;
const TEST_IDS = ['data-testid', 'data-test-id', 'data-test', 'data-cy', 'data-qa'];

/**
 * Where the walk stands.
 * @typedef {object} Place
 * @property {import('./visibility.js').View} view
 * @property {number | undefined} parent Index of the nearest listed ancestor.
 * @property {boolean} inClickable
 * @property {boolean} readAsOne Whether the text here belongs to something that is read as a whole.
 */

/**
 * @typedef {object} Options
 * @property {boolean} values @property {string[]} selectors @property {number} maxNodes
 * @property {boolean} atRest Whether short movements are brought to their end first.
 */

/**
 * Lists what is visible once the press that was sent before has been handled: in one text, which the browser hands over in a fraction of
 * the time that as many objects take.
 * @param {Options} options
 */
export async function snapshot(options) {
  await pressHandled();
  if (options.atRest) await bringToRest();
  beginLook();
  const seen = { ...listed(options), frames: placesOfFrames(), changes: changesSoFar(), slipped: takeSlip() };
  return JSON.stringify(seen).replace(HALF_SIGNS, '\\ufffd');
}

/** @param {Options} options */
function listed(options) {
  const walk = { options, port: portNow(), nodes: /** @type {object[]} */ ([]), truncated: false, focused: focused() };
  const root = document.body ?? document.documentElement;
  if (root) visit(walk, root, { view: EVERYTHING, parent: undefined, inClickable: false, readAsOne: false });
  const { nodes, truncated } = walk;
  return { title: document.title, loaded: isReady(), truncated, nodes };
}

/** Whether the document's own scripts have run: deferred ones still run when its last byte has been read. */
function isReady() {
  const [navigation] = performance.getEntriesByType('navigation');
  if (document.readyState === 'complete' || !navigation) return document.readyState !== 'loading';
  return /** @type {PerformanceNavigationTiming} */ (navigation).domContentLoadedEventEnd > 0;
}

/** @param {any} walk @param {Element} element @param {Place} place */
function visit(walk, element, place) {
  if (walk.truncated) return;
  const style = getComputedStyle(element);
  const view = enter(element, style, place.view);
  if (!view) return visitHidden(walk, element, place);
  if (element.shadowRoot) watch(element.shadowRoot);
  const inside = list(walk, element, style, view, place, () => boxIn(element, style, place.view, walk.port) ?? labelBox(element));
  if (isSilent(element)) return;
  for (const child of childrenOf(element)) {
    if (child instanceof Element && isRendered(child)) visit(walk, child, { ...inside, view });
  }
}

/** What a closed <details> holds has styles but is not rendered. @param {Element} element */
function isRendered(element) {
  const parent = element.parentElement;
  return !(parent instanceof HTMLDetailsElement) || parent.open || element.localName === 'summary';
}

/** A hidden radio button is there for the eye if its label is. */
function visitHidden(walk, element, place) {
  const inputs = element.matches('input') ? [element] : element.querySelectorAll('input[type=radio], input[type=checkbox]');
  for (const input of inputs) {
    list(walk, input, getComputedStyle(input), place.view, place, () => labelBox(input));
  }
}

/** @param {Element} element */
function labelBox(element) {
  return visibleLabel(element)?.getBoundingClientRect() ?? null;
}

/**
 * Lists `element` if it means something and can be seen; returns the place of its children. Where it is seen is asked last: most elements
 * mean nothing.
 * @param {() => DOMRect | null} boxSeen @returns {Place}
 */
function list(walk, element, style, view, place, boxSeen) {
  const role = roleOf(element);
  const clickable = isClickable(element, role, style, place.inClickable);
  const matches = walk.options.selectors.flatMap((selector, index) => (matchesSafely(element, selector) ? [index] : []));
  const text = place.readAsOne ? '' : ownText(element, style);
  if (!role && !clickable && matches.length === 0 && !text) return place;
  const box = boxSeen();
  if (!box) return place;
  if (walk.nodes.length >= walk.options.maxNodes) {
    walk.truncated = true;
    return place;
  }
  if (clickable) notePlace(element, box);
  const node = describe(walk, element, { role, clickable, text, style, view });
  node.rect = rectOf(box);
  node.parent = place.parent;
  node.matches = matches.length > 0 ? matches : undefined;
  walk.nodes.push(node);
  return {
    view,
    parent: walk.nodes.length - 1,
    inClickable: place.inClickable || clickable,
    readAsOne: place.readAsOne || READ_AS_ONE.has(role) || isRunOfText(element, text),
  };
}

function describe(walk, element, { role, clickable, text, style, view }) {
  const whole = READ_AS_ONE.has(role) || TOLD_WHOLE.has(role) || (clickable && !role);
  const shown = whole ? visibleText(element, LONGEST_TEXT) : text;
  const field = isField(element, role);
  const usable = clickable || INTERACTIVE.has(role);
  const states = statesOf(element, role);
  return Object.assign(states, {
    refId: refOf(element),
    tag: element.localName,
    role: role || (text ? 'text' : 'generic'),
    name: nameOf(element, role) || (role ? undefined : shown) || undefined,
    text: shown || undefined,
    level: role === 'heading' ? levelOf(element) : undefined,
    value: field && walk.options.values && !isSecret(element) ? valueOf(element) : undefined,
    filled: (field && isFilled(element)) || undefined,
    folded: (states.expanded === false && foldedText(element)) || undefined,
    disabled: (usable && isDisabled(element, style, view.opacity)) || undefined,
    focused: element === walk.focused || undefined,
    field: field ? fieldOf(element) : undefined,
    clickable: clickable || undefined,
    href: element.localName === 'a' ? /** @type {HTMLAnchorElement} */ (element).href || undefined : undefined,
    testId: TEST_IDS.map((name) => element.getAttribute(name)).find((id) => id) ?? undefined,
  });
}

/**
 * The text that `element` itself says, with the inline elements that are part of its sentence. An element without words
 * of its own says nothing: its children speak for themselves.
 * @param {Element} element @param {CSSStyleDeclaration} style
 */
function ownText(element, style) {
  if (!hasWords(element) || style.visibility !== 'visible' || isSilent(element)) return '';
  const parts = [];
  for (const child of childrenOf(element)) {
    if (child instanceof Text) parts.push(child.data);
    else if (child instanceof Element) parts.push(isPartOfSentence(child) ? visibleText(child) : ' ');
  }
  return squeeze(parts.join('')).slice(0, LONGEST_TEXT);
}

/** @param {Element} element */
function hasWords(element) {
  for (const child of childrenOf(element)) if (child instanceof Text && /\S/.test(child.data)) return true;
  return false;
}

/** @param {Element} element */
function isPartOfSentence(element) {
  const style = getComputedStyle(element);
  return style.display === 'inline' && !roleOf(element) && style.cursor !== 'pointer' && !isSilent(element);
}

/** Whether everything inside `element` has been told by its own text. */
function isRunOfText(element, text) {
  if (!text) return false;
  return [...childrenOf(element)].every((child) => !(child instanceof Element) || isPartOfSentence(child));
}

/** @param {Element} heading */
function levelOf(heading) {
  const said = Number(heading.getAttribute('aria-level') ?? heading.localName.slice(1));
  return said >= 1 && said <= 9 ? said : 2;
}

function matchesSafely(element, selector) {
  try {
    return element.matches(selector);
  } catch {
    // A selector this Chrome does not know matches nothing.
    return false;
  }
}

/** @param {DOMRect} box */
function rectOf({ x, y, width, height }) {
  return { x, y, width, height };
}
