// A patient's phone in the hands of somebody who goes by roles and names, and what axe-core says about what is on its glass.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const GRAVE = new Set(['serious', 'critical']);

export function launch() {
  return chromium.launch({ executablePath: process.env.BATON_CHROME ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
}

/** What axe-core finds on every page that it is shown. */
export class Findings {
  constructor() {
    this.pages = 0;
    /** @type {{where: string, impact: string, rule: string, at: string}[]} */
    this.list = [];
  }

  /** Looks at a page; `where` names it in the report. */
  async look(page, where) {
    this.pages += 1;
    await page.evaluate(AXE);
    const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
    for (const { id, impact, nodes } of violations) this.list.push(...nodes.map(({ target }) => ({ where, impact, rule: id, at: target.join(' ') })));
  }

  get grave() {
    return this.list.filter(({ impact }) => GRAVE.has(impact));
  }
}

export class Phone {
  /** @param {{browser: import('playwright-core').Browser, locale: string, findings: Findings, pictures?: string}} hands */
  static async open({ browser, locale, findings, pictures }, link) {
    const phone = new Phone();
    const context = await browser.newContext({ viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true, locale });
    Object.assign(phone, { context, locale, findings, pictures, page: await context.newPage() });
    await phone.page.goto(link);
    return phone;
  }

  /** Waits for words on the glass. */
  sees(words) {
    return this.try(() => this.page.getByText(words).filter({ visible: true }).first().waitFor());
  }

  press(name, role = 'button') {
    return this.page.getByRole(role, { name }).click();
  }

  async fill(name, text) {
    const field = this.page.getByRole('textbox', { name });
    this.hasCard ||= name === 'Card number';
    await field.tap();
    await field.pressSequentially(text);
  }

  async empty(name) {
    await this.page.getByRole('textbox', { name }).fill('');
  }

  /** A moment worth looking at, and worth a picture. */
  async moment(name) {
    await this.findings.look(this.page, `${name} (${this.locale.slice(0, 2)})`);
    if (!this.pictures) return;
    await this.isDrawn();
    // Not even a number that is only made up for practice.
    const mask = [this.page.getByRole('textbox', { name: /^(Card number|CVC)/ })].filter(() => this.hasCard);
    await this.page.screenshot({ path: `${this.pictures}/${name}.png`, mask, maskColor: '#e4e8e6' });
  }

  /** The clinic's page comes as pictures: taken once they have stopped coming. */
  isDrawn() {
    return this.page.evaluate(() => new Promise((done) => {
      const canvas = document.getElementById('picture');
      let before = '';
      const look = () => {
        const now = canvas?.width ? canvas.toDataURL('image/jpeg', 0.1) : '';
        if (now === before) return done();
        before = now;
        setTimeout(look, 400);
      };
      look();
    }));
  }

  /** Goes through something; should it fail, what is on the glass then is kept beside the pictures. */
  async try(work) {
    try {
      return await work();
    } catch (error) {
      if (process.env.PICTURES) await this.page.screenshot({ path: `${process.env.PICTURES}/failed.png` });
      throw error;
    }
  }

  close() {
    return this.context.close();
  }
}
