// How soon a phone sees the page, how large its pictures are, and what a page costs that stands still.

import { setTimeout as wait } from 'node:timers/promises';
import { Line } from '../phone.mjs';
import { sizeOf } from '../pixels.mjs';

/** Opens the line `times` times, each time anew; with `others` somebody watches already. */
export async function openings(pass, times, others) {
  const watching = others ? await Line.ready(pass) : null;
  const took = [];
  for (let time = 0; time < times; time += 1) {
    const line = Line.open(pass);
    const frame = await line.frameAfter(0);
    took.push(frame.at - line.opening);
    await line.close();
  }
  await watching?.close();
  return took;
}

/** The newest picture of the page as it stands. */
export async function frameSize(pass) {
  const line = await Line.ready(pass);
  const { jpeg, ...frame } = line.frames.at(-1);
  await line.close();
  return { size: sizeOf({ jpeg, ...frame }), bytes: jpeg.length };
}

/** Bytes of pictures in `seconds` on a page that nobody touches. */
export async function bytesWhileStill(pass, seconds) {
  const line = await Line.ready(pass);
  const before = line.frames.length;
  await wait(seconds * 1000);
  const bytes = line.frames.slice(before).reduce((sum, frame) => sum + frame.jpeg.length, 0);
  await line.close();
  return bytes;
}
