// Parks more and more sessions in one service: booked up to the payment page, the link handed out, no phone there. At each count: memory,
// processor time while nothing happens, and the time of a new booking beside that of the empty service.

import { setTimeout as wait } from 'node:timers/promises';
import { megabytes, processorSeconds, processorSecondsOfAll, tree } from '../processes.mjs';
import { Clinic, Service, load, median, request, table } from '../stage.mjs';

const COUNTS = (process.env.COUNTS ?? '10 30 60 100').split(' ').map(Number);
/** New bookings at each count. */
const BOOKINGS = Number(process.env.BOOKINGS ?? 7);
/** How long parked pages may come to rest before they are measured, and how long they are. */
const [REST, SPAN] = [15, 30];

/** Prepared two at a time, as many as there are cores; patients of many clinics. */
async function park(clinic, service, from, to) {
  const next = { at: from };
  const worker = async () => {
    while (next.at < to) {
      const number = next.at;
      next.at += 1;
      await service.link(await service.prepare(request(clinic, `parked-${number}`)));
    }
  };
  await Promise.all([worker(), worker()]);
}

async function newBooking(clinic, service, parked) {
  const times = [];
  // The first warms the others up.
  await service.book(request(clinic, `newcomer-${parked}-first`));
  const before = processorSecondsOfAll(tree(service.child.pid));
  for (let nth = 0; nth < BOOKINGS; nth += 1) times.push(await service.book(request(clinic, `newcomer-${parked}-${nth}`)));
  const coreSeconds = (processorSecondsOfAll(tree(service.child.pid)) - before) / BOOKINGS;
  return { took: median(times), coreSeconds };
}

async function atRest(service) {
  await wait(REST * 1000);
  const before = processorSeconds(tree(service.child.pid));
  const ours = processorSeconds([service.child.pid]);
  await wait(SPAN * 1000);
  const pids = tree(service.child.pid);
  return {
    cores: (processorSeconds(pids) - before) / SPAN,
    ours: (processorSeconds([service.child.pid]) - ours) / SPAN,
    memory: megabytes(pids),
    processes: pids.length,
  };
}

const clinic = await Clinic.start();
const service = await Service.start({
  // One more than is parked, for the new booking.
  BATON_MAX_SESSIONS: String(Math.max(...COUNTS) + 1),
  BATON_SESSION_TTL: '4h',
  BATON_MONITOR_TIMEOUT: '4h',
  BATON_NAVIGATION_TIMEOUT: '5m',
  BATON_KEY_RATE: 'off',
});
try {
  const empty = { ...await atRest(service), ...await newBooking(clinic, service, 0) };
  console.error(`none: ${empty.memory.toFixed(0)} MiB, ${empty.cores.toFixed(2)} cores, ${empty.took.toFixed(0)} ms`);
  const rows = [['0', empty.memory, '', '', empty.cores, empty.ours, empty.took, '', empty.coreSeconds]];
  let parked = 0;
  for (const count of COUNTS) {
    await park(clinic, service, parked, count);
    parked = count;
    const found = await atRest(service);
    const { took, coreSeconds } = await newBooking(clinic, service, count);
    const each = (found.memory - empty.memory) / count;
    console.error(`${count} parked: ${found.memory.toFixed(0)} MiB, ${found.cores.toFixed(2)} cores, ${took.toFixed(0)} ms`);
    rows.push([String(count), found.memory, each, found.memory / count, found.cores, found.ours, took, took / empty.took, coreSeconds]);
  }
  table(['parked', 'PSS MiB', 'each more', 'all / count', 'cores', 'of them ours', 'booking ms', 'ratio', 'core s'], rows);
  console.log(`${BOOKINGS} new bookings and ${SPAN} s at rest each; ${load()}. Targets: 75 MiB a session, 0.5 cores, a ratio of 1.5.`);
} finally {
  await service.stop();
  await clinic.stop();
}
