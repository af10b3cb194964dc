// Fills fields in, and tells what is in them unless it is a secret. The other side is `action/fill.rs`.

import { elementOf, squeeze } from './tree.js';
import { isSecret, valueOf } from './fields.js';
import { pressHandled } from './handled.js';

/** Chooses an entry of a select by its value or its label. @param {{ref: number, choice: string}} ask */
export async function choose({ ref, choice }) {
  await pressHandled();
  const select = elementOf(ref);
  if (!select) return { state: 'detached' };
  if (!(select instanceof HTMLSelectElement)) return { state: 'unsuitable' };
  const options = [...select.options];
  const wanted =
    options.find((option) => option.value === choice) ?? options.find((option) => squeeze(option.label) === squeeze(choice));
  if (!wanted) return { state: 'absent' };
  if (wanted.disabled || select.matches(':disabled')) return { state: 'disabled' };
  if (!wanted.selected) {
    wanted.selected = true;
    tell(select);
  }
  return { state: 'ready' };
}

/** Sets a date, time, colour or range field, whose pickers are not part of the page. @param {{ref: number, value: string}} ask */
export async function assign({ ref, value }) {
  await pressHandled();
  const input = elementOf(ref);
  if (!input) return { state: 'detached' };
  if (!(input instanceof HTMLInputElement)) return { state: 'unsuitable' };
  if (input.matches(':disabled') || input.readOnly) return { state: 'disabled' };
  input.value = value;
  tell(input);
  return { state: input.value === value ? 'ready' : 'unsuitable' };
}

/** @param {HTMLElement} element */
function tell(element) {
  element.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
  element.dispatchEvent(new Event('change', { bubbles: true }));
}

/** What is in a field. @param {number} ref */
export function read(ref) {
  const element = elementOf(ref);
  if (!element) return { state: 'detached' };
  if (isSecret(element)) return { state: 'secret' };
  return { state: 'ready', value: valueOf(element) };
}
