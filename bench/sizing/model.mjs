// From one clinic to ten thousand sessions at once: finds how many instances keep the wait short, and says what runs out first.

import { readFileSync } from 'node:fs';
import { percentile, table } from '../stage.mjs';
import { simulate } from './day.mjs';

const figures = JSON.parse(readFileSync(new URL('figures.json', import.meta.url), 'utf8'));
const SEED = Number(process.env.SEED ?? 1);
/** The machine of one instance. */
const [CORES, MIB] = [2, 4096];
/** What is kept free of it: the system's own, and room for a page that is large. */
const [SPARE_CORES, SPARE_MIB] = [0.4, 700];
/** Nobody should wait longer than this for a place, 95 in 100. */
const SHORT_WAIT = 5;
/** The database's usual limit of connections, less what its own people need. */
const CONNECTIONS = 90;
/** Small commits a second that a database on one ordinary disk takes. */
const COMMITS = 1500;

/** Each clinic has twelve requests a day; a platform of some size has many clinics. */
const CLINICS = [1, 10, 100, 1_000, 5_000, 20_000, 49_000];
const A_DAY = 12;

const placesByMemory = Math.floor((MIB - SPARE_MIB - figures.instanceMiB) / figures.parkedMiB);

const cores = ({ open, viewed }, perSecond) =>
  open * figures.parkedCores + viewed * figures.viewedCores + perSecond * figures.driveCoreSeconds;

/** Requests a second in the busiest hour. */
const busiest = (bookings) => (bookings * 0.085) / 3600;

function judge(bookings, instances) {
  const day = simulate({ bookings, instances, places: placesByMemory, figures, seed: SEED });
  const wait = day.waits.length ? percentile(day.waits, 0.95) : 0;
  const need = cores(day.most, busiest(bookings)) / instances;
  return { ...day, instances, wait, longest: day.waits.reduce((most, one) => Math.max(most, one), 0), cores: need };
}

/** The fewest instances that do. */
function fewest(bookings) {
  const does = (found) => found.wait <= SHORT_WAIT && found.gaveUp === 0 && found.cores <= CORES - SPARE_CORES;
  // What a day without any waiting comes to needs so many at least.
  const free = judge(bookings, Math.ceil(bookings / 100));
  let low = Math.floor(Math.max(free.most.open / placesByMemory, (free.cores * free.instances) / (CORES - SPARE_CORES)) / 1.5);
  let high = Math.max(low, 1);
  while (!does(judge(bookings, high))) [low, high] = [high, Math.ceil(high * 1.25)];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (does(judge(bookings, middle))) high = middle;
    else low = middle;
  }
  return judge(bookings, high);
}

/** What is nearest to its limit, and how near. */
function shortest(found, bookings) {
  const shares = {
    'processors': found.cores / (CORES - SPARE_CORES),
    'memory': (figures.instanceMiB + (found.most.open / found.instances) * figures.parkedMiB) / (MIB - SPARE_MIB),
    'database connections': (found.instances * figures.databaseConnections) / CONNECTIONS,
    'database commits': (busiest(bookings) * figures.writesPerSession) / COMMITS,
  };
  const [[name, share]] = Object.entries(shares).sort(([, one], [, other]) => other - one);
  return `${name} (${(100 * share).toFixed(0)} %)`;
}

const rows = CLINICS.map((clinics) => {
  const bookings = clinics * A_DAY;
  const found = fewest(bookings);
  const memory = (found.instances * figures.instanceMiB + found.most.open * figures.parkedMiB) / 1024;
  const whole = (number) => String(Math.round(number));
  return [
    whole(clinics), whole(found.requests), whole(found.most.open), whole(found.most.viewed), whole(found.instances),
    memory.toFixed(1), (found.cores * found.instances).toFixed(1), found.wait.toFixed(1), found.longest.toFixed(0), shortest(found, bookings),
  ];
});
table(['clinics', 'requests', 'open at most', 'viewed at most', 'instances', 'GiB', 'cores', 'wait p95 s', 'longest s', 'nearest its limit'], rows);
console.log(`Instances of ${CORES} cores and ${MIB} MiB with ${placesByMemory} places each; seed ${SEED}; figures.json holds what was measured, patients.mjs what is assumed.`);
