// Lists the visible elements of this document that mean something. The other side is `snapshot/node.rs`.

import { childrenOf, focused, refOf } from './tree.js';
import { EVERYTHING, boxIn, cut, enter, isSilent, portNow, textInside, visibleLabel, visibleText } from './visibility.js';
import { INTERACTIVE, READ_AS_ONE, TOLD_WHOLE, roleOf } from './roles.js';
import { foldedText, nameOf } from './names.js';
import { disablesAllInside, isClickable, isDisabled, isHeldDisabled, statesOf } from './states.js';
import { fieldOf, isField, isFilled, isSecret, valueOf } from './fields.js';
import { changesSoFar, watch } from './observer.js';
import { pressHandled, takeSlip } from './handled.js';
import { beginLook, bringToRest, notePlace } from './stillness.js';
import { placesOfFrames } from './owners.js';

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
 * @property {boolean | undefined} held Whether something around disables all inside it; undefined where nobody has asked.
 */

/**
 * An element that is looked at.
 * @typedef {object} Here
 * @property {CSSStyleDeclaration} style @property {Node[]} children
 * @property {Place} place Where it stands. @property {Place} inside Where its children stand.
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
  if (root) visit(walk, root, { view: EVERYTHING, parent: undefined, inClickable: false, readAsOne: false, held: isHeldDisabled(root) });
  const { nodes, truncated } = walk;
  return { title: document.title, loaded: isReady(), truncated, nodes };
}

/** Whether the document's own scripts have run: deferred ones still run when its last byte has been read. */
function isReady() {
  if (document.readyState !== 'interactive') return document.readyState === 'complete';
  const [navigation] = performance.getEntriesByType('navigation');
  return !navigation || /** @type {PerformanceNavigationTiming} */ (navigation).domContentLoadedEventEnd > 0;
}

/** @param {any} walk @param {Element} element @param {Place} place */
function visit(walk, element, place) {
  if (walk.truncated) return;
  const style = getComputedStyle(element);
  const view = enter(element, style, place.view);
  if (!view) return visitHidden(walk, element, place);
  if (element.shadowRoot) watch(element.shadowRoot);
  const { parent, inClickable, readAsOne } = place;
  const children = isSilent(element) ? [] : childrenOf(element);
  const inside = { view, parent, inClickable, readAsOne, held: place.held || disablesAllInside(element) };
  list(walk, element, { style, children, place, inside }, boxOrLabel);
  const folded = element instanceof HTMLDetailsElement && !element.open;
  for (const child of children) {
    // What a closed <details> holds has styles but is not rendered.
    if (child instanceof Element && (!folded || child.localName === 'summary')) visit(walk, child, inside);
  }
}

/** A hidden radio button is there for the eye if its label is. */
function visitHidden(walk, element, place) {
  const inputs = element.matches('input') ? [element] : element.querySelectorAll('input[type=radio], input[type=checkbox]');
  for (const input of inputs) {
    list(walk, input, { style: getComputedStyle(input), children: [], place, inside: { ...place, held: undefined } }, labelBox);
  }
}

/** @param {Element} element @param {Here} here */
function boxOrLabel(element, { style, place }, port) {
  return boxIn(element, style, place.view, port) ?? labelBox(element);
}

/** @param {Element} element */
function labelBox(element) {
  return visibleLabel(element)?.getBoundingClientRect() ?? null;
}

/**
 * Lists `element` if it means something and can be seen, and says so to the place inside it. Where it is seen is asked last: most
 * elements mean nothing.
 * @param {Here} here @param {(element: Element, here: Here, port: object) => DOMRect | null} boxSeen
 */
