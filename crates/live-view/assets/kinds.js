// What the kinds of controls have in common, and the order of those that the phone's keyboard types in.

import { part } from './words.js';

/** Holds a text that the patient types. */
export const isField = ({ kind }) => kind === 'text' || kind === 'area' || kind === 'picker';
/** Is brought to a state. */
export const isChoice = ({ kind }) => kind === 'check' || kind === 'radio' || kind === 'select';
/** Does something once. */
export const isPressed = ({ kind }) => kind === 'button' || kind === 'link';

/** Lists and pickers have no keyboard, so nobody is led to them by one. */
const typed = () => [...part('page').querySelectorAll(':is(.text, .area).control:not(:disabled)')];

/**
 * The field that comes after one, where "next" on the keyboard leads. Only in the last one is the Enter key for the page, which may take it
 * for the press of its button.
 * @param {HTMLElement} element @returns {HTMLElement | undefined}
 */
export const nextTo = (element) => typed().find((field) => element.compareDocumentPosition(field) & Node.DOCUMENT_POSITION_FOLLOWING);

/** Writes on the keyboard of each field what its Enter key does; where there are several lines it begins another one. */
export function nameEnterKeys() {
  const fields = typed();
  for (const field of fields) {
    const does = field === fields.at(-1) ? 'go' : 'next';
    if (field.tagName !== 'TEXTAREA' && field.enterKeyHint !== does) field.enterKeyHint = does;
  }
}
