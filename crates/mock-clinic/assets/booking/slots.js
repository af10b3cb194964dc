// The times of the chosen day, by part of day. They are plain boxes, not buttons.
import { h } from './dom.js';
import { partOfDay, timeText } from './format.js';

/**
 * @param {any} wizard
 * @param {{slots: import('./types.js').Slot[]|null}} ui
 * @param {(time: string) => void} pickTime
 */
export function drawSlots(wizard, ui, pickTime) {
  const { chosen, texts } = wizard;
  const box = (...children) => h('div', { class: 'slots', 'aria-live': 'polite' }, ...children);
  if (!chosen.date) return box(h('p', { class: 'muted' }, texts.pickDay));
  const heading = h('h3', { class: 'slots-date' }, wizard.dateText(chosen.date));
  if (!ui.slots) return box(heading, h('p', { class: 'muted loading' }, texts.loadingTimes));
  if (!ui.slots.some((slot) => slot.available)) return box(heading, h('p', { class: 'muted' }, texts.noTimes));
  const parts = ['morning', 'afternoon', 'evening'].map((part) => drawPart(wizard, ui.slots, part, pickTime));
  return box(heading, ...parts);
}

function drawPart(wizard, slots, part, pickTime) {
  const own = slots.map((slot, index) => ({ ...slot, index })).filter((slot) => partOfDay(slot.time) === part);
  if (own.length === 0) return null;
  return h('div', { class: 'slot-part' }, h('h4', { class: 'slot-part-name' }, wizard.texts[part]),
    h('div', { class: 'slot-list' }, ...own.map((slot) => drawSlot(wizard, slot, pickTime))));
}

function drawSlot(wizard, { time, available, index }, pickTime) {
  const label = h('span', {}, timeText(time, wizard.scenario, index));
  if (!available) return h('div', { class: 'slot slot-gone', 'aria-disabled': 'true' }, label);
  const isChosen = wizard.chosen.time === time;
  return h('div', { class: `slot${isChosen ? ' slot-chosen' : ''}`, 'aria-selected': String(isChosen),
    onclick: () => pickTime(time) }, label);
}
