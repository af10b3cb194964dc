// The outcome in numbers: how soon it is stored and told, and what it costs to wait for it.

import { Inside } from '../inside.mjs';
import { Clinic, Service, load, spread, table } from '../stage.mjs';
import { parked } from './parked.mjs';
import { Receiver } from './receiver.mjs';
import { Watched } from './watched.mjs';

const quick = process.env.QUICK === '1';
const parts = process.env.PARTS?.split(' ');
const wants = (part) => !parts || parts.includes(part);
const SETTINGS = { BATON_SESSION_TTL: '60m', BATON_MONITOR_TIMEOUT: '55m', BATON_RETENTION: '5s', BATON_MAX_SESSIONS: '60', BATON_NAVIGATION_TIMEOUT: '5m' };

const clinic = await Clinic.start();
const receiver = await Receiver.start();

/** Keeps `count` sessions watched; pays them one after the other and prepares others in their place. */
async function latencies(count, payments) {
  const service = await Service.start(SETTINGS);
  const stage = { clinic, receiver, service, inside: await Inside.of(service.child.pid) };
  const watched = [];
  let people = 0;
  const fill = async () => {
    while (watched.length < count) watched.push(await Watched.prepare(stage, `watched-${count}-${(people += 1)}`));
  };
  const times = { stored: [], told: [], polled: [] };
  try {
    while (times.stored.length < payments) {
      await fill();
      for (let turn = 0; turn < Math.ceil(count / 5) && times.stored.length < payments; turn += 1) {
        const took = await watched.shift().pay();
        for (const [name, list] of Object.entries(times)) list.push(took[name]);
      }
    }
  } finally {
    await Promise.all(watched.map((session) => session.leave()));
    stage.inside.close();
    await service.stop();
  }
  return [
    spread(`page's change to stored state, as status tells it, ${count} watched, ms`, times.stored, 'p95 ≤ 100'),
    spread(`page's change to callback received, ${count} watched, ms`, times.told, 'p95 ≤ 250'),
    spread(`page's change to seen by a 2 s poll, ${count} watched, ms`, times.polled, ''),
  ];
}

async function cost() {
  const service = await Service.start(SETTINGS);
  try {
    const [pages, seconds] = quick ? [3, 20] : [10, 60];
    const { first, rest, megabytes } = await parked(clinic, service, pages, seconds);
    const row = (name, { baton, service, bare }, target) => [name, String(pages), baton, service, bare, baton - bare, target];
    table(['% of a core for each session', 'n', 'Baton', 'of it the service', 'bare page', 'more', 'target'], [
      row(`first ${seconds} s after the handoff`, first, ''),
      row(`the next ${seconds} s`, rest, '≤ 0.5'),
    ]);
    console.log(`memory for each session, MB: Baton ${megabytes.baton.toFixed(0)}, bare page ${megabytes.bare.toFixed(0)} (browser and service shared out)`);
  } finally {
    await service.stop();
  }
}

async function report(name, measure) {
  if (!wants(name)) return;
  const before = load();
  await measure();
  console.log(`${name}: ${before} before, ${load()} after\n`);
}

const HEAD = ['', 'n', 'p50', 'p95', 'max', 'target'];
try {
  await report('five', async () => table(HEAD, await latencies(5, quick ? 10 : 100)));
  await report('fifty', async () => table(HEAD, await latencies(50, quick ? 10 : 50)));
  await report('parked', cost);
} finally {
  receiver.stop();
  await clinic.stop();
}
