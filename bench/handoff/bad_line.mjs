// The handoff on a narrow line: how soon a key shows, and what is shown after the line stood still.

import { setTimeout as wait } from 'node:timers/promises';
import { Line } from '../phone.mjs';
import { differ, looks, onGlass } from '../pixels.mjs';
import { Narrow } from './narrow.mjs';
import { typeKeys } from './typing.mjs';

/** @returns {Promise<{keys: number[], kilobytes: number[]}>} and the sizes of the frames that the keys brought */
export async function typeOnBadLine(service, pass, keys) {
  const narrow = await Narrow.start(service.url);
  const line = await Line.ready({ ...pass, live: pass.live.replace(/^ws:\/\/[^/]+/, narrow.url.replace('http', 'ws')) });
  const before = line.frames.length;
  const took = await typeKeys([line], keys, 4_000);
  const kilobytes = line.frames.slice(before).map(({ jpeg }) => jpeg.length / 1000);
  await line.close();
  narrow.stop();
  return { keys: took, kilobytes };
}

/**
 * While the line stands still somebody else types on the page; then the line moves again.
 * @returns {Promise<{onTheWay: number, older: number, newest: number}>} frames that the line had taken before it stood still or while it
 *   did, which nobody can take back; frames sent after that before the newest one; and when the newest came
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
  const taken = narrow.bytesFromService();
  narrow.resume();
  await stalled.frameAfter(count);
  await stalled.still(1_000);
  const wanted = looks(other.frames, box).get(other.frames.at(-1));
  const seen = looks(stalled.frames, box);
  const shown = stalled.frames.slice(count);
  const newest = shown.findIndex((frame) => !differ(seen.get(frame), wanted));
  const onTheWay = shown.filter(({ read }) => read <= taken).length;
  const result = { onTheWay, older: newest - onTheWay, newest: newest < 0 ? Infinity : shown[newest].at - resumed };
  await Promise.all([stalled.close(), other.close()]);
  narrow.stop();
  return result;
}
