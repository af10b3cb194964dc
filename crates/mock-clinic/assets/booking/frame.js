// Everything around the step: header, payment-plan banner, progress line, "Your appointment", footer.
import { h, region } from './dom.js';
import { stagesOf } from './steps.js';

/**
 * @param {any} wizard
 * @param {{node: HTMLElement, refresh: () => void}} view the current step
 * @param {HTMLElement} confirmation hidden until the end, but in the page from the start
 * @param {{bare: boolean}} options bare: only the wizard, for the page that shows it in a frame
 */
export function drawFrame(wizard, view, confirmation, { bare }) {
  const { boot, texts } = wizard;
  const progress = region(() => drawProgress(wizard));
  const aside = region(() => drawAppointment(wizard));
  const main = h('main', { class: 'layout' }, progress.node, h('div', { class: 'columns' }, view.node, aside.node));
  const node = h('div', { class: bare ? 'page page-bare' : 'page' },
    !bare && drawHeader(boot, texts), main, confirmation, preloadedCardForm(boot),
    !bare && drawFooter(boot, texts));
  const refresh = () => [progress, view, aside].forEach((part) => part.refresh());
  wizard.appointmentChanged = () => aside.refresh();
  return { node, refresh };
}

/** The booking page of a clinic that shows its wizard in an iframe. @param {import('./types.js').Boot} boot */
export function drawWizardFrame(boot) {
  const url = new URL(location.href);
  url.searchParams.set('framed', '1');
  const frame = h('iframe', { class: 'wizard-frame', src: url.href, title: 'Online booking' });
  addEventListener('message', ({ data, source }) => {
    if (source === frame.contentWindow && data?.type === 'height') frame.style.height = `${data.height}px`;
  });
  const texts = { cherry: 'We offer Cherry payment plans', cherryMore: '', timezone: (zone) => zone, footer: '' };
  return h('div', { class: 'page' }, drawHeader(boot, texts), frame, drawFooter(boot, texts));
}

function drawHeader({ clinic }, texts) {
  const initials = clinic.name.split(' ').map((word) => word[0]).join('').slice(0, 2);
  return h('header', { class: 'header' },
    h('div', { class: 'header-inner' },
      h('span', { class: 'logo', 'aria-hidden': 'true' }, initials),
      h('div', {},
        h('p', { class: 'clinic-name' }, clinic.name),
        h('p', { class: 'clinic-address' }, clinic.address))),
    h('div', { class: 'cherry' }, h('strong', {}, texts.cherry), h('span', {}, texts.cherryMore)));
}

function drawProgress(wizard) {
  const stages = stagesOf(wizard);
  const current = stages.indexOf(wizard.step.stage);
  const entry = (stage, index) =>
    h('li', {
      class: `stage${index < current ? ' stage-done' : ''}${index === current ? ' stage-current' : ''}`,
      'aria-current': index === current ? 'step' : null,
    }, h('span', { class: 'stage-dot' }, index < current ? '✓' : index + 1), h('span', {}, wizard.texts.steps[stage]));
  return h('ol', { class: 'progress' }, ...stages.map(entry));
}

function drawAppointment(wizard) {
  const { texts, appointment } = wizard;
  if (wizard.stepId === 'review') return h('aside', { hidden: true });
  const line = (text, muted) => text && h('p', { class: muted ? 'aside-line muted' : 'aside-line' }, text);
  return h('aside', { class: 'aside' },
    h('h2', { class: 'aside-title' }, texts.yourAppointment),
    line(appointment.service ?? texts.nothingYet, !appointment.service),
    line(appointment.provider, true),
    line(appointment.date && wizard.dateText(appointment.date)),
    line(appointment.time && wizard.timeText(appointment.time)));
}

function drawFooter({ clinic }, texts) {
  return h('footer', { class: 'footer' },
    h('p', {}, texts.timezone(clinic.timezone)),
    h('p', {}, `${clinic.name} · ${clinic.address} · ${clinic.phone} · ${clinic.email}`),
    h('p', {}, texts.footer));
}

/** The processor's form is loaded early and hidden, as on the real page: only a visible one means payment. */
function preloadedCardForm({ cardOrigin }) {
  return h('iframe', {
    src: `${cardOrigin}/card/form?field=all`, title: 'Secure card payment', tabindex: '-1',
    'aria-hidden': 'true', style: 'display: none',
  });
}
