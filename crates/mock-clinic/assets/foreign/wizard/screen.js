// Draws one screen. Knows nothing of bookings.

export { h } from '../../card/h.js';
import { h } from '../../card/h.js';

/** @param {string} title @param {...Node} content */
export function show(title, ...content) {
  document.querySelector('#slotwise').replaceChildren(h('h2', {}, title), ...content);
  scrollTo(0, 0);
}

/** A labelled field. @param {string} label @param {Object<string, any>} attributes */
export function field(label, { tag = 'input', ...attributes }, ...children) {
  return h('div', {}, h('label', { for: attributes.id }, label), h(tag, { name: attributes.id, ...attributes }, ...children));
}

/** `2026-02-05` as `Thu 5 Feb`. */
export function spokenDay(day, more = {}) {
  const options = { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC', ...more };
  return new Date(`${day}T12:00:00Z`).toLocaleDateString('en-GB', options).replace(',', '');
}

/** `14:30 – 15:15`, in the visitor's own zone: this vendor takes its visitors to be where the clinic is. */
export function spokenRange(start, minutes) {
  const clock = (moment) => new Date(moment).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
  return `${clock(start)} – ${clock(Date.parse(start) + minutes * 60_000)}`;
}