function list(walk, element, here, boxSeen) {
  const { style, children, place, inside } = here;
  const role = roleOf(element);
  const clickable = isClickable(element, role, style, place.inClickable);
  const matches = walk.options.selectors.length > 0 ? matchesOf(element, walk.options.selectors) : [];
  const text = place.readAsOne ? '' : ownText(element, style, children);
  if (!role && !clickable && matches.length === 0 && !text) return;
  const box = boxSeen(element, here, walk.port);
  if (!box) return;
  if (walk.nodes.length >= walk.options.maxNodes) {
    walk.truncated = true;
    return;
  }
  if (clickable) notePlace(element, box);
  const node = describe(walk, element, here, { role, clickable, text });
  node.rect = rectOf(box);
  node.parent = place.parent;
  node.matches = matches.length > 0 ? matches : undefined;
  walk.nodes.push(node);
  inside.parent = walk.nodes.length - 1;
  inside.inClickable ||= clickable;
  inside.readAsOne ||= READ_AS_ONE.has(role) || isRunOfText(children, text);
}

function describe(walk, element, { style, inside }, { role, clickable, text }) {
  const whole = READ_AS_ONE.has(role) || TOLD_WHOLE.has(role) || (clickable && !role);
  const shown = whole ? textInside(element, style, inside.view.opacity) : text;
  const field = isField(element, role);
  const usable = clickable || INTERACTIVE.has(role);
  const node = statesOf(element, role);
  node.refId = refOf(element);
  node.tag = element.localName;
  node.role = role || (text ? 'text' : 'generic');
  node.name = nameOf(element, role) || (role ? undefined : shown) || undefined;
  node.text = shown || undefined;
  if (role === 'heading') node.level = levelOf(element);
  if (node.expanded === false) node.folded = foldedText(element) || undefined;
  if (usable) node.disabled = isDisabled(element, style, inside.view.opacity, inside.held ?? isHeldDisabled(element)) || undefined;
  if (element === walk.focused) node.focused = true;
  if (field) {
    node.value = walk.options.values && !isSecret(element) ? valueOf(element) : undefined;
    node.filled = isFilled(element) || undefined;
    node.field = fieldOf(element);
  }
  node.clickable = clickable || undefined;
  if (element.localName === 'a') node.href = /** @type {HTMLAnchorElement} */ (element).href || undefined;
  node.testId = testIdOf(element);
  return node;
}

/** @param {Element} element */
function testIdOf(element) {
  for (const name of TEST_IDS) {
    const id = element.getAttribute(name);
    if (id) return id;
  }
  return undefined;
}

/**
 * The text that `element` itself says, with the inline elements that are part of its sentence. An element without words
 * of its own says nothing: its children speak for themselves.
 * @param {Element} element @param {CSSStyleDeclaration} style @param {Node[]} children
 */
function ownText(element, style, children) {
  if (!children.some(hasWords) || style.visibility !== 'visible') return '';
  const parts = children.map((child) => {
    if (child instanceof Text) return child.data;
    if (!(child instanceof Element)) return '';
    return isPartOfSentence(child) ? visibleText(child) : ' ';
  });
  return cut(parts.join(''));
}

/** @param {Node} child */
function hasWords(child) {
  return child instanceof Text && /\S/.test(child.data);
}

/** @param {Element} element */
function isPartOfSentence(element) {
  if (isSilent(element)) return false;
  const style = getComputedStyle(element);
  return style.display === 'inline' && !roleOf(element) && style.cursor !== 'pointer';
}

/** Whether everything inside an element has been told by its own text. @param {Node[]} children */
function isRunOfText(children, text) {
  return text !== '' && children.every((child) => !(child instanceof Element) || isPartOfSentence(child));
}

/** @param {Element} heading */
function levelOf(heading) {
  const said = Number(heading.getAttribute('aria-level') ?? heading.localName.slice(1));
  return said >= 1 && said <= 9 ? said : 2;
}

/** Which of the selectors match. @param {Element} element @param {string[]} selectors */
function matchesOf(element, selectors) {
  return selectors.flatMap((selector, index) => (matchesSafely(element, selector) ? [index] : []));
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
