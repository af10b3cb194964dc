// The times of the chosen day, by part of day. They are plain boxes, not buttons.
import { h } from './dom.js';
import { partOfDay, timeText } from './format.js';

const PARTS = ['morning', 'afternoon', 'evening'];
/** How many times a list shows before it is asked for more. */
const AT_FIRST = 3;

/**
 * @param {any} wizard
 * @param {{slots: import('./types.js').Slot[]|null, part?: string, shown?: number}} ui
 * @param {{pickTime: (time: string) => void, redraw: () => void}} ways
 */
export function drawSlots(wizard, ui, ways) {
  const { chosen, texts, scenario } = wizard;
  const box = (...children) => h('div', { class: 'slots', 'aria-live': 'polite' }, ...children);
  if (!chosen.date) return box(h('p', { class: 'muted' }, texts.pickDay));
  const heading = h('h3', { class: 'slots-date' }, wizard.dateText(chosen.date));
  if (!ui.slots) return box(heading, h('p', { class: 'muted loading' }, texts.loadingTimes));
  if (!ui.slots.some((slot) => slot.available)) return box(heading, h('p', { class: 'muted' }, texts.noTimes));
  const slots = ui.slots.map((slot, index) => ({ ...slot, index }));
  switch (scenario.slotList) {
    case 'parts': return box(heading, ...drawTabs(wizard, ui, slots, ways));
    case 'more': return box(heading, ...drawSome(wizard, ui, slots, ways));
    default: return box(heading, ...PARTS.map((part) => drawPart(wizard, slots, part, ways)));
  }
}

/** One part of the day at a time, the first to begin with. */
function drawTabs(wizard, ui, slots, ways) {
  const show = (part) => {
    ui.part = part;
    ways.redraw();
  };
  const shown = ui.part ?? PARTS[0];
  const tab = (part) => h('button', { type: 'button', class: 'button button-quiet', role: 'tab', 'aria-selected': String(part === shown),
    onclick: () => show(part) }, wizard.texts[part]);
  const own = of(slots, shown);
  const list = own.length ? drawList(wizard, own, ways) : h('p', { class: 'muted' }, wizard.texts.noTimes);
  return [h('div', { class: 'slot-parts', role: 'tablist' }, ...PARTS.map(tab)), list];
}

/** A few, and more with every press. */
function drawSome(wizard, ui, slots, ways) {
  const shown = ui.shown ?? AT_FIRST;
  const more = () => {
    ui.shown = shown + AT_FIRST;
    ways.redraw();
  };
  const button = h('button', { type: 'button', class: 'button button-quiet', onclick: more }, wizard.texts.moreTimes);
  return [drawList(wizard, slots.slice(0, shown), ways), slots.length > shown && button];
}

function drawPart(wizard, slots, part, ways) {
  const own = of(slots, part);
  if (own.length === 0) return null;
  return h('div', { class: 'slot-part' }, h('h4', { class: 'slot-part-name' }, wizard.texts[part]), drawList(wizard, own, ways));
}

const of = (slots, part) => slots.filter((slot) => partOfDay(slot.time) === part);

function drawList(wizard, slots, { pickTime }) {
  return h('div', { class: 'slot-list' }, ...slots.map((slot) => drawSlot(wizard, slot, pickTime)));
}

function drawSlot(wizard, { time, available, index }, pickTime) {
  const label = h('span', {}, timeText(time, wizard.scenario, index));
  if (!available) return h('div', { class: 'slot slot-gone', 'aria-disabled': 'true' }, label);
  const isChosen = wizard.chosen.time === time;
  return h('div', { class: `slot${isChosen ? ' slot-chosen' : ''}`, 'aria-selected': String(isChosen),
    onclick: () => pickTime(time) }, label);
}
