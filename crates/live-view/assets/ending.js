// The last page: what came of it and what to do next.

import { fact } from './lobby.js';
import { language, part, say } from './words.js';

/** @param {{name: string, advice?: string, message?: string}} phase @param {{link?: string, onBack?: () => void}} ways */
export function showEnding(phase, ways = {}) {
  const page = part('ending');
  page.replaceChildren(...(phase.name === 'booked' ? booked(phase, ways) : lastWords(phase)));
  part('live').hidden = true;
  part('lobby').hidden = true;
  page.hidden = false;
  document.title = page.querySelector('h1').textContent;
  page.focus({ preventScroll: true });
}

export function hideEnding() {
  part('ending').hidden = true;
  part('live').hidden = false;
}

function booked(phase, { link, onBack }) {
  const lines = [['number', 'big'], ['time'], ['service'], ['provider']].filter(([name]) => phase[name]);
  const facts = element('dl', 'facts');
  facts.append(...lines.map(([name, look]) => fact(say(name === 'time' ? 'when' : name), phase[name], look)));
  const calendar = element('a', 'primary', say('calendar'));
  calendar.href = `/h/${link}/appointment.ics?lang=${language}`;
  const back = element('button', 'quiet', say('seePage'));
  back.addEventListener('click', onBack);
  const parts = [element('div', 'mark good'), element('h1', '', say('bookedTitle')), element('p', 'lead', say('bookedLead')), facts];
  if (phase.startsAt && link) parts.push(calendar);
  if (onBack) parts.push(back);
  return parts;
}

function lastWords(phase) {
  const [title, lead] = wordsFor(phase);
  return [element('div', 'mark stop'), element('h1', '', title), element('p', 'lead', lead)];
}

function wordsFor({ name, advice, message }) {
  switch (name) {
    case 'expired': return [say('expiredTitle'), say('expiredLead')];
    case 'cancelled': return [say('cancelledTitle'), say('cancelledLead')];
    case 'taken_over': return [say('takenOverTitle'), say('takenOverLead')];
    case 'no_cookies': return [say('noCookiesTitle'), say('noCookiesLead')];
    case 'stopped': return [say('stoppedTitle'), say('stoppedLead')];
    case 'failed': {
      const title = advice === 'choose_another_time' ? say('takenTitle') : say('failedTitle');
      return [title, [message, say(`advice_${advice}`)].filter(Boolean).join(' ')];
    }
    default: return [say('goneTitle'), say('goneLead')];
  }
}

function element(tag, className, text = '') {
  return Object.assign(document.createElement(tag), { className, textContent: text });
}
