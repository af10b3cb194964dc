// What Chrome alone takes from a key to its picture, without a service, a phone or a line between: no handoff on this machine can be faster.

import { setTimeout as wait } from 'node:timers/promises';
import { launch } from '../flow/peer.mjs';
import { booking } from '../stage.mjs';
import { walk } from '../walk.mjs';

const DIGIT = { key: '1', text: '1', code: 'Digit1', windowsVirtualKeyCode: 49 };
const BACKSPACE = { key: 'Backspace', code: 'Backspace', windowsVirtualKeyCode: 8 };
const DIGITS = 16;
const PATIENCE = 2_000;

/**
 * Types into the card number of the payment page as the other measurements do, written to its end and erased again.
 * @returns {Promise<number[]>} milliseconds for each key, from Chrome being told of it to the next picture of its screencast
 */
export async function bareKeys(clinic, keys) {
  const browser = await launch();
  try {
    const context = await browser.newContext({ viewport: null, hasTouch: true });
    const page = await context.newPage();
    const cdp = await context.newCDPSession(page);
    // A scale that is emulated would be drawn blurred: the browser itself has it.
    await cdp.send('Emulation.setDeviceMetricsOverride', { width: 390, height: 844, deviceScaleFactor: 0, mobile: true });
    await walk(page, booking(clinic, 'bare'));
    await page.locator('iframe[title="Secure card payment"]:visible').contentFrame().getByLabel('Card number').click();
    return await type(await Film.start(cdp), keys);
  } finally {
    await browser.close();
  }
}

async function type(film, keys) {
  const times = [];
  for (let key = 0; key < keys; key += 1) {
    const sent = performance.now();
    times.push((await film.after(key % (2 * DIGITS) < DIGITS ? DIGIT : BACKSPACE)) - sent);
    await wait(120 + Math.random() * 130);
  }
  return times;
}

/** The page's screencast, each frame acknowledged at once. */
class Film {
  static async start(cdp) {
    const film = new Film();
    film.cdp = cdp;
    film.frames = 0;
    film.next = () => {};
    cdp.on('Page.screencastFrame', ({ sessionId }) => {
      film.frames += 1;
      film.next(performance.now());
      cdp.send('Page.screencastFrameAck', { sessionId });
    });
    await cdp.send('Page.startScreencast', { format: 'jpeg', quality: 60, maxWidth: 780, maxHeight: 1688 });
    for (let seen = -1; seen !== film.frames; await wait(400)) seen = film.frames;
    return film;
  }

  /** Presses a key; resolves with when the next frame came, or with Infinity when none did. */
  after(key) {
    const frame = new Promise((done) => (this.next = done));
    this.cdp.send('Input.dispatchKeyEvent', { type: 'keyDown', ...key });
    this.cdp.send('Input.dispatchKeyEvent', { type: 'keyUp', ...key, text: undefined });
    return Promise.race([frame, wait(PATIENCE, Infinity)]);
  }
}
