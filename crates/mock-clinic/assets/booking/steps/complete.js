// "Complete booking" of the first mock page: who the patient is and what they book, on one page, before the payment.
import { h } from '../dom.js';
import { money } from '../format.js';
import { actions, asking, errorLine, stepCard } from '../parts.js';
import { detailFields, saveDetails } from './details.js';
import { submit } from '../payment/submit.js';

export const complete = { stage: 'review', draw };

function draw(wizard) {
  const { chosen, texts } = wizard;
  const error = errorLine();
  const deposit = chosen.service?.depositCents ?? 0;
  const proceed = (button) => asking(wizard, button, error, async () => {
    if (!chosen.known && !(await saveDetails(wizard, error))) return;
    await hold(wizard);
    if (deposit) wizard.next();
    else await submit(wizard, button, error, async () => ({}));
  });
  return stepCard({ title: texts.completeTitle },
    h('p', { class: 'notice' }, chosen.known ? texts.welcomeBack(chosen.knownName) : texts.detailsHint),
    ...(chosen.known ? [] : detailFields(wizard)),
    h('p', { class: 'terms' }, deposit ? texts.depositDue(money(deposit)) : texts.noDeposit),
    error, actions(wizard, { label: deposit ? texts.continueToPayment : texts.book, onPress: proceed }));
}

async function hold({ api, chosen }) {
  const { service, provider, date, time } = chosen;
  chosen.summary = await api.hold({ service: service?.id ?? '', provider: provider?.id ?? null, date, time });
}
