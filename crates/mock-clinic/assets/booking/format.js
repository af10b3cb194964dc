// How dates, times and money are written. Times come as "14:30", dates as "2026-02-05", always the clinic's own.

const asDate = (/** @type {string} */ date) => new Date(`${date}T00:00:00Z`);

/** @param {string} date @param {string} language */
export function longDate(date, language) {
  const options = { weekday: 'long', month: 'long', day: 'numeric', year: 'numeric', timeZone: 'UTC' };
  return new Intl.DateTimeFormat(language, options).format(asDate(date));
}

/** @param {string} month "2026-02" @param {string} language */
export function monthHeader(month, language) {
  const name = new Intl.DateTimeFormat(language, { month: 'long', timeZone: 'UTC' }).format(asDate(`${month}-01`));
  return `${name[0].toUpperCase()}${name.slice(1)} ${month.slice(0, 4)}`;
}

/** Monday is 1, Sunday 0. @param {string} date */
export const weekdayOf = (date) => asDate(date).getUTCDay();

/** @param {string} language @returns {string[]} from Sunday on */
export function weekdayNames(language) {
  const format = new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' });
  return [4, 5, 6, 7, 8, 9, 10].map((day) => format.format(new Date(Date.UTC(2026, 0, day))));
}

/** @param {string} month @param {number} count */
export function addMonths(month, count) {
  const date = asDate(`${month}-01`);
  date.setUTCMonth(date.getUTCMonth() + count);
  return date.toISOString().slice(0, 7);
}

const STYLES = {
  upper: (clock, half) => `${clock} ${half.toUpperCase()}`,
  lower: (clock, half) => `${clock} ${half}`,
  tight: (clock, half) => `${clock}${half}`,
};
const MIXED = ['upper', 'lower', 'tight'];

/**
 * @param {string} time
 * @param {{clock: string, slotFormat: string}} scenario
 * @param {number} [index] the place in a list, for the mixed format
 */
export function timeText(time, scenario, index = 0) {
  if (scenario.clock === '24h') return time;
  const [hour, minute] = time.split(':').map(Number);
  const clock = `${hour % 12 || 12}:${String(minute).padStart(2, '0')}`;
  const style = scenario.slotFormat === 'mixed' ? MIXED[index % MIXED.length] : scenario.slotFormat;
  return STYLES[style](clock, hour < 12 ? 'am' : 'pm');
}

/** @param {string} time @returns {'morning'|'afternoon'|'evening'} */
export function partOfDay(time) {
  if (time < '12:00') return 'morning';
  return time < '17:00' ? 'afternoon' : 'evening';
}

/** @param {number} cents */
export const money = (cents) => `$${(cents / 100).toFixed(2)}`;
