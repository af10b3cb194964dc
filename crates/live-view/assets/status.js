// What is happening, in words: in the bar while the patient may act, over the page while they may not, and at the end instead of it.

import { hideEnding, showEnding } from './ending.js';
import { part, say } from './words.js';

const BUSY = new Set(['preparing', 'filling_in', 'reconnecting']);
const ENDS = new Set(['expired', 'failed', 'cancelled', 'taken_over']);

export function showStatus(link, line) {
  let phase = { name: 'connecting' };
  let isOpen = false;
  let hushed = false;
  let waiting = 0;

  function onPhase(now) {
    const before = phase.name;
    phase = now;
    if (ENDS.has(now.name)) return showEnding(now, { link });
    if (now.name === 'booked') return hushed || showEnding(now, { link, onBack: () => lookBack() });
    hideEnding();
    if (now.name === 'refused') toast(now.message || say('refusedFallback'), 'refused', say('ok'), hideToast);
    else if (before === 'refused') hideToast();
    draw();
  }

  /** The patient wants to see the clinic's own confirmation. */
  function lookBack() {
    hushed = true;
    hideEnding();
    draw();
    toast(say('bookedTitle'), '', say('backToEnd'), () => {
      hushed = false;
      hideToast();
      onPhase(phase);
    });
  }

  function onLine(state) {
    if (state === 'elsewhere') return showEnding({ name: 'taken_over' });
    if (state === 'unknown') return showEnding({ name: 'no_cookies' });
    isOpen = state === 'open';
    clearTimeout(waiting);
    // A line that is back within a moment is not worth a word.
    waiting = isOpen ? 0 : setTimeout(draw, 700);
    if (isOpen) draw();
  }

  function draw() {
    // Before the first word of the service nothing can be lost.
    part('status').textContent = isOpen || phase.name === 'connecting' ? wordsFor(phase) : say('reconnecting');
    const covered = isOpen && BUSY.has(phase.name);
    part('veil').hidden = !covered && (isOpen || phase.name !== 'connecting');
    part('veil-words').textContent = covered ? wordsFor(phase) : say('connecting');
    part('stage').inert = covered;
    part('live').classList.toggle('waits', !isOpen || phase.name === 'checking_payment');
  }

  /** A window that the page opened can be closed again, like any window. */
  function onScene({ isPopup }) {
    const back = part('window-close');
    back.hidden = !isPopup;
    back.textContent = say('close');
    back.setAttribute('aria-label', say('closeWindow'));
    back.onclick = () => line.send({ t: 'close_window' });
  }

  function onBye(why) {
    if (why === 'taken_over') showEnding({ name: 'taken_over' });
    else if (why === 'revoked') ENDS.has(phase.name) || phase.name === 'booked' || location.reload();
    else if (why === 'protocol') showEnding({ name: 'stopped' });
  }

  draw();
  return { phase: onPhase, line: onLine, scene: onScene, bye: onBye };
}

function wordsFor({ name, reason, step }) {
  if (name === 'connecting') return say('connecting');
  if (name === 'your_turn') return say(`phase_your_turn_${reason}`) || say('phase_your_turn_review');
  const stepWords = step ? say(`step_${step}`) : '';
  return stepWords ? `${stepWords}…` : say(`phase_${name}`);
}

/** A word that must be seen, with one thing to do about it. */
export function toast(words, look = '', action = '', onAction = null) {
  const box = part('toast');
  box.className = `toast ${look}`;
  part('toast-words').textContent = words;
  const go = part('toast-go');
  go.hidden = !action;
  go.textContent = action;
  go.onclick = onAction;
  box.hidden = false;
}

export function hideToast() {
  part('toast').hidden = true;
}
