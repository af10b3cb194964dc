// The handoff in numbers: what a phone feels, on a good line and on a bad one, beside VNC.

import { Line, claim } from '../phone.mjs';
import { megabytes, tree } from '../processes.mjs';
import { Clinic, Service, booking, load, median, request, spread, table } from '../stage.mjs';
import { afterStall, typeOnBadLine } from './bad_line.mjs';
import { bareKeys } from './bare.mjs';
import { taps } from './moves.mjs';
import { bytesWhileStill, frameSize, openings } from './opening.mjs';
import { RealPhone, bareEchoes, echoes, resumes } from './real_phone.mjs';
import { typeKeys } from './typing.mjs';
import { Vnc, isInstalled } from './vnc.mjs';

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
  const rows = [spread('key to a picture, Chrome without Baton, ms', await bareKeys(clinic, keys), '')];
  const alone = await Line.ready(first);
  rows.push(spread('key to changed pixels, alone, ms', await typeKeys([alone], keys), 'p95 ≤ 60'));
  const others = await Promise.all(Array.from({ length: 4 }, () => patient()));
  const lines = [alone, ...(await Promise.all(others.map((pass) => Line.ready(pass))))];
  rows.push(spread('key to changed pixels, five at once, ms', await typeKeys(lines, keys), 'p95 ≤ 150'));
  await Promise.all(lines.map((line) => line.close()));
  await Promise.all(others.map(({ session }) => service.cancel(session)));
  return rows;
}

async function moves(pass) {
  const line = await Line.ready(pass);
  const { alone, behind, scrolled } = await taps(line, quick ? 10 : 50);
  await line.close();
  return [
    spread('tap to its effect, alone, ms', alone, ''),
    spread('tap to its effect, behind 60 moves, ms', behind, ''),
    spread('tap to its effect, behind 60 moves that scrolled 60 px, ms', scrolled, ''),
    ['extra behind 60 moves, of the medians, ms', String(alone.length), median(behind) - median(alone), '', '', '≤ 20'],
  ];
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

async function narrow(pass) {
  const { keys, kilobytes } = await typeOnBadLine(service, pass, quick ? 32 : 128);
  const { onTheWay, older, newest } = await afterStall(service, pass, 5);
  return [
    spread('key to changed pixels, 100 ms, 1 % loss, 1.5 Mbit/s, ms', keys, 'p95 ≤ 400'),
    spread('size of those frames, KB', kilobytes, ''),
    ['after 5 s without line: frames sent before the newest', '1', String(older), '', '', '0'],
    ['after 5 s without line: frames that were on it already', '1', String(onTheWay), '', '', '≤ 2'],
    ['after 5 s without line: newest frame, ms', '1', newest, '', '', ''],
  ];
}

/** A session of its own: nothing but this phone may touch it. */
async function phone(first) {
  await service.cancel(first.session);
  const session = await service.prepare(request(clinic, 'own-phone'));
  const real = await RealPhone.open(service, await service.link(session));
  const keys = quick ? 40 : 200;
  const bare = await bareEchoes(real, keys);
  const echo = await echoes(real, keys);
  const { took, kept } = await resumes(real, service, 'own-phone', quick ? 20 : 200);
  await real.close();
  return [
    spread('key to the phone\'s own picture, a page with nothing but a field, ms', bare.took, ''),
    spread('local echo, key to the phone\'s own picture, ms', echo.took, 'p95 ≤ 16'),
    ['keys not in the phone\'s next picture', String(echo.took.length), String(echo.late), '', '', '0'],
    spread('resume after a killed socket, to the next picture, ms', took, 'max ≤ 1000'),
    ['values kept', String(took.length), String(kept), '', '', String(took.length)],
  ];
}

async function vnc() {
  if (!isInstalled()) return [['TigerVNC is not installed', '', '', '', '', '']];
  const seconds = quick ? 10 : 60;
  const peer = await Vnc.start(booking(clinic, 'vnc'));
  try {
    const first = await peer.firstFrame();
    const idle = await peer.bytesWhileStill(seconds, true);
    const keys = await peer.typeKeys(quick ? 32 : 128);
    const caret = await peer.bytesWhileStill(seconds, false);
    return [
      spread('VNC: key to changed pixels, ms', keys, ''),
      [`VNC: first frame, ${peer.rfb.width}x${peer.rfb.height}, KB`, '1', first / 1000, '', '', ''],
      [`VNC: bytes in ${seconds} s, nothing focused`, '1', String(idle), '', '', ''],
      [`VNC: bytes in ${seconds} s, the caret in a field`, '1', String(caret), '', '', ''],
      ['VNC: memory of server and browser, one session, MB', '1', peer.megabytes(), '', '', ''],
      ['Baton: memory of service and browser, one session, MB', '1', megabytes(tree(service.child.pid)), '', '', ''],
    ];
  } finally {
    await peer.stop();
  }
}

try {
  const first = await patient();
  const measured = { typing, moves, opening, picture, vnc, narrow, phone };
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
