// The page's controls as native ones: made, moved and taken away as the page changes, never while they are in use.

import { beginChoice } from './choice.js';
import { beginField } from './field.js';
import { isChoice, isField, isPressed, nameEnterKeys } from './kinds.js';
import { keepForSuccessors, move, rememberFocus } from './moving.js';
import { followPresses } from './pressing.js';
import { place } from './surfaces.js';
import { part, say } from './words.js';

const REMIND_EVERY = 10_000;

/** @param {{send: (message: object) => boolean}} line */
export function mirrorControls(line, surfaces) {
  /** @type {Map<string, {element: HTMLElement, facts: object, content?: object}>} by the names that the hub gave them */
  const known = new Map();
  const old = keepForSuccessors(takeAway);
  const presses = followPresses(line);
  let hub = null;
  let isNewLine = false;
  let reminders = 0;

  function show(scene) {
    const focus = rememberFocus();
    const ids = new Set(scene.controls.map(({ id }) => id));
    const covered = new Set(scene.covered);
    for (const [id, control] of known) if (!ids.has(id) && !staysUnder(covered.has(id), control)) known.delete(id), takeAway(control);
    const last = new Map();
    const moved = [];
    for (const facts of scene.controls) {
      if (!hasRoom(facts)) continue;
      const control = known.get(facts.id) ?? takeOver(facts, moved) ?? make(facts);
      control.facts = facts;
      control.element.classList.remove('covered');
      update(control, facts);
      order(control.element, surfaces.contentOf(facts.surface), last);
    }
    surfaces.settle(scene);
    nameEnterKeys();
    focus.giveBack();
    for (const { content } of moved) content?.sendAgain();
    old.hasReported();
    if (isNewLine) sendAgain();
    isNewLine = false;
  }

  /** What lies over a control for a moment does not take it from whoever types in it. Returns whether it stays, out of the finger's way. */
  function staysUnder(isCovered, { element, content }) {
    const stays = isCovered && isInUse({ element, content });
    element.classList.toggle('covered', stays);
    return stays;
  }

  const isInUse = ({ element, content }) => Boolean(content) && (element === document.activeElement || !content.isSettled());

  /** A field that was there to be pressed may be typed in afterwards, and the other way round. Not while somebody types in it. */
  function hasRoom({ id, kind }) {
    const control = known.get(id);
    if (!control || control.facts.kind === kind) return true;
    if (isInUse(control)) return false;
    known.delete(id);
    takeAway(control);
    return true;
  }

  /** What was kept under something else goes as soon as it is left and its text has arrived. */
  function letGo() {
    for (const [id, control] of known) {
      if (!control.element.classList.contains('covered') || isInUse(control)) continue;
      known.delete(id);
      takeAway(control);
    }
  }

  part('page').addEventListener('focusout', () => setTimeout(letGo));

  /** The order of the page is the order of the Tab key. */
  function order(element, parent, last) {
    const before = last.get(parent);
    last.set(parent, element);
    if (element.parentElement === parent && (!before || before.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING)) return;
    // Moving an element would close the phone's keyboard.
    if (element === document.activeElement && element.parentElement === parent) return;
    move(element, parent, before ? before.nextSibling : null);
  }

  function takeAway({ element, content }) {
    content?.end();
    element.remove();
  }

  function make(facts) {
    const element = makeElement(facts);
    element.classList.add('control', facts.kind);
    element.dataset.control = facts.id;
    const control = { element, facts };
    if (isField(facts)) control.content = beginField(line, control);
    else if (isChoice(facts)) control.content = beginChoice(line, control);
    else element.addEventListener('click', () => presses.press(control));
    known.set(facts.id, control);
    return control;
  }

  /** The control that stood for this one before the hub gave new names. */
  function takeOver(facts, moved) {
    const control = old.predecessorOf(facts);
    if (!control) return null;
    known.set(facts.id, control);
    control.element.dataset.control = facts.id;
    control.content?.moved(facts);
    moved.push(control);
    return control;
  }

  function onAgreement({ control, seq, agreement, value }) {
    known.get(control)?.content?.onAgreement(seq, agreement, value);
    letGo();
  }

  /** Whatever the page has not confirmed is said once more. */
  function sendAgain() {
    for (const { content } of known.values()) content?.sendAgain();
  }

  /** A page that was too busy to take something is told again, but not for ever: it must not look as if the patient were still there. */
  function remind() {
    const isBehind = [...known.values()].some(({ content }) => content && !content.isSettled());
    reminders = isBehind ? reminders + 1 : 0;
    if (isBehind && reminders > 1 && reminders < 5) sendAgain();
  }

  setInterval(remind, REMIND_EVERY);

  function lineIsNew() {
    isNewLine = true;
    presses.interrupted();
  }

  function onPhase(phase) {
    presses.onPhase(phase);
    // What was said while nobody had the page was said to nobody.
    sendAgain();
  }

  /** Another hub names every control anew; until it has, nothing is said to it. Returns whether it is another one. */
  function meet(name) {
    const isAnother = hub !== null && hub !== name;
    if (isAnother) {
      presses.interrupted();
      old.keep(known.values());
      known.clear();
    }
    hub = name;
    return isAnother;
  }

  return { show, onAgreement, onPhase, onPressed: presses.onPressed, meet, lineIsNew, areKnown: () => known.size > 0 };
}

