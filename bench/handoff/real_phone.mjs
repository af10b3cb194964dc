// A phone with a screen: the handoff page in a Chromium of its own. Measures what happens on the phone itself.

import { chromium } from 'playwright-core';
import { setTimeout as wait } from 'node:timers/promises';
import { Inside } from '../inside.mjs';
import { Narrow } from './narrow.mjs';

const PLAIN = { bytesPerSecond: Infinity, oneWay: 0, loss: 0 };

export class RealPhone {
  /** Opens the link and taps "Continue", through a proxy that can cut the line. */
  static async open(service, handoffUrl) {
    const phone = new RealPhone();
    phone.proxy = await Narrow.start(service.url, PLAIN);
    const executablePath = process.env.BATON_CHROME ?? '/usr/bin/chromium';
    phone.browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
    const context = await phone.browser.newContext({ viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true });
    phone.page = await context.newPage();
    await phone.page.addInitScript(noteWhatIsPainted);
    await phone.page.goto(handoffUrl.replace(service.url, phone.proxy.url));
    await phone.page.getByRole('button', { name: 'Continue' }).click();
    phone.card = phone.page.getByRole('textbox', { name: 'Card number' });
    await phone.card.waitFor();
    return phone;
  }

  async close() {
    await this.browser.close();
    this.proxy.stop();
  }
}

/** Runs in the phone's page. A frame is acknowledged once it is on the canvas. */
function noteWhatIsPainted() {
  globalThis.acknowledged = [];
  const { send } = WebSocket.prototype;
  WebSocket.prototype.send = function (data) {
    if (typeof data === 'string' && data.includes('"ack"')) globalThis.acknowledged.push(Date.now());
    return send.call(this, data);
  };
}

/** Runs in the phone's page. A key is echoed once the first picture that begins after its character has come is on the glass. */
function noteEchoes() {
  globalThis.echoes = [];
  let pressed = 0;
  addEventListener('keydown', (event) => (pressed = event.timeStamp), { capture: true });
  addEventListener('beforeinput', ({ target }) => {
    const [key, before] = [pressed, target.value];
    requestAnimationFrame(() => {
      // Posted behind the picture that this animation frame makes.
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => globalThis.echoes.push({ took: performance.now() - key, shown: target.value !== before });
      port2.postMessage(null);
    });
  }, { capture: true });
}

/** From the key's event to the picture with it, on the phone alone; the next key 120 to 250 ms after the last one, as quick people type. */
export async function echoes(phone, keys) {
  return echoesIn(phone.page, phone.card, keys);
}

/** The same in a field on a page with nothing else: what this machine's pictures allow. */
export async function bareEchoes(phone, keys) {
  const page = await phone.page.context().newPage();
  await page.setContent('<meta name="viewport" content="width=device-width"><input aria-label="Card number">');
  const took = await echoesIn(page, page.getByRole('textbox'), keys);
  await page.close();
  await phone.page.bringToFront();
  return took;
}

async function echoesIn(page, field, keys) {
  await page.bringToFront();
  await field.fill('');
  await field.focus();
  await page.evaluate(noteEchoes);
  for (let key = 0; key < keys; key += 1) {
    await page.keyboard.press(key % 32 < 16 ? String(key % 10) : 'Backspace');
    await wait(120 + Math.random() * 130);
  }
  const noted = await page.evaluate(() => globalThis.echoes);
  return { took: noted.map(({ took }) => took), late: noted.filter(({ shown }) => !shown).length };
}

/**
 * Cuts the phone's line `times` times, just after a key, and waits for the next picture on its glass.
 * @returns {Promise<{took: number[], kept: number}>} and how often the page held exactly what was typed
 */
export async function resumes(phone, service, slug, times) {
  const inside = await Inside.of(service.child.pid);
  const card = await fieldInside(inside, slug);
  const took = [];
  let kept = 0;
  for (let time = 0; time < times; time += 1) {
    const typed = String(4_000_000_000_000_000 + time * 7_919);
    await phone.card.fill(typed.slice(0, -1));
    await phone.card.focus();
    await phone.page.keyboard.press(typed.at(-1));
    const cut = Date.now();
    phone.proxy.cut();
    took.push(await phone.page.evaluate(nextPicture, cut) - cut);
    if (await card.becomes(typed)) kept += 1;
  }
  inside.close();
  return { took, kept };
}

/** Runs in the phone's page. */
function nextPicture(after) {
  return new Promise((resolve) => {
    const look = () => {
      const at = globalThis.acknowledged.find((acknowledged) => acknowledged > after);
      if (at) resolve(at);
      else setTimeout(look, 5);
    };
    look();
  });
}

/** The clinic's own card field, looked at in Baton's Chrome. The page keeps another card form, hidden, which has no group. */
async function fieldInside(inside, slug) {
  const frame = await (await inside.page(`/booking/${slug}`)).foreignFrame('group=');
  const digits = `document.getElementById('card-number').value.replace(/\\D/g, '')`;
  return {
    async becomes(text) {
      for (let tries = 0; tries < 60; tries += 1) {
        if ((await frame.value(digits)) === text) return true;
        await wait(50);
      }
      return false;
    },
  };
}
