// The last screen: what was chosen, the card, the button that books.

import { tell } from './ask.js';
import { field, h, show, spokenDay } from './screen.js';

/** @param {any} held What the server keeps for this visitor. */
export function payment(held) {
  const error = h('p', { class: 'bad', role: 'alert' });
  const due = held.depositCents / 100;
  const label = due > 0 ? `Confirm & pay $${due.toFixed(2)}` : 'Confirm appointment';
  const form = h('form', { onsubmit: pay }, ...(due > 0 ? cardFields() : []), error, h('button', { class: 'go' }, label));
  show('Almost there', summary(held, due), form);

  async function pay(event) {
    event.preventDefault();
    await tell('press', { button: label });
    const number = form.elements.number?.value ?? '';
    const card = number ? await tell('card', { number }) : {};
    const answer = await tell('book', { key: crypto.randomUUID(), token: card.token });
    if (answer.confirmationNumber) return booked(answer.confirmationNumber);
    return error.replaceChildren(answer.message ?? 'Please check your card.');
  }
}

function summary({ service, provider, date, time }, due) {
  return h('div', { class: 'sum' },
    h('p', {}, h('strong', {}, service), ` with ${provider}`),
    h('p', {}, `${spokenDay(date, { year: 'numeric' })}, ${time}`),
    ...(due > 0 ? [h('p', {}, `Due today: $${due.toFixed(2)}`)] : []));
}

function cardFields() {
  return [
    field('Card number', { id: 'number', inputmode: 'numeric', autocomplete: 'cc-number' }),
    h('div', { class: 'line' }, field('MM / YY', { id: 'expiry', autocomplete: 'cc-exp' }), field('CVV', { id: 'cvv', autocomplete: 'cc-csc' })),
  ];
}

function booked(number) {
  show('You’re booked!', h('p', {}, 'We have e-mailed you the details.'), h('p', {}, 'Reference: ', h('strong', {}, number)));
}
