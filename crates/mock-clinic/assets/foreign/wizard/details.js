// Who comes. The number takes the country beside it and groups its own digits.

import { tell } from './ask.js';
import { field, h, show } from './screen.js';

const COUNTRIES = [['MX', 'Mexico +52'], ['CA', 'Canada +1'], ['US', 'United States +1'], ['FR', 'France +33'], ['ES', 'Spain +34']];

/** @param {any} choice @param {(choice: any) => void} done */
export function details(choice, done) {
  const error = h('p', { class: 'bad', role: 'alert' });
  const options = COUNTRIES.map(([code, name]) => h('option', { value: code }, name));
  const form = h('form', { novalidate: '', onsubmit: send },
    h('div', { class: 'line' }, field('First name', { id: 'first' }), field('Surname', { id: 'surname' })),
    h('div', { class: 'line' }, field('Country code', { tag: 'select', id: 'country' }, ...options),
      field('Mobile number', { id: 'mobile', type: 'tel', oninput: group })),
    field('E-mail', { id: 'mail', type: 'email' }),
    field('Notes for your specialist (optional)', { tag: 'textarea', id: 'notes', rows: '2' }),
    h('p', {}, h('label', {}, h('input', { type: 'checkbox', name: 'offers' }), ' Yes, e-mail me offers')),
    error, h('button', { class: 'go' }, 'Next: payment'));
  show('Your info', form);

  async function send(event) {
    event.preventDefault();
    const { first, surname, country, mobile, mail, notes } = Object.fromEntries(new FormData(form));
    if (!first || !mail.includes('@')) return error.replaceChildren('Please enter your name and a valid e-mail address.');
    const code = COUNTRIES.find(([known]) => known === country)[1].split('+')[1];
    // Inside the country the number may begin with a zero.
    const phone = `+${code}${mobile.replace(/\D/g, '').replace(/^0/, '')}`;
    if (phone.length < 10) return error.replaceChildren('Please enter a valid mobile number.');
    await tell('contact', { firstName: first, lastName: surname, phone, email: mail, notes });
    const { service, provider, date, time } = choice;
    const held = await tell('hold', { service: service.id, provider: provider?.id ?? null, date, time });
    return held.ok ? done(held) : error.replaceChildren(held.message);
  }
}

/** `440 555 0122`, while it is typed. @param {InputEvent} event */
function group({ target }) {
  const digits = target.value.replace(/\D/g, '').slice(0, 12);
  target.value = [digits.slice(0, 3), digits.slice(3, 6), digits.slice(6)].filter(Boolean).join(' ');
}
