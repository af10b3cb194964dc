// The patient's phone: the thread as the carrier has it, what is written into it, and beside it the operators' board.
import { watch } from '/operators/board.js';

const thread = document.getElementById('thread');
const composer = document.getElementById('composer');
const input = document.getElementById('message');
const ideas = document.getElementById('ideas');

/** What a person may write next, by what the clinic has asked last. The first line that fits counts. */
const IDEAS = [
  [/full name/, ['Jane Sample', 'Cher']],
  [/last name/, ['none', 'Sample']],
  [/Which service|among our services/, ['Botox', 'Lip filler', 'Weight loss']],
  [/Which one do you mean|Who would you like/, ['1', '2']],
  [/Are you new/, ['New', 'I have been here before']],
  [/days and times|other days/, ['Tuesday or Thursday after 3', 'Any morning next week', 'As soon as possible']],
  [/e-mail/, ['jane@example.com']],
  [/Reply with a number, or tell me|These times are free/, ['1', 'the last one', 'Do you have Friday morning?']],
  [/Reply YES/, ['YES', 'Another day, please']],
  [/Finish your booking here|still open/, ['Actually, Friday morning', 'STOP']],
  [/You're booked/, ['BOOK']],
  [/Reply START|no more messages/, ['START']],
];
/** While the clinic says that it is busy, it is seen to be typing. */
const BUSY = /looking for free times|preparing|Let me look|One moment/i;

/** @param {string} text */
function send(text) {
  return fetch('/write', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ text }) });
}

composer.addEventListener('submit', (event) => {
  event.preventDefault();
  const text = input.value.trim();
  if (text) send(text);
  input.value = '';
});

/** @param {string} name @param {string} [text] */
function element(name, text = '') {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

/** A link as phones show it: a card that says where it leads. @param {string} url */
function card(url) {
  const link = document.createElement('a');
  Object.assign(link, { href: url, target: '_blank', rel: 'noopener noreferrer' });
  const words = element('span');
  words.append(element('b', 'Open your booking page'), element('small', new URL(url).host));
  link.append(words);
  return link;
}

/** @param {{from: string, text: string}} message */
function bubble(message) {
  const made = element('li');
  made.className = message.from;
  const [before, url, after] = message.text.split(/(https?:\/\/\S+)([\s\S]*)/, 3);
  made.append(before.trimEnd());
  if (url) made.append(card(url));
  if (after?.trim()) made.append(element('span', `\n${after.trim()}`));
  return made;
}

function typing() {
  const made = element('li');
  made.className = 'clinic typing';
  made.setAttribute('aria-label', 'The clinic is typing');
  made.append(element('i'), element('i'), element('i'));
  return made;
}

/** @param {{from: string, text: string}[]} messages */
function show(messages) {
  const last = messages.at(-1);
  const lines = messages.map(bubble);
  if (!messages.length) {
    const hint = element('li', 'Write to the clinic as a patient would. Everything here runs on this machine, with test data.');
    hint.className = 'hint';
    lines.push(hint);
  }
  if (last && (last.from === 'patient' || BUSY.test(last.text)) && !/https?:/.test(last.text)) lines.push(typing());
  thread.replaceChildren(...lines);
  const asked = last?.from === 'clinic' ? last.text : '';
  const known = IDEAS.find(([asks]) => asks.test(asked));
  const fitting = known ? known[1] : messages.length ? [] : ['Hi', "Hi, I'd like Botox"];
  ideas.replaceChildren(...fitting.map((text) => {
    const idea = element('button', text);
    idea.type = 'button';
    idea.addEventListener('click', () => send(text));
    return idea;
  }));
  // The row of ideas takes its room from the thread, so the end is looked for last.
  thread.scrollTop = thread.scrollHeight;
}

function introduce(clinic) {
  document.getElementById('clinic').textContent = clinic.name;
  document.getElementById('number').textContent = clinic.number;
  document.querySelector('.face').dataset.letters = clinic.name.split(' ').slice(0, 2).map((word) => word[0]).join('');
}

async function follow() {
  for (let after = ''; ;) {
    try {
      const told = await (await fetch(`/thread${after}`)).json();
      if (told.clinic) introduce(told.clinic);
      show(told.messages);
      after = `?after=${told.messages.length}`;
    } catch {
      await new Promise((resolve) => { setTimeout(resolve, 1000); });
    }
  }
}

follow();
watch(document.getElementById('board'), { leads: '/operators/leads' });
