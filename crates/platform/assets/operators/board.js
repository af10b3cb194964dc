// Shows leads as the clinic's people see them. The shape of a lead is told in `service/view.rs`. Everything is set as text, never as markup.

/**
 * @typedef {{source: string, text: string, at: string}} News
 * @typedef {{from: string, text: string, state: string, at: string}} Line
 * @typedef {{id: string, clinic: {name: string, platform: string, timeZone: string}, phone: string, name?: string, service?: string,
 *   stage: string, wantsNoMessages: boolean, booking: Record<string, string | null>,
 *   session?: {state: string, step?: string, expiresAt?: string}, notes: string[], thread: Line[], news: News[]}} Lead
 * @typedef {{leads: string, confirm?: (lead: string, start: string) => Promise<void>, threads?: boolean}} Options
 *   `threads`: whether what was said is shown word by word, or only what became of the clinic's messages
 */

const STAGES = {
  asking: 'Asking', choosing_service: 'Choosing a service', finding_service: 'Looking the service up', finding_slots: 'Looking for times',
  offering: 'Times offered', preparing: 'Preparing the page', link_sent: 'Link sent', not_booked: 'Not booked', booked: 'Booked',
  making_deposit_link: 'Making the deposit link', awaiting_deposit: 'Awaiting the deposit', awaiting_operator: 'To be confirmed',
  with_people: 'With people', given_up: 'Given up',
};
const NOTES = {
  asks_for_person: 'Asks for a person', wants_to_cancel: 'Wants to cancel', availability_away: 'The site could not be asked for times',
  booking_failed: 'The booking failed', outcome_unknown: 'Nobody can tell whether the booking came through',
  earlier_booking_completed: 'An earlier link was paid after all', deposit_link_failed: 'No deposit link could be made',
  confirm_appointment: 'Deposit paid: confirm the appointment', unexpected_deposit: 'A deposit that nobody waited for',
};
const FIELDS = [
  'booking_platform', 'booking_session_id', 'booking_outcome', 'booking_confirmation_number', 'booking_handoff_url',
  'booking_handoff_sent_at', 'booking_completed_at',
];

/** @param {string} tag @param {string} [classes] @param {(Node | string)[]} children */
function element(tag, classes = '', ...children) {
  const made = document.createElement(tag);
  if (classes) made.className = classes;
  made.append(...children);
  return made;
}

const clock = (at) => new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const words = (name) => name.replaceAll('_', ' ');

/** @param {Lead} lead */
function row(lead) {
  const list = element('dl', 'row');
  for (const field of FIELDS) {
    const value = lead.booking[field];
    const told = value == null ? element('dd', 'none', '–') : element('dd', field === 'booking_outcome' ? `outcome ${value}` : '', told_of(field, value));
    list.append(element('div', '', element('dt', '', field), told));
  }
  return list;
}

function told_of(field, value) {
  if (field.endsWith('_at')) return clock(value);
  return field === 'booking_session_id' ? `${value.slice(0, 8)}…${value.slice(-4)}` : value;
}

/** @param {Lead} lead */
function session(lead) {
  if (!lead.session) return element('p', 'quiet', lead.booking.booking_session_id ? 'The session has ended.' : 'No session yet.');
  const state = element('span', `pill ${lead.session.state}`, words(lead.session.state));
  const until = lead.session.expiresAt ? ` until ${clock(lead.session.expiresAt)}` : '';
  return element('p', 'session', state, element('span', 'quiet', (lead.session.step ? ` ${words(lead.session.step)}` : '') + until));
}

/** @param {Lead} lead */
function news(lead) {
  if (!lead.news.length) return element('p', 'quiet', 'None yet.');
  const lines = lead.news.map((one) => element('li', one.source, element('time', '', clock(one.at)), element('b', '', one.source), ` ${words(one.text)}`));
  return element('ol', 'news', ...lines);
}

/** @param {Lead} lead */
function sent(lead) {
  const messages = lead.thread.filter((line) => line.from === 'clinic');
  if (!messages.length) return element('p', 'quiet', 'Nothing yet.');
  const lines = messages.slice(-6).map((line) =>
    element('li', line.state, element('time', '', clock(line.at)), element('span', 'snippet', line.text), element('span', `pill ${line.state}`, line.state)));
  return element('ol', 'outbox', ...lines);
}

/** @param {Lead} lead */
function thread(lead) {
  const lines = lead.thread.map((line) => element('li', line.from, line.text));
  return element('details', 'said', element('summary', '', `${lead.thread.length} messages`), element('ol', '', ...lines));
}

/** @param {Lead} lead @param {Options['confirm']} confirm */
function confirmation(lead, confirm) {
  const when = element('input');
  when.type = 'datetime-local';
  when.required = true;
  const label = element('label', '', 'Appointment, in this machine’s time ', when);
  const form = element('form', 'confirm', label, element('button', '', 'Confirm'));
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    form.querySelector('button').disabled = true;
    await confirm(lead.id, new Date(when.value).toISOString()).catch((error) => form.append(element('p', 'bad', String(error))));
  });
  return form;
}

/** @param {Lead} lead @param {Options} options */
function card(lead, options) {
  const title = element('h2', '', lead.name ?? lead.phone);
  const stage = element('span', `pill stage ${lead.stage}`, STAGES[lead.stage] ?? words(lead.stage));
  const about = [lead.phone, lead.clinic.name, lead.clinic.platform, lead.service].filter(Boolean).join(' · ');
  const made = element('article', 'lead', element('header', '', title, stage), element('p', 'quiet about', about));
  if (lead.wantsNoMessages) made.append(element('p', 'note', 'Wants no messages (STOP)'));
  for (const note of lead.notes) made.append(element('p', 'note', NOTES[note] ?? words(note)));
  const part = (heading, body) => made.append(element('section', '', element('h3', '', heading), body));
  if (lead.clinic.platform === 'moxie') part('Session', session(lead));
  part('Callbacks', news(lead));
  part('Lead row', row(lead));
  part('Messages out', sent(lead));
  if (options.threads) made.append(thread(lead));
  if (options.confirm && lead.stage === 'awaiting_operator') made.append(confirmation(lead, options.confirm));
  return made;
}

/** @param {HTMLElement} root @param {Lead[]} leads @param {Options} options */
function show(root, leads, options) {
  // A form that somebody fills in is left alone.
  if (root.contains(document.activeElement) && document.activeElement !== document.body) return;
  const open = [...root.querySelectorAll('details')].map((details) => details.open);
  root.replaceChildren(...(leads.length ? leads.map((lead) => card(lead, options)) : [element('p', 'quiet empty', 'Nobody has written yet.')]));
  root.querySelectorAll('details').forEach((details, at) => { details.open = open[at] ?? false; });
}

/**
 * Shows the leads, and shows them again whenever something has changed.
 * @param {HTMLElement} root
 * @param {Options} options
 */
export async function watch(root, options) {
  let shown = '';
  for (let after = ''; ;) {
    try {
      const answer = await fetch(options.leads + after);
      if (!answer.ok) throw new Error(`the platform answered ${answer.status}`);
      const board = await answer.json();
      const text = JSON.stringify(board.leads);
      if (text !== shown) show(root, board.leads, options);
      shown = text;
      after = `?after=${board.version}`;
      root.classList.remove('away');
    } catch {
      root.classList.add('away');
      await new Promise((resolve) => { setTimeout(resolve, 1000); });
    }
  }
}
