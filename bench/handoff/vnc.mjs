// Option C of the design document: TigerVNC with a headful Chromium on the same page. The page is driven there by Playwright.

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { browserOf, megabytes, tree } from '../processes.mjs';
import { freePort } from '../stage.mjs';
import { walk } from '../walk.mjs';
import { Rfb } from './rfb.mjs';

const SIZE = { width: 780, height: 1688 };
const SCREEN = { x: 0, y: 0, ...SIZE };
const BACKSPACE = 0xff08;

export const isInstalled = () => spawnSync('Xvnc', ['-version']).error === undefined;

export class Vnc {
  /** A screen of a phone's size at 2x, and on it a Chromium with the payment page. */
  static async start(booking) {
    const vnc = new Vnc();
    vnc.port = await freePort();
    const args = ['-geometry', `${SIZE.width}x${SIZE.height}`, '-depth', '24', '-SecurityTypes', 'None', '-localhost', '-rfbport', String(vnc.port)];
    vnc.server = spawn('Xvnc', [...args, '-displayfd', '3'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
    const [display] = await once(vnc.server.stdio[3], 'data');
    vnc.profile = mkdtempSync(join(tmpdir(), 'vnc-'));
    vnc.context = await chromium.launchPersistentContext(vnc.profile, {
      executablePath: process.env.BATON_CHROME ?? '/usr/bin/chromium',
      headless: false,
      viewport: null,
      env: { ...process.env, DISPLAY: `:${String(display).trim()}` },
      args: ['--no-sandbox', '--disable-gpu', '--kiosk', '--window-position=0,0', '--window-size=390,844', '--force-device-scale-factor=2'],
    });
    vnc.page = vnc.context.pages()[0] ?? (await vnc.context.newPage());
    await walk(vnc.page, booking);
    vnc.rfb = await Rfb.connect(vnc.port);
    return vnc;
  }

  get card() {
    return this.page.locator('iframe[title="Secure card payment"]:visible').contentFrame().getByLabel('Card number');
  }

  /** Bytes of the whole picture, as a viewer gets it first. */
  async firstFrame() {
    this.rfb.follow();
    const count = await this.rest();
    this.rfb.ask(false);
    return (await this.rfb.changed(SCREEN, count, 10_000)).bytes;
  }

  /** Returns once nothing has changed for a while; how many updates there were by then. */
  async rest() {
    let count = this.rfb.updates.length;
    while (await this.rfb.changed(SCREEN, count, 2_000)) count = this.rfb.updates.length;
    return count;
  }

  /** From a key to an update of the field; the server sends only what really changed. */
  async typeKeys(keys) {
    const box = await this.boxOnScreen();
    // A blinking caret would pass for the answer to a key.
    await this.card.evaluate((field) => (field.style.caretColor = 'transparent'));
    this.rfb.click(Math.round(box.x + box.width / 2), Math.round(box.y + box.height / 2));
    await this.rest();
    const took = [];
    for (let key = 0; key < keys; key += 1) {
      const count = this.rfb.updates.length;
      const sent = performance.now();
      this.rfb.key(key % 32 < 16 ? 0x31 + (key % 9) : BACKSPACE);
      const update = await this.rfb.changed(box, count);
      took.push(update ? update.at - sent : Infinity);
      await wait(120 + Math.random() * 130);
    }
    await this.card.evaluate((field) => (field.style.caretColor = ''));
    return took;
  }

  async boxOnScreen() {
    const box = await this.card.boundingBox();
    const edge = await this.page.evaluate(() => [screenX + (outerWidth - innerWidth) / 2, screenY + outerHeight - innerHeight]);
    return { x: 2 * (box.x + edge[0]), y: 2 * (box.y + edge[1]), width: 2 * box.width, height: 2 * box.height };
  }

  async bytesWhileStill(seconds, atRest) {
    if (atRest) await this.rest();
    const before = this.rfb.bytes;
    await wait(seconds * 1000);
    return this.rfb.bytes - before;
  }

  megabytes() {
    const browser = browserOf(tree(process.pid), this.profile);
    return megabytes([...tree(this.server.pid), ...tree(browser)]);
  }

  async stop() {
    this.rfb?.close();
    await this.context?.close();
    this.server.kill('SIGTERM');
    await once(this.server, 'exit');
    rmSync(this.profile, { recursive: true, force: true });
  }
}
