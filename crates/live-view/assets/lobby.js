// The first page: says what waits here and asks for one tap. Only that tap spends the link.

import { part, say } from './words.js';

/**
 * @param {string} link the public half of the link
 * @param {() => void} onClaimed
 */
export async function showLobby(link, onClaimed) {
  const secret = location.hash.slice(1);
  part('lobby-title').textContent = say('lobbyTitle');
  part('lobby-lead').textContent = say('lobbyLead');
  part('lobby-note').textContent = say('onlyYou');
  const go = part('lobby-go');
  go.textContent = say('continue');
  go.addEventListener('click', (event) => event.isTrusted && claim(link, secret, false, onClaimed));
  if (!secret) complain('badLink');
  // Shown in one piece, so that nothing moves away under the finger; but a slow line does not hold the button back for long.
  const enough = new Promise((done) => setTimeout(done, 1500));
  if (secret) await Promise.race([showSummary(link, secret).catch(() => {}), enough]);
  part('lobby').hidden = false;
}

async function showSummary(link, secret) {
  const answer = await ask(link, 'summary', { secret });
  if (!answer?.ok) return;
  const summary = await answer.json();
  const leads = { review: 'lobbyLeadReview', verification_code: 'lobbyLeadCode', captcha: 'lobbyLeadCode' };
  part('lobby-lead').textContent = say(leads[summary.reason] ?? 'lobbyLead');
  const facts = ['clinic', 'service', 'provider', 'when', 'deposit'].filter((name) => summary[name]);
  part('lobby-facts').replaceChildren(...facts.map((name) => fact(say(name), inWords(name, summary[name]))));
}

/** Date, time and money the way the phone's language writes them. The time is the clinic's wall time, so no zone is applied. */
function inWords(name, value) {
  if (name === 'when') {
    const at = new Date(value);
    const form = { dateStyle: 'full', timeStyle: 'short' };
    return Number.isNaN(at.getTime()) ? value : new Intl.DateTimeFormat(navigator.language, form).format(at);
  }
  if (name === 'deposit') {
    const [, amount, currency] = /^([\d.]+) ([A-Z]{3})$/.exec(value) ?? [];
    if (!amount) return value;
    return new Intl.NumberFormat(navigator.language, { style: 'currency', currency, currencyDisplay: 'narrowSymbol' }).format(Number(amount));
  }
  return value;
}

/** One line of a list of facts. */
export function fact(name, text, className = '') {
  const line = document.createElement('div');
  line.append(Object.assign(document.createElement('dt'), { textContent: name }));
  line.append(Object.assign(document.createElement('dd'), { textContent: text, className }));
  return line;
}

async function claim(link, secret, takeover, onClaimed) {
  const go = part('lobby-go');
  go.disabled = true;
  go.textContent = say('opening');
  const answer = await ask(link, 'claim', { secret, takeover });
  go.disabled = false;
  go.textContent = say(takeover ? 'takeOver' : 'continue');
  if (answer?.ok) return enter(onClaimed);
  if (answer?.status === 409) return offerTakeover(link, secret, onClaimed);
  if (answer?.status === 410) return location.reload();
  // A service that is busy or just starting says nothing about the link.
  complain(!answer || answer.status >= 429 ? 'offline' : 'badLink');
}

function enter(onClaimed) {
  part('lobby').hidden = true;
  onClaimed();
}

function offerTakeover(link, secret, onClaimed) {
  part('lobby-title').textContent = say('elsewhereTitle');
  part('lobby-lead').textContent = say('elsewhereLead');
  part('lobby').querySelector('.mark').classList.add('stop');
  part('lobby-facts').replaceChildren();
  part('lobby-note').textContent = '';
  const old = part('lobby-go');
  const go = old.cloneNode();
  go.textContent = say('takeOver');
  go.addEventListener('click', (event) => event.isTrusted && claim(link, secret, true, onClaimed));
  old.replaceWith(go);
}

/** Asks the service; nothing when it cannot be reached. The header cannot be sent from another site. */
async function ask(link, what, body) {
  const headers = { 'content-type': 'application/json', 'x-baton-tap': '1' };
  try {
    return await fetch(`/h/${link}/${what}`, { method: 'POST', headers, body: JSON.stringify(body) });
  } catch {
    return null;
  }
}

function complain(why) {
  const note = part('lobby-note');
  note.textContent = say(why);
  note.classList.add('bad');
}
