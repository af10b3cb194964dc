// What patients are taken to do. Assumptions, not measurements: replace them by what your own history says.

import { exponential, lognormal } from './random.mjs';

/** Share of a day's requests in each hour of the clinic's day: lunch and the evening are the busy ones. */
const HOURS = [0.2, 0.1, 0.1, 0.1, 0.2, 0.5, 1.5, 3, 5, 6, 6.5, 7, 8, 7, 6, 5.5, 5.5, 6, 7.5, 8.5, 7.5, 5, 2.5, 0.8];
const TOTAL = HOURS.reduce((sum, share) => sum + share, 0);

/** Never open the link, in share. */
const NEVER_OPEN = 0.2;
/** Of those who do, so many are refused at the first card, and so many of those give up. */
const [REFUSED, GIVE_UP] = [0.08, 0.35];
/** Of those whose booking came to nothing, so many ask for another. */
const COME_BACK = 0.3;
/** Seconds. A session lives at most so long, and a patient who does nothing has abandoned it. */
export const [LIFE, IDLE] = [900, 600];

/** When requests come, in seconds from midnight, `count` of them on average. */
export function* arrivals(random, count) {
  const busiest = (Math.max(...HOURS) / TOTAL) * (count / 3600);
  for (let at = exponential(random, busiest); at < 86_400; at += exponential(random, busiest)) {
    if (random() < HOURS[Math.floor(at / 3600)] / Math.max(...HOURS)) yield at;
  }
}

/** What a patient does with a page that is ready: how long it stays open, how long of that a phone shows it, whether they come again. */
export function visit(random) {
  const sms = Math.min(lognormal(random, 6, 1), 300);
  if (random() < NEVER_OPEN) return { open: IDLE, viewed: 0, again: random() < COME_BACK };
  const thinking = lognormal(random, 75, 1.1);
  if (sms + thinking > IDLE) return { open: IDLE, viewed: 0, again: random() < COME_BACK };
  let viewed = lognormal(random, 80, 0.6);
  let paid = true;
  if (random() < REFUSED) {
    paid = random() >= GIVE_UP;
    viewed += paid ? lognormal(random, 60, 0.6) : 120;
  }
  return { open: Math.min(sms + thinking + viewed, LIFE), viewed, again: !paid && random() < COME_BACK };
}
