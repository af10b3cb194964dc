// "I'm not a robot": a frame of another origin says when a person has ticked its box.
import { h, region } from '../dom.js';
import { actions, stepCard } from '../parts.js';

export const captcha = { stage: 'account', draw, isNeeded: ({ scenario }) => scenario.captcha };

function draw(wizard) {
  const { boot, texts } = wizard;
  const ui = (wizard.ui.captcha ??= { solved: false });
  const bar = region(() => actions(wizard, { label: texts.next, disabled: !ui.solved, onPress: () => wizard.next() }));
  const frame = h('iframe', { class: 'captcha', src: `${boot.cardOrigin}/captcha`, title: 'reCAPTCHA' });
  addEventListener('message', ({ data, origin }) => {
    if (origin !== boot.cardOrigin || data?.type !== 'captcha-solved') return;
    ui.solved = true;
    bar.refresh();
  });
  return stepCard({ title: texts.captchaTitle, hint: texts.captchaHint }, frame, bar.node);
}
