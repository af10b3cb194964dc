// What an element is called: a small faithful part of the accessible name computation.

import { byIds, childrenOf, plainText, squeeze } from './tree.js';
import { EDITABLE, READ_AS_ONE } from './roles.js';
import { isSilent, visibleText } from './visibility.js';

const NAMED_BY_CONTENT = new Set([...READ_AS_ONE, 'cell', 'columnheader', 'gridcell', 'rowheader', 'row', 'tooltip']);
const LONGEST = 300;
const LONGEST_FOLDED = 4000;

/** @param {Element} element @param {string} role */
export function nameOf(element, role) {
  return squeeze(
    textOf(byIds(element, element.getAttribute('aria-labelledby'))) ||
      element.getAttribute('aria-label') ||
      nativeName(element) ||
      (NAMED_BY_CONTENT.has(role) && contentName(element)) ||
      element.getAttribute('title') ||
      (EDITABLE.has(role) && (element.getAttribute('placeholder') ?? element.getAttribute('aria-placeholder'))) ||
      '',
  ).slice(0, LONGEST);
}

/** The label a person sees beside a field. @param {Element} element */
export function labelOf(element) {
  const { labels } = /** @type {HTMLInputElement} */ (element);
  return labels && labels.length > 0 ? textOf([...labels]) : '';
}

/** @param {Element[]} elements */
export function textOf(elements) {
  return elements.length > 0 ? squeeze(elements.map(contentName).join(' ')) : '';
}

/**
 * What a closed control keeps out of sight, as far as it is in the document: what it controls, else what follows it.
 * @param {Element} element
 */
export function foldedText(element) {
  const controlled = byIds(element, element.getAttribute('aria-controls'));
  const held = controlled.length > 0 ? controlled : [element.nextElementSibling];
  const parts = [];
  for (const one of held) if (one && !one.checkVisibility()) collectWords(one, parts);
  return squeeze(parts.join(' ')).slice(0, LONGEST_FOLDED);
}

/** @param {Element} element @param {string[]} parts */
function collectWords(element, parts) {
  const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) parts.push(/** @type {Text} */ (texts.currentNode).data);
}

/** @param {Element} element */
function nativeName(element) {
  switch (element.localName) {
    case 'input': return inputName(/** @type {HTMLInputElement} */ (element));
    case 'select': case 'textarea': case 'meter': case 'output': case 'progress': return labelOf(element);
    case 'button': return labelOf(element);
    case 'img': case 'area': return element.getAttribute('alt');
    case 'fieldset': return textOfChild(element, 'legend');
    case 'table': return textOfChild(element, 'caption');
    case 'figure': return textOfChild(element, 'figcaption');
    case 'iframe': return element.getAttribute('title') || element.getAttribute('name');
    default: return '';
  }
}

/** @param {HTMLInputElement} input */
function inputName(input) {
  const label = labelOf(input);
  if (label) return label;
  if (/^(button|submit|reset)$/.test(input.type)) return input.value || input.type;
  return input.type === 'image' ? input.alt : '';
}

/** @param {Element} element @param {string} tag */
function textOfChild(element, tag) {
  const child = [...element.children].find((child) => child.localName === tag);
  return child ? contentName(child) : '';
}

/** The name that the content of `element` gives it. Unlike the eye, it reads hidden alternatives. @param {Element} element */
function contentName(element) {
  const name = squeeze(plainText(element) ?? wordsInside(element));
  // A label may be referred to although it is hidden itself.
  return name || (element.checkVisibility() ? '' : squeeze(element.textContent)) || visibleText(element);
}

/** @param {Element} element */
function wordsInside(element) {
  const parts = [];
  collectName(element, parts);
  return parts.join('');
}

/** @param {Element} element @param {string[]} parts */
function collectName(element, parts) {
  for (const child of childrenOf(element)) {
    if (child instanceof Text) parts.push(child.data);
    else if (child instanceof Element && isNamed(child)) collectInner(child, parts);
  }
}

/** @param {Element} child @param {string[]} parts */
function collectInner(child, parts) {
  const style = getComputedStyle(child);
  if (style.display === 'none' || style.visibility !== 'visible') return;
  const gap = style.display === 'inline' || style.display === 'contents' ? '' : ' ';
  const label = child.getAttribute('aria-label') ?? (child.localName === 'img' ? child.getAttribute('alt') : null);
  parts.push(child.localName === 'br' ? ' ' : gap);
  if (label) parts.push(label);
  else collectName(child, parts);
  parts.push(gap);
}

/** @param {Element} element */
function isNamed(element) {
  if (element.getAttribute('aria-hidden') === 'true') return false;
  return !isSilent(element) || element.hasAttribute('aria-label');
}
