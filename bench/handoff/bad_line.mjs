// The handoff on a narrow line: how soon a key shows, and what is shown after the line stood still.

import { setTimeout as wait } from 'node:timers/promises';
import { Line } from '../phone.mjs';
import { differ, look, onGlass } from '../pixels.mjs';
import { Narrow } from './narrow.mjs';
import { typeKeys } from './typing.mjs';

/** @returns {Promise<{keys: number[], kilobytes: number[]}>} */
export async function typeOnBadLine(service, pass, keys) {
  const narrow = await Narrow.start(service.url);
  const line = await Line.ready({ ...pass, live: pass.live.replace(/^ws:\/\/[^/]+/, narrow.url.replace('http', 'ws')) });
  const took = await typeKeys(line, keys, 4_000);
  const kilobytes = line.frames.slice(1).map(({ jpeg }) => jpeg.length / 1000);
  await line.close();
  narrow.stop();
  return { keys: took, kilobytes };
}

/**
 * While the line stands still for five seconds somebody else types on the page; then the line moves again.
 * @returns {Promise<{older: number, newest: number}>} frames shown before the newest one, and when that came
 */
export async function afterStall(service, pass, seconds) {
  const narrow = await Narrow.start(service.url);
  const stalled = await Line.ready({ ...pass, live: pass.live.replace(/^ws:\/\/[^/]+/, narrow.url.replace('http', 'ws')) });
  const other = await Line.ready(pass);
  await other.fill('Card number', '');
  await other.still();
  await stalled.still();
  const box = onGlass(other.scene, other.control('Card number'));
  narrow.stall();
  const end = performance.now() + seconds * 1000;
  for (let digits = 1; performance.now() < end; digits = (digits % 16) + 1) {
    other.text(other.control('Card number'), '4'.repeat(digits));
    await wait(200);
  }
  const count = stalled.frames.length;
  await other.fill('Card number', '4242424242424242');
  await other.still();
  const resumed = performance.now();
  narrow.resume();
  await stalled.frameAfter(count);
  await stalled.still(1_000);
  const wanted = look(other.frames.at(-1), box);
  const shown = stalled.frames.slice(count);
  const older = shown.findIndex((frame) => !differ(look(frame, box), wanted));
  const result = { older, newest: older < 0 ? Infinity : shown[older].at - resumed };
  await Promise.all([stalled.close(), other.close()]);
  narrow.stop();
  return result;
}
