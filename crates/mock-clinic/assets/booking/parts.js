// Pieces that several steps share: the step's card, its buttons, text fields, error lines.
import { h } from './dom.js';

/**
 * @param {{title: string, hint?: string, class?: string}} heading
 * @param {...(Node|string|null|undefined|false)} children
 */
export function stepCard({ title, hint, class: extra }, ...children) {
  return h('section', { class: `step ${extra ?? ''}` },
    h('h1', { class: 'step-title' }, title), hint && h('p', { class: 'step-hint' }, hint), ...children);
}

/**
 * The row with "Back" and the step's own button.
 *
 * @param {any} wizard
 * @param {{label: string, onPress: (button: HTMLButtonElement) => void, disabled?: boolean}} action
 */
export function actions(wizard, { label, onPress, disabled }) {
  const button = h('button', { type: 'button', class: 'button button-primary', disabled,
    onclick: () => onPress(button) }, label);
  const back = h('button', { type: 'button', class: 'button button-quiet', onclick: () => wizard.back() },
    wizard.texts.back);
  return h('div', { class: 'actions' }, !wizard.isFirst && back, button);
}

/**
 * A labelled field that keeps its text in `chosen`.
 *
 * @param {any} wizard
 * @param {string} name
 * @param {Object<string, any>} attributes
 */
export function field(wizard, name, { label, tag = 'input', ...attributes }) {
  const id = `field-${name}`;
  const input = h(tag, {
    id, name, class: 'input', value: wizard.chosen[name], ...attributes,
    oninput: (event) => {
      attributes.oninput?.(event);
      wizard.chosen[name] = event.target.value;
    },
  });
  return h('div', { class: 'field' }, h('label', { class: 'label', for: id }, label), input);
}

/** An error line, hidden while it has nothing to say. @returns {HTMLElement & {say: (text: string) => void}} */
export function errorLine() {
  const line = h('p', { class: 'error-message', role: 'alert', 'data-testid': 'error', hidden: true });
  line.say = (text) => {
    line.textContent = text;
    line.hidden = !text;
  };
  return line;
}

/** Presses a button that asks the server: it rests meanwhile, and a refusal is shown. */
export async function asking(wizard, button, error, request) {
  error.say('');
  button.disabled = true;
  try {
    await request();
  } catch (refused) {
    error.say(wizard.said(refused));
  } finally {
    button.disabled = false;
  }
}
