// After the service was started anew, or the page was, the same controls come under new names. Keeps the old ones, with what the
// patient has typed and chosen in them and with the phone's keyboard, until their successors come.

import { isField, isPressed } from './kinds.js';

/** By what a control is known again. A card field never lends its content to a field that is none. */
const likeness = ({ kind, label, inputType, autocomplete, secret }) => JSON.stringify([kind, label, inputType, autocomplete, secret]);

/** How long the page's frames may take to report before what was typed is given up. */
const PATIENCE = 30_000;

/** How long buttons wait for the fields that were filled beside them. A page that has moved on has other fields, and is not held up longer. */
const LET_GO = 3_000;

/** @param {(control: object) => void} giveUp */
export function keepForSuccessors(giveUp) {
  /** @type {Map<string, object[]>} */
  let kept = new Map();
  /** Buttons that have their successors, and wait for fields to have theirs. */
  let waiting = [];
  let late = 0;
  let letGo = 0;

  function giveUpAll() {
    for (const controls of kept.values()) controls.forEach(giveUp);
    kept = new Map();
    release();
  }

  function release() {
    clearTimeout(letGo);
    letGo = 0;
    for (const button of waiting.splice(0)) button.removeAttribute('aria-disabled');
  }

  const hasFilledFields = () => [...kept.values()].flat().some(({ element, facts }) => isField(facts) && element.value !== '');

  return {
    /** @param {Iterable<{element: HTMLElement, facts: object}>} controls */
    keep(controls) {
      giveUpAll();
      const inOrder = [...controls].sort((a, b) => (a.element.compareDocumentPosition(b.element) & Node.DOCUMENT_POSITION_PRECEDING ? 1 : -1));
      for (const control of inOrder) {
        if (isPressed(control.facts)) control.element.setAttribute('aria-disabled', 'true');
        const alike = likeness(control.facts);
        kept.set(alike, [...(kept.get(alike) ?? []), control]);
      }
      clearTimeout(late);
      late = setTimeout(giveUpAll, PATIENCE);
    },
    /** The control that stood for this one; of several that are alike, the one further up. */
    predecessorOf(facts) {
      const control = kept.get(likeness(facts))?.shift();
      if (control && isPressed(facts)) waiting.push(control.element);
      return control;
    },
    /** The page has told of its controls, or of some: a frame tells of its fields later than the page around it, and a button that is
     * pressed before these are filled again is pressed for nothing. */
    hasReported() {
      if (!hasFilledFields()) return release();
      letGo ||= setTimeout(release, LET_GO);
    },
  };
}

/** Moves an element without the keyboard noticing, where the browser can do that. */
export function move(element, parent, before) {
  if (parent.moveBefore && element.isConnected) parent.moveBefore(element, before);
  else parent.insertBefore(element, before);
}

/** Moving a field may take the focus from it, or leave all of its text selected, so that the next key would replace it. */
export function rememberFocus() {
  const element = document.activeElement;
  const caret = caretOf(element);
  return {
    /** Puts both back, before the next key comes. */
    giveBack() {
      if (element === document.body || !element?.isConnected) return;
      if (document.activeElement !== element) element.focus({ preventScroll: true });
      if (caret && caretOf(element).join() !== caret.join()) element.setSelectionRange(...caret);
    },
  };
}

const caretOf = (element) => (typeof element?.selectionStart === 'number' ? [element.selectionStart, element.selectionEnd] : null);
