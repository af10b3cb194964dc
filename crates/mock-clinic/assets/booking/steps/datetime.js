// Step 2: a day in the calendar, then one of its times, which arrive late.
import { h, region } from '../dom.js';
import { drawCalendar } from '../calendar.js';
import { actions, stepCard } from '../parts.js';
import { drawSlots } from '../slots.js';

export const datetime = { stage: 'datetime', draw };

function draw(wizard) {
  const { chosen, texts } = wizard;
  const ui = (wizard.ui.datetime ??= { month: wizard.boot.firstMonth, months: {}, slots: null, slotsOf: null });
  const bar = region(() => actions(wizard, { label: texts.next, disabled: !chosen.time, onPress: () => wizard.next() }));
  const slots = region(() => drawSlots(wizard, ui, { pickTime, redraw: () => slots.refresh() }));
  const calendar = region(() => drawCalendar(wizard, ui, { pickDay, showMonth }));
  loadMonth(wizard, ui, () => calendar.refresh());
  if (chosen.date && chosen.service) loadSlots(wizard, ui, () => slots.refresh());
  return stepCard({ title: texts.dateTitle, hint: texts.timezone(wizard.boot.clinic.timezone) },
    !chosen.service && h('p', { class: 'notice' }, texts.noSelection),
    h('div', { class: 'datetime' }, calendar.node, slots.node), bar.node);

  function showMonth(month) {
    ui.month = month;
    loadMonth(wizard, ui, () => calendar.refresh());
    calendar.refresh();
  }
  function pickDay(date) {
    Object.assign(chosen, { date, time: null, summary: null });
    loadSlots(wizard, ui, () => slots.refresh());
    [calendar, slots, bar].forEach((part) => part.refresh());
    wizard.appointmentChanged();
  }
  function pickTime(time) {
    Object.assign(chosen, { time, summary: null });
    [slots, bar].forEach((part) => part.refresh());
    wizard.appointmentChanged();
  }
}

async function loadMonth(wizard, ui, onLoaded) {
  const { month } = ui;
  if (ui.months[month]) return;
  ui.months[month] = { days: null };
  ui.months[month] = await wizard.api.days(month);
  onLoaded();
  redrawCopies(wizard);
}

/** Asks for the chosen day's times; an answer for a day that is no longer chosen is dropped. */
async function loadSlots(wizard, ui, onLoaded) {
  const { service, provider, date } = wizard.chosen;
  const wanted = [service.id, provider?.id, date].join();
  if (ui.slotsOf === wanted) return;
  Object.assign(ui, { slotsOf: wanted, slots: null, part: undefined, shown: undefined });
  const { slots } = await wizard.api.slots(service.id, provider?.id ?? null, date);
  if (ui.slotsOf !== wanted) return;
  ui.slots = slots;
  onLoaded();
  redrawCopies(wizard);
}

/** With the `rerender` switch the visible step is another copy than the one that asked. */
function redrawCopies(wizard) {
  if (wizard.scenario.rerender) wizard.draw(wizard);
}
