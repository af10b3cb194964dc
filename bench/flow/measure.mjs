// Runs Baton and the peer in turn, many pairs: prints the medians and their ratios, what each step costs, and what late slots add.

import { loadavg } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { launch, book } from './peer.mjs';
import { stepCosts } from './costs.mjs';
import { Clinic, Service, median, openDay, percentile, table } from '../stage.mjs';

const PAIRS = Number(process.env.PAIRS ?? 24);
const LATE_PAIRS = Number(process.env.LATE_PAIRS ?? 5);
const SLOT_DELAY = 5000;
/** Between two runs: whoever ran last is still closing pages and opening spare ones, which is no concern of the next. */
const REST = 400;
const lead = { firstName: 'John', lastName: 'Smith', phone: '+14407031022', email: 'john@example.com' };

const clinic = await Clinic.start();
const warm = await Service.start({});
const cold = await Service.start({ BATON_WARM_SPARE: 'false' });
const browser = await launch();

const booking = {
  url: bookingUrl(0),
  date: openDay(),
  service: 'Botox/Dysport/Xeomin',
  provider: 'Brandi Sesock',
  slot: '2:30 PM',
  lead,
};

const WARM = 'Baton';
const COLD = 'Baton, no warm spare';
const PEER = 'Playwright';

try {
  const runs = { [PEER]: () => book(browser, booking), [WARM]: () => warm.book(request(0)), [COLD]: () => cold.book(request(0)) };
  await round(runs); // warms all of them up
  const before = await stepCosts(warm.url);
  const times = await rounds(runs, PAIRS);
  const after = await stepCosts(warm.url);
  report(times);
  reportSteps(before, after);
  await reportLateSlots();
} finally {
  await browser.close();
  await warm.stop();
  await cold.stop();
  await clinic.stop();
}

/** One run of each, in turn; how long each took. */
async function round(runs) {
  const took = {};
  for (const [name, run] of Object.entries(runs)) {
    await clinic.reset();
    await wait(REST);
    took[name] = await run();
  }
  return took;
}

/** @returns {Promise<Record<string, number[]>>} the times of each */
async function rounds(runs, count) {
  const times = Object.fromEntries(Object.keys(runs).map((name) => [name, []]));
  for (let at = 0; at < count; at += 1) {
    for (const [name, took] of Object.entries(await round(runs))) times[name].push(took);
  }
  return times;
}

function report(times) {
  const peer = times[PEER];
  const ratios = (list) => list.map((took, pair) => took / peer[pair]);
  table(
    ['', 'median ms', 'p95 ms', 'fastest ms', 'ratio of medians', 'median ratio'],
    Object.entries(times).map(([name, list]) =>
      [name, median(list), percentile(list, 0.95), Math.min(...list), median(list) / median(peer), median(ratios(list))]),
  );
  console.log(`${PAIRS} rounds, alternating; load ${loadavg()[0].toFixed(1)}. Targets: 0.40 with the warm spare, 0.55 without.\n`);
}

/** What a booking with the warm spare costs, step by step. The page's own time is what Baton had nothing to do but wait for. */
function reportSteps(before, after) {
  const rows = Object.keys(after).map((step) => {
    const mean = (what) => (after[step][what] - (before[step]?.[what] ?? 0)) / PAIRS;
    return [step, mean('seconds') * 1000, mean('waited') * 1000, mean('roundTrips')];
  });
  const sum = (column) => rows.reduce((all, row) => all + row[column], 0);
  table(['step', 'mean ms', "of it the page's own", 'round trips'], [...rows, ['all steps', sum(1), sum(2), sum(3)]]);
  console.log('');
}

async function reportLateSlots() {
  const times = await rounds({ prompt: () => warm.book(request(0)), late: () => warm.book(request(SLOT_DELAY)) }, LATE_PAIRS);
  const [prompt, late] = [median(times.prompt), median(times.late)];
  const allowed = SLOT_DELAY + prompt * 1.1;
  table(['slots', 'median ms', 'slowest ms'], [['prompt', prompt, Math.max(...times.prompt)], ['5 s late', late, Math.max(...times.late)]]);
  console.log(`${LATE_PAIRS} pairs. Allowed: 5 s and the prompt time and a tenth of it, ${allowed.toFixed(0)} ms: ${late <= allowed ? 'kept' : 'MISSED'}.`);
}

function request(slotDelay) {
  const { date, service, provider } = booking;
  return { bookingUrl: bookingUrl(slotDelay), date, time: '2:30pm', service, provider, lead };
}

function bookingUrl(slotDelay) {
  return `${clinic.url}/booking/forever-22?slotDelayMs=${slotDelay}&searchDelayMs=0&processingMs=0`;
}
