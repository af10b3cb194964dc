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
const CLINICS = (process.env.CLINICS ?? '1 10 100 1000 5000 20000 104000').split(' ').map(Number);
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

/** The fewest instances that do, to a twentieth: from what a day without any waiting needs, upwards. */
function fewest(bookings) {
  const does = (found) => found.wait <= SHORT_WAIT && found.gaveUp === 0 && found.cores <= CORES - SPARE_CORES;
  const free = judge(bookings, Math.ceil(bookings / 100));
  const least = Math.max(free.most.open / placesByMemory, (free.cores * free.instances) / (CORES - SPARE_CORES));
  let found = judge(bookings, Math.ceil(least));
  while (!does(found)) found = judge(bookings, Math.ceil(found.instances * 1.05));
  return found;
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
console.log(`Instances of ${CORES} cores and ${MIB} MiB with ${placesByMemory} places each; seed ${SEED}; costs from figures.json, habits from patients.mjs.`);
