// Numbers that look like chance and are the same for the same seed.

/** Mulberry32: a new number in [0, 1) at every call. */
export function generator(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The wait for the next of events that come by chance, `rate` a second. */
export const exponential = (random, rate) => -Math.log(1 - random()) / rate;

/** How people take their time: most about the median, some very much longer. `spread` is that of the logarithm. */
export function lognormal(random, median, spread) {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return median * Math.exp(spread * normal);
}
