// Takes a Playwright page through the practice clinic's booking up to the visible card fields. It waits for what it needs and for nothing else.

/**
 * @param {import('playwright-core').Page} page
 * @param {{url: string, date: string, service: string, provider: string, slot: string, lead: Record<string, string>}} booking
 */
export async function walk(page, booking) {
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
