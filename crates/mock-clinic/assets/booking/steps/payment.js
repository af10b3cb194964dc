// Step 6: the card. Its number never enters this page: the processor's frame gives a token for it.
import { h } from '../dom.js';
import { money } from '../format.js';
import { actions, errorLine, stepCard } from '../parts.js';
import { cardForm } from '../payment/card_form.js';
import { submit } from '../payment/submit.js';

/** Until a service is chosen the page expects a deposit, as most of them have one. */
const UNKNOWN = { depositCents: 1 };

export const payment = {
  stage: 'payment',
  draw,
  isNeeded: ({ chosen }) => (chosen.summary ?? chosen.service ?? UNKNOWN).depositCents > 0,
};

function draw(wizard) {
  const { boot, chosen, scenario, texts } = wizard;
  const error = errorLine();
  const form = cardForm(boot, scenario, texts);
  const amount = money(chosen.summary?.depositCents ?? 0);
  const book = (button) => submit(wizard, button, error, async () => ({ token: await form.token() }));
  return stepCard({ title: texts.paymentTitle, class: 'step-payment',
    hint: scenario.holdOnly ? texts.onFileHint : texts.paymentHint(amount) },
    form.node, error, h('p', { class: 'fine' }, texts.secure),
    actions(wizard, { label: texts.book, onPress: book }));
}
