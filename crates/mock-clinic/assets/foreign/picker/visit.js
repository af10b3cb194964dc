// Daybook's first page: the team follows the treatment, the times follow the day. Everything else is the browser's own.

import { boxForRadios, boxForSelect } from './boxes.js';

const form = document.forms[0];
const { service, date, time } = form.elements;
const staff = document.querySelector('#staff');
const hint = document.querySelector('#hint');

service.addEventListener('change', () => {
  const people = JSON.parse(service.selectedOptions[0].dataset.staff ?? '[]');
  staff.replaceChildren(staff.querySelector('legend'), ...[{ id: '', name: 'Any team member' }, ...people].map(person));
  showTimes();
});
staff.addEventListener('change', showTimes);
date.addEventListener('change', showTimes);

if (new URLSearchParams(location.search).has('boxes')) {
  boxForSelect(service, 'Treatment');
  boxForRadios(staff, 'Team member');
  boxForSelect(time, 'Time');
}

/** @param {{id: string, name: string}} person */
function person({ id, name }) {
  const label = document.createElement('label');
  const radio = Object.assign(document.createElement('input'), { type: 'radio', name: 'provider', value: id, checked: id === '' });
  label.append(radio, ` ${name}`);
  return label;
}

async function showTimes() {
  hint.textContent = '';
  offer([], service.value && date.value ? 'Loading…' : 'Pick a day first');
  if (!service.value || !date.value) return;
  const asked = date.value;
  const free = (await slotsOf(asked)).filter((slot) => slot.available);
  if (asked !== date.value) return;
  offer(free, free.length > 0 ? 'Please select' : 'No times available');
  if (free.length === 0) hint.textContent = `No times available on this day. ${await others(asked)}`;
}

/** @param {{time: string}[]} slots @param {string} first */
function offer(slots, first) {
  const options = [new Option(first, ''), ...slots.map((slot) => new Option(spoken(slot.time), slot.time))];
  time.replaceChildren(...options);
  time.disabled = slots.length === 0;
}

async function slotsOf(day) {
  const provider = form.elements.provider.value;
  const query = new URLSearchParams({ visit: form.elements.visit.value, service: service.value, date: day });
  if (provider) query.set('provider', provider);
  return (await ask(`slots?${query}`)).slots;
}

/** The open days around one that is not. */
async function others(day) {
  const { days } = await ask(`days?${new URLSearchParams({ visit: form.elements.visit.value, month: day.slice(0, 7) })}`);
  const far = (other) => Math.abs(Date.parse(other) - Date.parse(day));
  const open = days.filter(({ state }) => state === 'open').map((other) => other.date);
  const nearest = open.sort((one, other) => far(one) - far(other)).slice(0, 3).sort();
  return nearest.length > 0 ? `Other days: ${nearest.map(spokenDay).join('; ')}.` : '';
}

async function ask(what) {
  return (await fetch(`/api/${what}`)).json();
}

/** `14:30` as `2:30 PM`. */
function spoken(clock) {
  const [hour, minute] = clock.split(':').map(Number);
  return `${hour % 12 || 12}:${String(minute).padStart(2, '0')} ${hour < 12 ? 'AM' : 'PM'}`;
}

const spokenDay = (day) =>
  new Date(`${day}T12:00:00Z`).toLocaleDateString('en-US', { month: 'long', day: 'numeric', year: 'numeric', timeZone: 'UTC' });
