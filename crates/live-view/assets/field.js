// One field in which the patient types. What is typed shows at once; the page is told the whole text and says how it took it.
// The text lives in this field alone: nothing is stored on the phone.

import { nextTo } from './kinds.js';
import { afterNextFrame } from './picture.js';

/** By then it is known where the focus went, and what the finger that took it pressed has been said. */
const LEFT_AFTER = 250;
const KEYS = new Set(['Enter', 'Escape', 'ArrowUp', 'ArrowDown']);

/** @param {{send: (message: object) => boolean}} line @param {{element: HTMLInputElement | HTMLTextAreaElement, facts: object}} control */
export function beginField(line, control) {
  const { element, facts: { kind } } = control;
  const tell = (message) => line.send({ control: control.facts.id, ...message });
  let seq = 0;
  let agreed = 0;
  let composing = false;
  /** It was left, and the page does not know. */
  let isLeft = false;

  element.addEventListener('focus', () => {
    show();
    // Coming from a field on another surface, Chrome leaves the caret behind there and drops what is typed.
    if (kind !== 'picker') element.setSelectionRange(element.value.length, element.value.length);
    isLeft = false;
    tell({ t: 'focus' });
  });
  element.addEventListener('blur', () => {
    composing = false;
    // Another app, or a locked phone, takes the focus from the whole page.
    if (document.hasFocus() && !document.hidden) setTimeout(() => isInAnother() || leave(), LEFT_AFTER);
    settle();
  });
  element.addEventListener('compositionstart', () => (composing = true));
  element.addEventListener('compositionend', () => {
    composing = false;
    say();
  });
  // Never keydown: keyboards of phones name their keys 229. What counts is what the field holds now.
  element.addEventListener('input', () => composing || say());
  element.addEventListener('change', () => say());
  element.addEventListener('keydown', (event) => {
    if (event.isComposing || !KEYS.has(event.key) || (kind === 'area' && event.key !== 'Escape')) return;
    if (event.key === 'Enter') event.preventDefault();
    say();
    // Within the same event, or the phone would put its keyboard away.
    const next = event.key === 'Enter' ? nextTo(element) : undefined;
    if (next) next.focus();
    else tell({ t: 'key', key: event.key });
  });

  // What was not edited is never said: a card field that the page holds filled is empty here.
  let said = element.value;

  /** Tells the page what the field holds, once per change. */
  function say() {
    if (said === element.value) return;
    said = element.value;
    seq += 1;
    show();
    tell({ t: 'text', seq, value: said });
    // A phone that fills in a whole card writes in fields that nobody is in.
    leave();
  }

  /** Going to another field is leaving this one, in the page as well. */
  const isInAnother = () => document.activeElement !== element && document.activeElement?.matches('.control:is(.text, .area, .picker)');

  /** The page is told of a field that the patient is no longer in: many look at what it holds only then. */
  function leave() {
    if (element === document.activeElement) return;
    isLeft = !tell({ t: 'blur' });
  }

  /** Says once more what the page has not heard, or not agreed to. To write in a field is to go there, so it is left again. */
  function sendAgain() {
    const isBehind = seq > agreed;
    if (isBehind) tell({ t: 'text', seq, value: element.value });
    if (isBehind || isLeft) leave();
  }

  /** Shows the field's own text instead of the picture below. */
  function show() {
    element.classList.add('shown');
  }

  const isBusy = () => element === document.activeElement || seq > agreed;

  /** Gives the view back to the picture once that shows what was typed. */
  function settle() {
    if (isBusy() || !element.classList.contains('shown')) return;
    afterNextFrame(() => isBusy() || element.classList.remove('shown'));
    // A page that was right all along sends no further frame.
    setTimeout(() => isBusy() || element.classList.remove('shown'), 400);
  }

  return {
    update(facts) {
      if (!isBusy() && facts.value !== null && element.value !== facts.value) {
        element.value = facts.value;
        said = facts.value;
      }
    },
    onAgreement(upTo, agreement, value) {
      agreed = Math.max(agreed, upTo);
      if (upTo < seq) return;
      if (agreement === 'differs' && typeof value === 'string' && element.value !== value) {
        element.value = value;
        said = value;
      }
      if (agreement === 'differs' || agreement === 'gone') element.classList.remove('shown');
      settle();
    },
    isSettled: () => seq <= agreed,
    sendAgain,
    /** The page may have been made anew: a field that is empty there now is given what it was given before. */
    moved({ filled }) {
      if (!filled && element.value !== '') seq += 1;
    },
    end() {
      element.value = '';
    },
  };
}
