// Slotwise: five screens drawn one after the other into the same place. A choice leads on by itself, as its vendor likes it.

import { ask } from './ask.js';
import { h, show } from './screen.js';
import { days } from './days.js';
import { details } from './details.js';
import { payment } from './payment.js';

/** @typedef {{service: any, provider: any, date: string, time: string}} Choice */

const { categories } = await ask('catalogue');
treatments();

function treatments() {
  const card = (service) =>
    h('div', { class: 'card', onclick: () => people(service) },
      h('strong', {}, service.name), h('span', {}, `${service.durationMinutes} min`));
  const group = ({ name, services }) => h('details', {}, h('summary', {}, name), ...services.map(card));
  show('Pick a treatment', ...categories.map(group));
}

function people(service) {
  const pill = (provider, name) =>
    h('button', { onclick: () => days({ service, provider }, (choice) => details(choice, payment)) }, name);
  const pills = service.providers.map((provider) => pill(provider, provider.name));
  show('Pick your specialist', h('div', { class: 'people' }, pill(null, 'Any specialist'), ...pills));
}