function makeElement({ kind, inputType, group }) {
  switch (kind) {
    case 'area': return document.createElement('textarea');
    case 'select': return document.createElement('select');
    case 'text': {
      // A phone checks and trims e-mail and number inputs by itself; as text with an inputmode nothing typed is lost.
      const type = inputType === 'password' || inputType === 'tel' ? inputType : 'text';
      return Object.assign(document.createElement('input'), { type });
    }
    case 'picker': return Object.assign(document.createElement('input'), { type: inputType });
    case 'check': return Object.assign(document.createElement('input'), { type: 'checkbox' });
    case 'radio': return Object.assign(document.createElement('input'), { type: 'radio', name: `radio-${group}` });
    default: return Object.assign(document.createElement('button'), { type: 'button' });
  }
}

const MODES = { email: 'email', tel: 'tel', number: 'decimal', url: 'url', search: 'search' };
// Not cc-exp: "MM/YY" needs a slash where no formatter puts it, and a pad of digits has none. A site that has a formatter says so.
const DIGITS = new Set(['cc-number', 'cc-csc', 'cc-exp-month', 'cc-exp-year', 'one-time-code']);

function update({ element, content }, facts) {
  place(element, facts.box);
  const words = isPressed(facts) ? [facts.label, facts.value].filter(Boolean).join(': ') : facts.label;
  set(element, 'aria-label', words || null);
  set(element, 'aria-description', facts.hint || (facts.secret && facts.filled && !element.value ? say('typeAgain') : null));
  set(element, 'aria-invalid', facts.invalid ? 'true' : null);
  set(element, 'aria-required', facts.required ? 'true' : null);
  if (element.disabled !== facts.disabled) element.disabled = facts.disabled;
  if (facts.kind === 'link') set(element, 'role', 'link');
  if (facts.look) dress(element, facts.look);
  if (isChoice(facts)) return content.update(facts);
  if (isPressed(facts) && element.textContent !== words) element.textContent = words;
  if (!isField(facts)) return;
  const mode = facts.inputMode || (DIGITS.has(facts.autocomplete) ? 'numeric' : (MODES[facts.inputType] ?? ''));
  set(element, 'inputmode', mode || null);
  set(element, 'autocomplete', facts.autocomplete || 'off');
  // Never seen, the picture shows the page's own; but by it a browser that fills in a card knows how a date is written.
  set(element, 'placeholder', facts.placeholder || null);
  set(element, 'name', facts.autocomplete || null);
  set(element, 'maxlength', facts.maxLength);
  set(element, 'autocapitalize', facts.secret || facts.inputType === 'email' ? 'off' : null);
  set(element, 'autocorrect', facts.secret ? 'off' : null);
  set(element, 'spellcheck', 'false');
  content.update(facts);
}

/** Draws a field as the page does, for the time that it shows its own text. */
function dress({ style }, look) {
  style.fontFamily = look.font;
  // Below 16 pixels an iPhone zooms in on every touch.
  style.fontSize = `${Math.max(look.size, 16)}px`;
  style.fontWeight = look.weight;
  style.letterSpacing = `${look.spacing}px`;
  style.textAlign = look.align;
  style.borderRadius = `${look.radius}px`;
  style.padding = look.inset.map((side) => `${side}px`).join(' ');
  style.setProperty('--text', look.color);
  style.setProperty('--under', look.background);
}

function set(element, name, value) {
  if (value === null || value === undefined) element.removeAttribute(name);
  else if (element.getAttribute(name) !== String(value)) element.setAttribute(name, value);
}
