// What lies in the way on real sites: cookie banners, newsletters, add-ons, praise that sounds like an outcome.
import { h, pause } from './dom.js';

const NEWSLETTER_AFTER = 1200;

/** @param {any} wizard */
export function placeObstacles(wizard) {
  const { scenario } = wizard;
  if (scenario.testimonial) document.querySelector('main').append(testimonial(wizard));
  if (scenario.wide) document.querySelector('main').prepend(strip(wizard));
  if (scenario.cookieBanner && !document.cookie.includes('cookies-seen=1')) document.body.append(cookieBanner(wizard));
  if (scenario.newsletter) openNewsletter(wizard);
  if (scenario.fingersOnly) hearFingersAlone();
}

/** As pages do that listen for touches and know nothing of clicks. */
function hearFingersAlone() {
  addEventListener('click', (event) => {
    if (event.pointerType !== 'mouse') return;
    event.stopImmediatePropagation();
    event.preventDefault();
  }, true);
}

function testimonial({ texts }) {
  return h('figure', { class: 'testimonial' }, h('blockquote', {}, texts.testimonial),
    h('figcaption', {}, texts.testimonialBy));
}

function strip({ texts }) {
  return h('p', { class: 'strip' }, texts.strip);
}

function cookieBanner({ texts }) {
  const seen = () => {
    document.cookie = 'cookies-seen=1; path=/; SameSite=Lax';
    banner.remove();
  };
  const banner = h('div', { class: 'cookies', role: 'dialog', 'aria-label': 'Cookies' },
    h('p', {}, texts.cookies),
    h('div', { class: 'cookies-buttons' },
      h('button', { type: 'button', class: 'button button-quiet', onclick: seen }, texts.rejectCookies),
      h('button', { type: 'button', class: 'button button-primary', onclick: seen }, texts.acceptCookies)));
  return banner;
}

async function openNewsletter(wizard) {
  const { texts } = wizard;
  await pause(NEWSLETTER_AFTER);
  await ask(wizard, texts.newsletterTitle, texts.newsletterHint, texts.subscribe);
}

/** Resolves when the patient has taken or refused the add-on; it changes nothing about the booking. */
export async function offerUpsell(wizard) {
  const { texts } = wizard;
  await ask(wizard, texts.upsellTitle, texts.upsellHint, texts.upsellAdd);
}

function ask({ texts }, title, hint, yes) {
  return new Promise((resolve) => {
    const close = () => {
      shade.remove();
      resolve();
    };
    const button = (kind, text) => h('button', { type: 'button', class: `button ${kind} button-wide`, onclick: close }, text);
    const shade = h('div', { class: 'shade shade-centre' },
      h('div', { class: 'dialog', role: 'dialog', 'aria-modal': 'true', 'aria-label': title },
        h('button', { type: 'button', class: 'close dialog-close', 'aria-label': texts.close, onclick: close }, '×'),
        h('h2', { class: 'panel-title' }, title), h('p', { class: 'muted' }, hint),
        button('button-primary', yes), button('button-quiet', texts.noThanks)));
    document.body.append(shade);
  });
}
