// A tap behind sixty moves of a finger: how much later it has its effect than a tap alone. Where the moves end where they began, a tap
// meets the same in every picture; where they have scrolled the page, it waits until Chrome has drawn it there.

import { setTimeout as wait } from 'node:timers/promises';

const MOVES = 60;

/**
 * The phone tells of a tap on a field as `focus`; the hub taps the page's own field.
 * @returns {Promise<{alone: number[], behind: number[], scrolled: number[]}>} milliseconds from a tap on a field to the page's report
 * that it has the focus
 */
export async function taps(line, times) {
  const [alone, behind, scrolled] = [[], [], []];
  for (let time = 0; time < times; time += 1) {
    alone.push(await tap(line, () => {}));
    behind.push(await tap(line, () => scroll(line, (move) => Math.min(move, MOVES - move))));
    scrolled.push(await tap(line, () => scroll(line, (move) => move)));
    scroll(line, (move) => MOVES - move);
  }
  return { alone, behind, scrolled };
}

/** The phone tells where the page has been scrolled to, picture by picture. */
function scroll(line, top) {
  const surface = line.scene.surfaces[0].id;
  for (let move = 1; move <= MOVES; move += 1) {
    line.scrolls = (line.scrolls ?? 0) + 1;
    line.send({ t: 'scroll', surface, to: [0, top(move)], seq: line.scrolls });
  }
}

async function tap(line, move) {
  const other = line.control('Expiry date');
  const field = line.control('CVC');
  line.send({ t: 'focus', control: other.id });
  await line.until(() => line.scene.focused === other.id);
  await line.still(200);
  await wait(Math.random() * 50);
  move();
  const sent = performance.now();
  line.send({ t: 'focus', control: field.id });
  await line.until(() => line.scene.focused === field.id);
  return performance.now() - sent;
}
