// What the page asks, asked by the phone itself.

import { part, say } from './words.js';

/** @param {{kind: 'alert' | 'confirm' | 'prompt' | 'leave', message: string}} question @param {(accept: boolean, text: string) => void} answer */
export function askQuestion({ kind, message }, answer) {
  const dialog = part('question');
  part('question-words').textContent = message || (kind === 'leave' ? say('leaveQuestion') : '');
  const input = part('question-text');
  input.hidden = kind !== 'prompt';
  input.value = '';
  const [yes, no] = [part('question-yes'), part('question-no')];
  no.hidden = kind === 'alert';
  yes.textContent = say(kind === 'leave' ? 'leave' : 'ok');
  no.textContent = say(kind === 'leave' ? 'remain' : 'cancel');
  const settle = (accept) => {
    dialog.oncancel = null;
    dialog.close();
    answer(accept, input.value);
  };
  yes.onclick = () => settle(true);
  no.onclick = () => settle(false);
  dialog.oncancel = () => settle(kind === 'alert');
  if (!dialog.open) dialog.showModal();
}

export function withdrawQuestion() {
  const dialog = part('question');
  if (dialog.open) dialog.close();
}
