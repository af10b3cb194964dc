// The peer: the poll of the design document, every 2 s, on the very pages that Baton watches. It looks at the address and at the visible text.
// (The document's look for elements finds the practice clinic's hidden confirmation block at once, so it is left out here.)

import { setTimeout as wait } from 'node:timers/promises';

const INTERVAL = 2_000;
const LOOK = `/\\/(confirmation|success|thank-you)/.test(location.pathname)
  || /booking confirmed|appointment scheduled|payment failed|card declined|try again/i.test(document.body.innerText)`;

/** Polls until the page shows an outcome; answers when it was seen. Polls of many pages are spread over the interval. */
export async function pollForOutcome(page, until) {
  await wait(Math.random() * INTERVAL);
  while (!until.aborted) {
    if (await page.value(LOOK)) return performance.timeOrigin + performance.now();
    await wait(INTERVAL);
  }
  return null;
}
