// The peer: a well-tuned Playwright script that takes a booking to the payment step. It waits for what it needs and for nothing else.

import { chromium } from 'playwright-core';
import { walk } from '../walk.mjs';

/** Launches the same Chromium that Baton drives, with the switches that Baton gives it where they matter for speed. */
export function launch() {
  return chromium.launch({
    executablePath: process.env.BATON_CHROME ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync', '--force-device-scale-factor=2'],
  });
}

/**
 * One booking up to the visible card fields.
 * @param {import('playwright-core').Browser} browser
 * @param {{url: string, date: string, service: string, provider: string, slot: string, lead: Record<string, string>}} booking
 * @returns {Promise<number>} milliseconds, from before the context is made
 */
export async function book(browser, booking) {
  const begun = performance.now();
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
  try {
    const page = await context.newPage();
    await walk(page, booking);
    return performance.now() - begun;
  } finally {
    await context.close();
  }
}
