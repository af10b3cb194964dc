// The handoff in numbers: what a phone feels, on a good line and on a bad one, beside VNC.

import { Line, claim } from '../phone.mjs';
import { Clinic, Service, load, request, spread, table } from '../stage.mjs';
import { bytesWhileStill, frameSize, openings } from './opening.mjs';
import { typeKeys } from './typing.mjs';

const quick = process.env.QUICK === '1';
const parts = process.env.PARTS?.split(' ');
const wants = (part) => !parts || parts.includes(part);
const HEAD = ['', 'n', 'p50', 'p95', 'max', 'target'];

const clinic = await Clinic.start();
const service = await Service.start({ BATON_MAX_SESSIONS: '6', BATON_SESSION_TTL: '60m', BATON_MONITOR_TIMEOUT: '55m' });
let people = 0;

/** A patient whose page is prepared and whose link is claimed. */
async function patient(slug = `clinic-${(people += 1)}`) {
  const session = await service.prepare(request(clinic, slug));
  return { session, ...(await claim(await service.link(session))) };
}

async function typing(first) {
  const keys = quick ? 32 : 128;
  const alone = await Line.ready(first);
  const rows = [spread('key to changed pixels, alone, ms', await typeKeys(alone, keys), 'p95 ≤ 60')];
  const others = await Promise.all(Array.from({ length: 4 }, () => patient()));
  const lines = [alone, ...(await Promise.all(others.map((pass) => Line.ready(pass))))];
  const together = await Promise.all(lines.map((line) => typeKeys(line, keys)));
  rows.push(spread('key to changed pixels, five at once, ms', together.flat(), 'p95 ≤ 150'));
  await Promise.all(lines.map((line) => line.close()));
  await Promise.all(others.map(({ session }) => service.cancel(session)));
  return rows;
}

async function opening(pass) {
  const times = quick ? 20 : 100;
  return [
    spread('opening to first frame, first viewer, ms', await openings(pass, times, false), 'max ≤ 400'),
    spread('opening to first frame, late viewer, ms', await openings(pass, times, true), 'max ≤ 400'),
  ];
}

async function picture(pass) {
  const { size, bytes } = await frameSize(pass);
  const still = await bytesWhileStill(pass, quick ? 10 : 60);
  return [
    [`payment page, ${size}, KB`, '1', bytes / 1000, '', '', '≤ 70'],
    [`frame bytes in ${quick ? 10 : 60} s on a still page`, '1', String(still), '', '', '0'],
  ];
}

try {
  const first = await patient();
  const measured = { typing, opening, picture };
  for (const [name, measure] of Object.entries(measured)) {
    if (!wants(name)) continue;
    const before = load();
    table(HEAD, await measure(first));
    console.log(`${name}: ${before} before, ${load()} after\n`);
  }
} finally {
  await service.stop();
  await clinic.stop();
}
