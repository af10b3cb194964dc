// 3-D Secure: the bank's page, in a window or in a frame, where the patient approves or denies.
import { h } from '../dom.js';

/** Resolves when the patient has answered the bank. @param {any} wizard @param {string} challenge */
export async function askBank(wizard, challenge) {
  const { boot, scenario } = wizard;
  const url = `${boot.cardOrigin}/challenge/${challenge}`;
  const answered = bankAnswer(boot.cardOrigin, challenge);
  const shade = scenario.threeDs === 'frame' ? inFrame(wizard, url) : inWindow(wizard, url);
  document.body.append(shade);
  await answered;
  shade.remove();
}

function bankAnswer(origin, challenge) {
  return new Promise((resolve) => {
    addEventListener('message', function listen({ data, origin: from }) {
      if (from !== origin || data?.type !== 'challenge' || data.id !== challenge) return;
      removeEventListener('message', listen);
      resolve();
    });
  });
}

function inFrame({ texts }, url) {
  return shadeWith(texts.challengeTitle, h('iframe', { class: 'challenge-frame', src: url, title: texts.challengeTitle }));
}

/** A blocked window can be opened by hand. */
function inWindow({ texts }, url) {
  const open = () => window.open(url, 'bank', 'width=420,height=560');
  open();
  return shadeWith(texts.challengeTitle, h('p', { class: 'muted' }, texts.challengeHint),
    h('button', { type: 'button', class: 'button button-primary', onclick: open }, texts.openChallenge));
}

function shadeWith(title, ...children) {
  return h('div', { class: 'shade shade-centre' },
    h('div', { class: 'dialog', role: 'dialog', 'aria-modal': 'true', 'aria-label': title },
      h('h2', { class: 'panel-title' }, title), ...children));
}
