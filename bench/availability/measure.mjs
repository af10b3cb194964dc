// Asks Baton for the practice clinic's times both ways, in turn, and prints the medians. Once on a site without any delay, so that only our
// own cost is left, and once on a site that is as slow as the real one (a second per query, three until a day's times appear).

import { loadavg } from 'node:os';
import { Clinic, Service, median, openDay, table } from '../stage.mjs';

const ROUNDS = Number(process.env.ROUNDS ?? 7);
const SLOW_ROUNDS = Number(process.env.SLOW_ROUNDS ?? 1);
const SITES = [
  ['without delays', { slotDelayMs: 0, searchDelayMs: 0, graphqlDelayMs: 0 }, ROUNDS],
  ['as slow as the real one', { slotDelayMs: 3000, searchDelayMs: 600, graphqlDelayMs: 1000 }, SLOW_ROUNDS],
];

/** The days from `first` on. @param {string} first @param {number} count */
function days(first, count) {
  return Array.from({ length: count }, (_, at) => new Date(Date.parse(first) + at * 24 * 3600 * 1000).toISOString().slice(0, 10));
}

const first = openDay();
const QUESTIONS = [
  ['1 date', '/availability', { date: first }],
  ['7 dates', '/availability/batch', { dates: days(first, 7) }],
  ['3 months, Mondays after 7 p.m.', '/availability/calendar-slots', { daysOfWeek: [1], afterTime: '19:00', maxSlots: 20, maxMonths: 3 }],
  // Nothing suits, so every day is looked at.
  ['3 months, every day', '/availability/calendar-slots', { beforeTime: '09:00', maxSlots: 20, maxMonths: 3 }],
];

const clinic = await Clinic.start();
const service = await Service.start({});

/** Makes the site as slow as `switches` say. */
function setSpeed(switches) {
  const headers = { 'content-type': 'application/json' };
  return fetch(`${clinic.url}/control/scenario/forever-22`, { method: 'POST', headers, body: JSON.stringify(switches) });
}

/** Asks once. Returns milliseconds, and how many days the answer speaks of. */
async function ask(profile, [, endpoint, question]) {
  const body = { bookingUrl: `${clinic.url}/booking/forever-22`, serviceName: 'Lip Filler', timeout: 60_000, profile, ...question };
  const begun = performance.now();
  const told = await service.post(`/api/v1${endpoint}`, body);
  const took = performance.now() - begun;
  const source = told.source ?? told.results?.[0]?.source;
  const wanted = profile === 'generic' ? 'browser' : 'api';
  if (source !== wanted) throw new Error(`asked the ${wanted} way, answered the ${source} way: ${told.error ?? ''}`);
  const read = told.totalDatesScanned ?? told.results?.filter((day) => day.success).length ?? 1;
  return { took, read, isCut: Boolean(told.error) || told.results?.some((day) => day.success === false) };
}

try {
  for (const [name, switches, rounds] of SITES) {
    await setSpeed(switches);
    const rows = [];
    for (const question of QUESTIONS) {
      const times = { fast: [], slow: [] };
      let days = 0;
      let cut = '';
      // The first round warms both ways up; where only the site's slowness counts there is nothing to warm.
      for (let round = rounds > 1 ? -1 : 0; round < rounds; round += 1) {
        const fast = await ask('practice-clinic', question);
        const slow = await ask('generic', question);
        if (round < 0) continue;
        times.fast.push(fast.took);
        times.slow.push(slow.took);
        days = Math.max(days, slow.read);
        if (slow.isCut || slow.read < fast.read) cut = ` of ${fast.read}`;
      }
      const [fast, slow] = [median(times.fast), median(times.slow)];
      rows.push([question[0], fast, slow, slow / fast, `${days}${cut}`]);
    }
    console.log(`\nThe site ${name} (${rounds} rounds):`);
    table(['', 'queries ms', 'browser ms', 'ratio', 'days by browser'], rows);
  }
  console.log(`\nLoad ${loadavg().map((load) => load.toFixed(1)).join(' ')}. "of" says that the minute was over before the browser had seen all days.`);
} finally {
  await service.stop();
  await clinic.stop();
}
