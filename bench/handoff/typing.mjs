// From a key on the phone to pixels that a person sees changed at the phone's socket.

import { setTimeout as wait } from 'node:timers/promises';
import { differ, looks, onGlass } from '../pixels.mjs';

const CARD = '4111111111111111';

/** What the card number's field holds after each of `keys` keys: written to its end, erased again, and so on. */
function* contents(keys) {
  const there = Array.from(CARD, (_, at) => CARD.slice(0, at + 1));
  const back = there.slice(0, -1).reverse().concat('');
  for (let key = 0; key < keys; key += 1) yield [...there, ...back][key % (2 * CARD.length)];
}

/**
 * Types on every line at once, as quick people do: the next key 120 to 250 ms after the last one's picture.
 * @returns {Promise<number[]>} milliseconds for each key
 */
export async function typeKeys(lines, keys, patience = 2_000) {
  const typed = await Promise.all(lines.map((line) => type(line, keys, patience)));
  // Afterwards: looking into pictures takes seconds in which nobody could type.
  return typed.flatMap(({ frames, sent, box }) => judge(frames, sent, box));
}

async function type(line, keys, patience) {
  const field = line.control('Card number');
  await line.fill('Card number', '');
  await line.still();
  const sent = [];
  for (const content of contents(keys)) {
    const count = line.frames.length;
    sent.push(performance.now());
    line.text(field, content);
    await line.frameAfter(count, patience).catch(() => null);
    await wait(120 + Math.random() * 130);
  }
  await line.still();
  return { frames: line.frames, sent, box: onGlass(line.scene, field) };
}

/** A key's picture is the first after it in which the field looks different than before it. */
function judge(frames, sent, box) {
  const seen = looks(frames, box);
  return sent.map((at, key) => {
    const before = frames.findLast((frame) => frame.at < at);
    const until = sent[key + 1] ?? Infinity;
    const after = frames.find((frame) => frame.at >= at && frame.at < until && differ(seen.get(before), seen.get(frame)));
    return after ? after.at - at : Infinity;
  });
}
