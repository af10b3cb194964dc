// Every page that somebody meets, looked at by axe-core while it is really in use: the handoff at each of its moments in two languages,
// the operators' and engineers' pages, the practice clinic. Fails when anything serious is found.

import { Clinic, Service, load, openDay, table } from '../stage.mjs';
import { Findings, Phone, launch } from './phone.mjs';

const WORDS = {
  'en-US': {
    slug: 'lakeview-aesthetics',
    go: 'Continue', turn: 'Your turn', elsewhere: 'Already open on another device', takeOver: 'Go on here', taken: 'Continued on another device',
    checking: 'Checking with the clinic', booked: 'You’re booked', cancelled: 'This booking was cancelled', gone: 'This link no longer works', still: 'Are you still there?',
  },
  'es-ES': {
    slug: 'clinica-lakeview',
    go: 'Continuar', turn: 'Su turno', elsewhere: 'Ya está abierta en otro dispositivo', takeOver: 'Seguir aquí', taken: 'Continúa en otro dispositivo',
    checking: 'Comprobando con la clínica', booked: 'Cita reservada', cancelled: 'Esta reserva se canceló', gone: 'Este enlace ya no funciona', still: '¿Sigue ahí?',
  },
};
const [APPROVED, DECLINED] = ['4111111111111111', '4000000000000002'];

const findings = new Findings();
const clinic = await Clinic.start();
const service = await Service.start({ BATON_MONITOR_TIMEOUT: '5m' });
const hasty = await Service.start({ BATON_MONITOR_TIMEOUT: '62s', BATON_SESSION_TTL: '90s' });
const browser = await launch();
try {
  for (const locale of process.env.LOCALES?.split(' ') ?? Object.keys(WORDS)) await handoff(locale);
  await operators();
  await places();
} finally {
  await browser.close();
  await Promise.all([service.stop(), hasty.stop(), clinic.stop()]);
}

const rows = findings.list.map(({ where, impact, rule, at }) => [where, impact ?? '-', rule, at.slice(0, 90)]);
if (rows.length) table(['page', 'impact', 'rule', 'element'], rows);
console.log(`axe-core: ${findings.grave.length} serious findings and ${rows.length - findings.grave.length} lesser ones on ${findings.pages} pages; ${load()}`);
process.exitCode = findings.grave.length ? 1 : 0;

/** A booking that waits for its patient; every `slug` has slots of its own. */
async function prepared(by, slug, switches = '') {
  const session = await by.prepare({
    bookingUrl: `${clinic.url}/booking/${slug}?slotDelayMs=0&searchDelayMs=0&processingMs=2500${switches}`,
    date: openDay(), service: 'Botox/Dysport/Xeomin', provider: 'Brandi Sesock', time: '2:30 PM',
    lead: { firstName: 'John', lastName: 'Smith', phone: '+14407031022', email: 'john@example.com' },
  });
  return { session, link: await by.link(session) };
}

/** The whole payment, found by roles and names alone. */
async function handoff(locale) {
  const words = WORDS[locale];
  const pictures = locale === 'en-US' ? process.env.PICTURES : undefined;
  const hands = { browser, locale, findings, pictures };
  const { link } = await prepared(service, words.slug, '&threeDs=popup');
  const phone = await Phone.open(hands, link);
  await phone.page.getByRole('button', { name: words.go }).waitFor();
  await phone.moment('1-first-page');
  await phone.press(words.go);
  await phone.page.getByRole('textbox', { name: 'Card number' }).waitFor();
  await phone.moment('2-your-turn');
  await pay(phone, DECLINED);
  await phone.sees(words.checking);
  await phone.moment('4-checking');
  await phone.page.locator('#toast.refused').waitFor();
  await phone.moment('6-refused');
  await other(hands, link, phone, words);
  await ends(hands, words);
}

async function pay(phone, card) {
  await phone.fill(/^Expir/, '1234');
  if (!phone.isSecond) await phone.moment('3-typing');
  await phone.fill('Card number', card);
  await phone.fill('CVC', '123');
  await phone.press('Book Appointment');
}

/** A second device is refused, takes over on purpose, and pays. */
async function other(hands, link, first, words) {
  const phone = await Phone.open(hands, link);
  await phone.press(words.go);
  await phone.sees(words.elsewhere);
  await phone.moment('7-other-device');
  await phone.press(words.takeOver);
  await first.sees(words.taken);
  await first.moment('8-taken-over');
  await first.close();
  phone.isSecond = true;
  for (const name of ['Card number', /^Expir/, 'CVC']) await phone.empty(name);
  await pay(phone, APPROVED);
  await phone.try(() => phone.page.getByRole('button', { name: 'Approve' }).waitFor());
  await phone.moment('5-bank');
  await phone.press('Approve');
  await phone.sees(words.booked);
  await phone.moment('9-booked');
  await phone.close();
}

async function ends(hands, words) {
  const cancelled = await prepared(service, `${words.slug}-two`);
  const phone = await Phone.open(hands, cancelled.link);
  await phone.press(words.go);
  await phone.sees(words.turn);
  await service.cancel(cancelled.session);
  await phone.sees(words.cancelled);
  await phone.moment('11-cancelled');
  await phone.page.goto(`${service.url}/h/AAAAAAAAAA`);
  await phone.sees(words.gone);
  await phone.moment('12-no-longer-works');
  await phone.close();
  const idle = await prepared(hasty, `${words.slug}-three`);
  const slow = await Phone.open(hands, idle.link);
  await slow.press(words.go);
  await slow.sees(words.still);
  await slow.moment('10-still-there');
  await slow.close();
}

async function operators() {
  const page = await (await browser.newContext()).newPage();
  const { session } = await prepared(service, 'operators');
  for (const path of ['/', '/dashboard', `/dashboard/sessions/${session}`, '/docs']) {
    await page.goto(service.url + path);
    await findings.look(page, path.replace(session, 'ID'));
  }
  await service.cancel(session);
}

async function places() {
  const page = await (await browser.newContext()).newPage();
  for (const path of ['/', '/booking/forever-22', '/demo/booking/forever-22']) {
    await page.goto(clinic.url + path);
    await page.waitForLoadState('networkidle');
    await findings.look(page, `clinic ${path}`);
  }
}
