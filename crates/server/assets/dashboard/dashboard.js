// Keeps the page fresh: asks for it again when the service says that something has changed, and lets times run on.

/** Changes come in bursts; one look is enough for all of them. */
const PAUSE_MS = 300;
/** What no change announces (a callback's attempt, the browser's health) is looked for now and then. */
const LOOK_MS = 15_000;

const line = document.getElementById('line');
let due = 0;

/** Asks for the page once more and replaces what differs, part by part. */
async function refresh() {
  due = 0;
  const answer = await fetch(location.href, { headers: { accept: 'text/html' } }).catch(() => null);
  // Signed out meanwhile: the form for the key is at the same address.
  if (answer?.status === 401) return location.reload();
  if (!answer?.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
  for (const part of document.querySelectorAll('[data-live]')) {
    const other = fresh.getElementById(part.id);
    if (other && other.innerHTML !== part.innerHTML && !isInUse(part)) replace(part, other);
  }
  tell();
}

/** Nothing is replaced under a hand: not while a control in it has the focus, or a question is open. */
function isInUse(/** @type {Element} */ part) {
  const focused = part.contains(document.activeElement) && document.activeElement?.matches('button, summary');
  return focused || part.querySelector('details[open]') !== null;
}

/** A link keeps its focus: it is found again by where it leads. */
function replace(/** @type {Element} */ part, /** @type {Element} */ other) {
  const held = part.contains(document.activeElement) ? document.activeElement?.getAttribute('href') : null;
  part.replaceChildren(...other.childNodes);
  if (held) /** @type {HTMLElement | null} */ (part.querySelector(`a[href="${CSS.escape(held)}"]`))?.focus();
}

function soon() {
  due ||= window.setTimeout(refresh, PAUSE_MS);
}

/** The same words as the server's. */
function span(/** @type {number} */ milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 172_800) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86_400)} d`;
}

function tell() {
  for (const time of document.querySelectorAll('time[data-ago], time[data-left]')) {
    const at = Date.parse(/** @type {HTMLTimeElement} */ (time).dateTime);
    time.textContent = time.hasAttribute('data-ago') ? `${span(Date.now() - at)} ago` : span(at - Date.now());
  }
}

const changes = new EventSource('/dashboard/live');
changes.addEventListener('changed', soon);
changes.addEventListener('open', () => { line.hidden = true; soon(); });
changes.addEventListener('error', () => { line.hidden = false; });
setInterval(tell, 1000);
setInterval(soon, LOOK_MS);
addEventListener('visibilitychange', () => document.hidden || soon());
