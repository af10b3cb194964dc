// A tap behind sixty moves of a finger: how much later it has its effect than a tap alone.

import { setTimeout as wait } from 'node:timers/promises';

const MOVES = 60;

/**
 * The phone tells of a tap on a field as `focus`; the hub taps the page's own field.
 * @returns {Promise<{alone: number[], behind: number[]}>} milliseconds from a tap on a field to the page's report that it has the focus
 */
export async function taps(line, times) {
  const [alone, behind] = [[], []];
  for (let time = 0; time < times; time += 1) {
    alone.push(await tap(line, () => {}));
    behind.push(await tap(line, () => scrollToAndFro(line)));
  }
  return { alone, behind };
}

/** The phone tells where a surface has been scrolled to, picture by picture; at the end it is where it was. */
function scrollToAndFro(line) {
  const surface = line.scene.surfaces[0].id;
  for (let move = 1; move <= MOVES; move += 1) {
    const to = [0, Math.min(move, MOVES - move)];
    line.scrolls = (line.scrolls ?? 0) + 1;
    line.send({ t: 'scroll', surface, to, seq: line.scrolls });
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
