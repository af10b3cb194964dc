// The peer: a well-tuned Playwright script that takes a booking to the payment step. It waits for what it needs and for nothing else.

import { chromium } from 'playwright-core';

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
    const next = () => page.getByRole('button', { name: 'Next step' }).click();
    await page.goto(booking.url, { waitUntil: 'commit' });
    await page.getByRole('searchbox').or(page.getByPlaceholder('Search for a service')).first().fill(booking.service);
    await page.getByText(booking.service, { exact: true }).first().click();
    await page.getByRole('radio', { name: booking.provider }).check();
    await page.getByRole('button', { name: 'Confirm selection' }).click();
    await next();
    await chooseDay(page, booking.date);
    await page.getByText(booking.slot, { exact: true }).click();
    await next();
    await page.getByLabel(/phone/i).fill(booking.lead.phone);
    await next();
    await page.getByLabel(/first name/i).fill(booking.lead.firstName);
    await page.getByLabel(/last name/i).fill(booking.lead.lastName);
    await page.getByLabel(/e-?mail/i).fill(booking.lead.email);
    await next();
    await page.getByRole('button', { name: 'Continue to payment' }).click();
    await page.locator('iframe[title="Secure card payment"]:visible').contentFrame().getByLabel('Card number').waitFor();
    return performance.now() - begun;
  } finally {
    await context.close();
  }
}

async function chooseDay(page, date) {
  const [year, month, day] = date.split('-').map(Number);
  const wanted = new Date(Date.UTC(year, month - 1, 1))
    .toLocaleDateString('en-US', { month: 'long', year: 'numeric', timeZone: 'UTC' });
  const grid = page.getByRole('grid');
  await grid.waitFor();
  while (!(await page.getByText(wanted, { exact: true }).isVisible())) {
    await page.getByRole('button', { name: /next month/i }).click();
  }
  await grid.getByRole('gridcell').filter({ hasText: new RegExp(`^${day}$`) }).first().click();
}
