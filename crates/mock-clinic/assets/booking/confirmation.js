// The end of a booking. The block is in the page from the start, hidden: being there means nothing.
import { h } from './dom.js';

/** @param {any} wizard */
export function drawConfirmation({ texts }) {
  return h('section', { class: 'confirmation', id: 'confirmation', 'data-testid': 'success', hidden: true },
    h('div', { class: 'confirmation-card' },
      h('span', { class: 'confirmation-mark', 'aria-hidden': 'true' }, '✓'),
      h('h1', { class: 'step-title' }, texts.confirmedTitle),
      h('p', { class: 'step-hint' }, texts.confirmedHint),
      h('p', { class: 'label' }, texts.confirmationNumber),
      h('p', { class: 'confirmation-number' }),
      h('dl', { class: 'summary' })));
}

/**
 * @param {any} wizard
 * @param {string} number
 * @param {{service: string, provider: string, date: string, time: string}} booked
 */
export function showConfirmation(wizard, number, booked) {
  const { scenario, boot, texts } = wizard;
  if (scenario.confirmation === 'url' && !boot.confirmed && leaveFor(wizard, number)) return;
  const block = fill(drawConfirmation(wizard), wizard, number, booked);
  block.hidden = false;
  if (scenario.confirmation === 'modal') {
    block.setAttribute('role', 'dialog');
    block.setAttribute('aria-label', texts.confirmedTitle);
    document.body.append(h('div', { class: 'shade shade-centre' }, block));
    return;
  }
  document.querySelector('main').hidden = true;
  document.querySelector('main + section').replaceWith(block);
  scrollTo(0, 0);
}

/** Goes to the confirmation's own URL; true when that loads a new page, which shows the confirmation itself. */
function leaveFor({ boot, scenario }, number) {
  const url = new URL(location.href);
  url.pathname = `/booking/${boot.slug}/confirmation`;
  url.searchParams.delete('step');
  url.searchParams.set('number', number);
  if (scenario.fullPages) location.assign(url);
  else history.pushState(null, '', url);
  return scenario.fullPages;
}

function fill(block, wizard, number, booked) {
  const { texts } = wizard;
  const row = (label, text) => h('div', { class: 'summary-row' }, h('dt', {}, label), h('dd', {}, text));
  const [, , , , numberLine, list] = block.firstElementChild.children;
  numberLine.textContent = number;
  list.append(row(texts.service, booked.service), row(texts.provider, booked.provider),
    row(texts.date, wizard.dateText(booked.date)), row(texts.time, wizard.timeText(booked.time)));
  return block;
}
