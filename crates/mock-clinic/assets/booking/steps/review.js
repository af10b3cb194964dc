// Step 5: what will be booked and on what terms. The clinic keeps the slot from here on. Without a deposit the
// button of this step books at once; with one it leads to the payment.
import { h, region } from '../dom.js';
import { money } from '../format.js';
import { actions, errorLine, stepCard } from '../parts.js';
import { submit } from '../payment/submit.js';

export const review = { stage: 'review', draw };

function draw(wizard) {
  const { chosen, texts } = wizard;
  const ui = (wizard.ui.review ??= { lost: false, agreed: false, asked: false });
  const body = region(() => drawBody(wizard, ui, () => body.refresh()));
  if (!chosen.summary && !ui.asked) {
    hold(wizard, ui).then(() => (wizard.scenario.rerender ? wizard.draw(wizard) : body.refresh()));
  }
  return stepCard({ title: texts.reviewTitle, class: 'step-review' }, body.node);
}

async function hold(wizard, ui) {
  const { api, chosen } = wizard;
  Object.assign(ui, { lost: false, asked: true, error: '' });
  try {
    const { service, provider, date, time } = chosen;
    chosen.summary = await api.hold({ service: service?.id ?? '', provider: provider?.id ?? null, date, time });
  } catch (refused) {
    ui.error = wizard.said(refused);
    ui.lost = true;
  } finally {
    ui.asked = false;
  }
}

function drawBody(wizard, ui, redraw) {
  const { chosen, texts } = wizard;
  if (ui.lost) return lostSlot(wizard, ui.error);
  if (!chosen.summary) return h('p', { class: 'muted loading' }, texts.loading);
  return h('div', {}, drawSummary(wizard, chosen.summary), drawTerms(wizard, chosen.summary),
    drawPolicy(wizard, ui, redraw), ...drawButton(wizard, ui, chosen.summary));
}

/** The clinic gave the slot away: say so and lead back to the times. */
export function lostSlot(wizard, message) {
  const error = errorLine();
  error.say(message);
  const chooseAgain = () => {
    Object.assign(wizard.chosen, { time: null, summary: null });
    wizard.ui.review = undefined;
    if (wizard.ui.datetime) wizard.ui.datetime.slotsOf = null;
    wizard.show('datetime');
  };
  return h('div', {}, error, h('div', { class: 'actions' },
    h('button', { type: 'button', class: 'button button-primary', onclick: chooseAgain }, wizard.texts.chooseAnother)));
}

function drawSummary(wizard, summary) {
  const { chosen, texts } = wizard;
  const name = chosen.known ? chosen.knownName : `${chosen.firstName} ${chosen.lastName}`.trim();
  const row = (label, text) => h('div', { class: 'summary-row' }, h('dt', {}, label), h('dd', {}, text));
  return h('div', {},
    chosen.known && h('p', { class: 'notice' }, texts.welcomeBack(chosen.knownName)),
    h('dl', { class: 'summary' },
      row(texts.service, summary.service), row(texts.provider, summary.provider),
      row(texts.date, wizard.dateText(summary.date)), row(texts.time, wizard.timeText(summary.time)),
      row(texts.duration, texts.minutes(summary.durationMinutes)), row(texts.you, name)));
}

function drawTerms({ texts, scenario }, { depositCents }) {
  if (!depositCents) return h('p', { class: 'terms' }, texts.noDeposit);
  return h('p', { class: 'terms' }, scenario.holdOnly ? texts.cardOnFile : texts.depositDue(money(depositCents)));
}

function drawPolicy({ texts, scenario }, ui, redraw) {
  const agree = () => h('label', { class: 'check' },
    h('input', { type: 'checkbox', checked: ui.agreed, onchange: (event) => {
      ui.agreed = event.target.checked;
      redraw();
    } }), h('span', {}, texts.agree));
  return h('div', { class: 'policy' }, h('h2', {}, texts.policyTitle), h('p', {}, texts.policy),
    scenario.testimonial && h('p', {}, texts.policyTestimonial), scenario.policy === 'checkbox' && agree());
}

function drawButton(wizard, ui, { depositCents }) {
  const { scenario, texts } = wizard;
  const disabled = scenario.policy === 'checkbox' && !ui.agreed;
  if (depositCents) {
    return [actions(wizard, { label: texts.continueToPayment, disabled, onPress: () => wizard.next() })];
  }
  const error = errorLine();
  const onPress = (button) => submit(wizard, button, error, async () => ({}));
  return [error, actions(wizard, { label: texts.book, disabled, onPress })];
}
