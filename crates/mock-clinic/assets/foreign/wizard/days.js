// The strip of days, a week at a time, and the free times of one of them.

import { ask, start } from './ask.js';
import { h, show, spokenDay, spokenRange } from './screen.js';

const DAY = 86_400_000;

/** @param {any} choice @param {(choice: any) => void} done */
export async function days(choice, done, first = start.today, picked = null) {
  const week = Array.from({ length: 7 }, (_, index) => plus(first, index));
  const states = await statesOf(week);
  const turn = (by, name) =>
    h('button', { ...(canTurn(first, by) ? {} : { disabled: '' }), onclick: () => days(choice, done, plus(first, by)) }, name);
  const pill = (day) =>
    h('button', {
      ...(states.get(day) === 'open' ? {} : { disabled: '' }),
      'aria-pressed': String(day === picked),
      onclick: () => days(choice, done, first, day),
    }, spokenDay(day));
  const times = h('div', { class: 'times' });
  show('Pick a time', h('div', { class: 'week' }, turn(-7, '‹ Earlier'), ...week.map(pill), turn(7, 'Later ›')), times);
  if (picked) times.replaceChildren(...(await timesOf({ ...choice, date: picked }, done)));
}

async function timesOf(choice, done) {
  const { service, provider, date } = choice;
  const { slots } = await ask('slots', { service: service.id, date, ...(provider ? { provider: provider.id } : {}) });
  const free = slots.filter((slot) => slot.available);
  if (free.length === 0) return [h('p', {}, 'Fully booked')];
  return free.map(({ time, start: moment }) =>
    h('button', { onclick: () => done({ ...choice, time }) }, spokenRange(moment, service.durationMinutes)));
}

/** What the clinic says of each day, over the turn of a month too. */
async function statesOf(week) {
  const months = [...new Set(week.map((day) => day.slice(0, 7)))];
  const answers = await Promise.all(months.map((month) => ask('days', { month })));
  return new Map(answers.flatMap(({ days }) => days.map((day) => [day.date, day.state])));
}

function canTurn(first, by) {
  return by > 0 ? plus(first, by) <= start.last : first > start.today;
}

function plus(day, by) {
  return new Date(Date.parse(day) + by * DAY).toISOString().slice(0, 10);
}
