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

/** `14:30` and 45 minutes as `14:30 – 15:15`. */
export function spokenRange(time, minutes) {
  const [hour, minute] = time.split(':').map(Number);
  const end = hour * 60 + minute + minutes;
  const clock = [Math.floor(end / 60), end % 60].map((part) => String(part).padStart(2, '0')).join(':');
  return `${time} – ${clock}`;
}
