// Runs Baton and the peer in turn, many pairs, and prints the medians and their ratios.

import { launch, book } from './peer.mjs';
import { Clinic, Service, median, openDay, table } from '../stage.mjs';

const PAIRS = Number(process.env.PAIRS ?? 24);
const lead = { firstName: 'John', lastName: 'Smith', phone: '+14407031022', email: 'john@example.com' };

const clinic = await Clinic.start();
const services = [
  { name: 'Baton', service: await Service.start({}) },
  { name: 'Baton, no warm spare', service: await Service.start({ BATON_WARM_SPARE: 'false' }) },
];
const browser = await launch();
const booking = {
  url: `${clinic.url}/booking/forever-22?slotDelayMs=0&searchDelayMs=0&processingMs=0`,
  date: openDay(),
  service: 'Botox/Dysport/Xeomin',
  provider: 'Brandi Sesock',
  slot: '2:30 PM',
  lead,
};
const request = { bookingUrl: booking.url, date: booking.date, time: '2:30pm', service: booking.service, provider: booking.provider, lead };

const times = new Map([['Playwright', []], ...services.map(({ name }) => [name, []])]);
try {
  for (let pair = -1; pair < PAIRS; pair += 1) {
    const runs = [['Playwright', () => book(browser, booking)]];
    for (const { name, service } of services) runs.push([name, () => service.book(request)]);
    for (const [name, run] of runs) {
      await clinic.reset();
      const took = await run();
      // The first round warms both sides up.
      if (pair >= 0) times.get(name).push(took);
    }
  }
  const peer = median(times.get('Playwright'));
  table(
    ['', 'median ms', 'fastest ms', 'slowest ms', 'ratio'],
    [...times].map(([name, list]) => [name, median(list), Math.min(...list), Math.max(...list), median(list) / peer]),
  );
  console.log(`${PAIRS} rounds, alternating. Targets: 0.40 with the warm spare, 0.55 without.`);
} finally {
  await browser.close();
  for (const { service } of services) await service.stop();
  await clinic.stop();
}
