// The month: a grid whose cells answer to a person's pointer alone, and only near their middle.
import { h } from './dom.js';
import { nameOf } from './names.js';
import { addMonths, monthHeader, weekdayNames, weekdayOf } from './format.js';

/** How near to its middle a cell wants to be pressed, as a share of its size. */
const HEART = 0.3;

/**
 * Days that cannot be chosen say so in five ways, in turn, on the cell or on its button.
 *
 * @type {Array<(cell: HTMLElement, button: HTMLButtonElement) => void>}
 */
const WAYS_TO_DISABLE = [
  (_, button) => (button.disabled = true),
  (cell) => cell.setAttribute('aria-disabled', 'true'),
  (cell) => cell.classList.add(nameOf('day-disabled')),
  (cell) => (cell.style.opacity = '0.4'),
  (cell) => (cell.style.pointerEvents = 'none'),
];

/**
 * @param {any} wizard
 * @param {{month: string, months: Object<string, any>}} ui
 * @param {{pickDay: (date: string) => void, showMonth: (month: string) => void}} on
 */
export function drawCalendar(wizard, ui, on) {
  const { texts, scenario } = wizard;
  const loaded = ui.months[ui.month];
  const language = scenario.monthLanguage ?? wizard.language;
  const arrow = (sign, label, month, disabled) =>
    h('button', { type: 'button', class: 'month-arrow', 'aria-label': label, disabled,
      onclick: () => on.showMonth(month) }, sign);
  const first = wizard.boot.today.slice(0, 7);
  return h('div', { class: 'calendar' },
    h('div', { class: 'month' },
      arrow('‹', texts.previousMonth, addMonths(ui.month, -1), ui.month <= first),
      h('h2', { class: 'month-name', 'aria-live': 'polite' }, monthHeader(ui.month, language)),
      arrow('›', texts.nextMonth, addMonths(ui.month, 1), ui.month >= lastMonth(loaded, first))),
    drawGrid(wizard, ui.month, loaded?.days, on.pickDay));
}

const lastMonth = (loaded, first) => loaded?.horizon?.slice(0, 7) ?? addMonths(first, 3);

function drawGrid(wizard, month, days, pickDay) {
  const names = weekdayNames(wizard.language);
  const head = h('div', { role: 'row', class: 'week' },
    ...names.map((name) => h('span', { role: 'columnheader', class: 'weekday' }, name)));
  const offset = weekdayOf(`${month}-01`);
  const blanks = Array.from({ length: offset }, () => h('span', { class: 'day-blank' }));
  const cells = (days ?? []).map((day, index) => drawDay(wizard, day, index, pickDay));
  const rows = chunks([...blanks, ...cells], 7).map((row) => h('div', { role: 'row', class: 'week' }, ...row));
  return h('div', { role: 'grid', class: days ? 'grid' : 'grid grid-loading', 'aria-label': wizard.texts.dateTitle },
    head, ...rows);
}

function drawDay(wizard, { date, state }, index, pickDay) {
  const isChosen = wizard.chosen.date === date;
  const button = h('button', { type: 'button', class: 'day-button', tabindex: '-1' }, Number(date.slice(8)));
  const cell = h('div', { role: 'gridcell', class: `day${isChosen ? ' day-chosen' : ''}`, 'data-date': date,
    'aria-label': wizard.dateText(date), 'aria-selected': String(isChosen) }, button);
  if (date === wizard.boot.today) cell.classList.add(nameOf('day-today'));
  if (state === 'open' && wizard.chosen.service) {
    cell.addEventListener('click', (event) => isPersonal(event, cell) && pickDay(date));
  } else {
    WAYS_TO_DISABLE[index % WAYS_TO_DISABLE.length](cell, button);
  }
  return cell;
}

/** Whether a person's pointer pressed the heart of the cell; scripts and keys do not count. */
function isPersonal(/** @type {PointerEvent} */ event, cell) {
  if (!event.isTrusted || !event.pointerType) return false;
  const box = cell.getBoundingClientRect();
  const offX = Math.abs(event.clientX - box.left - box.width / 2) / box.width;
  const offY = Math.abs(event.clientY - box.top - box.height / 2) / box.height;
  return offX <= HEART && offY <= HEART;
}

function chunks(items, size) {
  return items.length ? [items.slice(0, size), ...chunks(items.slice(size), size)] : [];
}
