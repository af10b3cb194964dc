// What a form field says about itself, and which values must never be read.

import { byIds, squeeze } from './tree.js';
import { labelOf, textOf } from './names.js';
import { EDITABLE, isEditingHost } from './roles.js';

const CARD_WORDS = new RegExp(
  [
    String.raw`card[-_ ]?(num|no\b|holder|code|cv|exp|security)`, String.raw`(cc|cd|credit|debit)[-_ ]?(num|no\b|name|card|exp|csc|cv)`,
    String.raw`\bpan\b`, 'cvc', 'cvv', String.raw`\bcsc\b`, String.raw`security[-_ ]?code`,
    String.raw`exp(iry|ir\w*)?[-_ ]?(date|month|year|mm|yy)`, String.raw`\bexp(iry|iration|ires)?\b`,
    // Not the end of "DD/MM/YYYY".
    String.raw`(?<![a-z] ?[/.-] ?)mm ?/ ?yy`,
    String.raw`name[-_ ]?on[-_ ]?card`, String.raw`^card$`,
  ].join('|'),
  'i',
);
/** Cards that are shown and not paid with on their own. */
const OTHER_CARDS = new RegExp(
  [
    String.raw`(?<![a-z])(gift|medicare|medicaid|health|insurance|loyalty|member(ship)?|rewards?)[-_ ]*card`,
    String.raw`([-_ ]*(num(ber)?|no\b|code|holder|security[-_ ]*code|exp\w*([-_ ]*date)?))*`,
  ].join(''),
  'gi',
);
const CARD_SHAPE = /^\W*[\dx•*]{4}([ -][\dx•*]{4}){2,3}\W*$/i;
const MOST_OPTIONS = 400;

/** Whether `element` takes something a person enters. @param {Element} element @param {string} role */
export function isField(element, role) {
  if (element.localName === 'input') return !/^(hidden|button|submit|reset|image)$/.test(element.type);
  return /^(select|textarea)$/.test(element.localName) || isEditingHost(element) || EDITABLE.has(role);
}

/** Whether `element` is one of the fields of a payment card. @param {Element} element */
export function isCardField(element) {
  return saysCard(element, (said) => said.replace(OTHER_CARDS, ' '));
}

/**
 * Whether `element` says that it is a card's, by what is `heard` of its words.
 * @param {Element} element @param {(said: string) => string} heard
 */
function saysCard(element, heard) {
  const autocomplete = element.getAttribute('autocomplete') ?? '';
  if (/(^|\s)cc-/.test(autocomplete)) return true;
  // A browser's other hints say plainly that it is something else.
  if (/(^|\s)(tel|email|name|given-name|family-name|one-time-code|bday[-a-z]*|postal-code)(\s|$)/.test(autocomplete)) return false;
  if (/^(checkbox|radio|email)$/.test(element.type)) return false;
  const placeholder = element.getAttribute('placeholder') ?? '';
  const words = ['name', 'id', 'aria-label', 'data-elements-stable-field-name'].map((name) => element.getAttribute(name));
  const said = [...words, placeholder, labelOf(element), textOf(byIds(element, element.getAttribute('aria-labelledby')))];
  return CARD_SHAPE.test(placeholder) || said.some((word) => word && CARD_WORDS.test(heard(apart(word))));
}

/** `cardNumber` as `card Number`. @param {string} word */
function apart(word) {
  return word.replace(/([a-z])([A-Z])/g, '$1 $2');
}

/** Whether the value of `element` must stay in the page: that of any card. @param {Element} element */
export function isSecret(element) {
  return element.type === 'password' || saysCard(element, (said) => said);
}

/** @param {Element} element @returns {string} */
export function valueOf(element) {
  if (/^(input|select|textarea)$/.test(element.localName)) return element.value;
  return isEditingHost(element) ? squeeze(element.textContent) : (element.getAttribute('aria-valuetext') ?? '');
}

/** @param {Element} element */
export function isFilled(element) {
  if (/^(checkbox|radio)$/.test(element.type)) return element.checked;
  return valueOf(element) !== '';
}

/** @param {Element} element */
export function fieldOf(element) {
  const says = (/** @type {string} */ name) => element.getAttribute(name) ?? undefined;
  const invalid = element.matches(':user-invalid');
  return {
    inputType: typeOf(element),
    autocomplete: says('autocomplete'),
    inputmode: says('inputmode'),
    placeholder: says('placeholder') ?? says('aria-placeholder'),
    name: says('name'),
    id: element.id || undefined,
    label: labelOf(element) || undefined,
    maxLength: element.maxLength >= 0 ? element.maxLength : undefined,
    pattern: says('pattern'),
    description: textOf(byIds(element, element.getAttribute('aria-describedby'))) || undefined,
    error:
      textOf(byIds(element, element.getAttribute('aria-errormessage'))) || (invalid && element.validationMessage) || undefined,
    card: isCardField(element) || undefined,
    options: element.localName === 'select' ? optionsOf(element) : undefined,
  };
}

/** @param {Element} element */
function typeOf(element) {
  if (element.localName === 'input') return element.type;
  if (/^(select|textarea)$/.test(element.localName)) return element.localName;
  return isEditingHost(element) ? 'contenteditable' : element.localName;
}

/** @param {HTMLSelectElement} select */
function optionsOf(select) {
  return [...select.options].slice(0, MOST_OPTIONS).map((option) => ({
    value: option.value,
    label: squeeze(option.label),
    disabled: option.disabled || option.parentElement?.disabled === true,
    selected: option.selected,
  }));
}
