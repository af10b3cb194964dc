// The line to the service: opened at once, opened again as soon as it is lost, and never trusted to be alive.

import { readFrame } from './wire.js';

const PING_EVERY = 10_000;
const DEAF_AFTER = 4_000;
/** A phone that slept for a moment finds its line alive, or dead without a word; one that slept for longer finds it dead. */
const DEAF_AFTER_SLEEP = 1_000;
const ASLEEP_AFTER = 5_000;
/** A line that takes longer to open is begun anew, each time with more patience: a narrow one gets there in the end. */
const OPENS_WITHIN = 5_000;
const OPENS_AT_LAST_WITHIN = 20_000;
/** A service that sends the phone away sooner does not take it yet, and is asked ever more seldom. */
const TAKEN_FROM = 1_000;

/**
 * @param {string} link
 * @param {{viewport: () => object, onMessage: (message: object) => void, onFrame: (frame: object) => Promise<void>,
 *   onState: (state: 'open' | 'lost' | 'over' | 'elsewhere' | 'unknown') => void, isOurs: boolean}} ways `isOurs`: the link was this phone's
 *   when the page was loaded
 */
export function openLine(link, { viewport, onMessage, onFrame, onState, isOurs }) {
  /** @type {WebSocket | null} */
  let socket = null;
  let over = false;
  let tries = 0;
  let pings = 0;
  let deaf = 0;
  let late = 0;
  /** When the phone was put away, by the wall's clock: the page's own may stand still meanwhile. Nothing while it is looked at. */
  let awaySince = 0;
  let again = 0;
  let openedAt = 0;
  let sentAway = false;

  function open() {
    clearTimeout(again);
    again = 0;
    if (over || document.visibilityState === 'hidden' && tries > 0) return;
    drop();
    const mine = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/h/${link}/live`);
    let opened = false;
    late = setTimeout(giveUp, Math.min(OPENS_WITHIN * (tries + 1), OPENS_AT_LAST_WITHIN), false);
    mine.binaryType = 'arraybuffer';
    mine.onopen = () => {
      opened = true;
      isOurs = true;
      clearTimeout(late);
      openedAt = performance.now();
      sentAway = false;
      mine.send(JSON.stringify({ t: 'hello', viewport: viewport() }));
      onState('open');
    };
    mine.onmessage = ({ data }) => {
      heard();
      if (typeof data === 'string') take(JSON.parse(data));
      else show(mine, data);
    };
    mine.onclose = () => socket === mine && lost(opened && !sentAway);
    socket = mine;
  }

  function take(message) {
    if (message.t === 'bye') {
      if (message.why !== 'later') over = true;
      sentAway = performance.now() - openedAt < TAKEN_FROM;
    }
    onMessage(message);
  }

  async function show(from, data) {
    const frame = readFrame(data);
    if (!frame) return;
    try {
      await onFrame(frame);
    } finally {
      // Also for one that could not be shown: without a word about two of them no more would come.
      if (from.readyState === WebSocket.OPEN) from.send(JSON.stringify({ t: 'ack', seq: frame.seq }));
    }
  }

  function lost(wasTaken) {
    clearTimeout(late);
    socket = null;
    if (over) return onState('over');
    onState('lost');
    tries = wasTaken ? 0 : tries + 1;
    // The first try follows at once; a service that does not answer is asked ever more seldom. One that answers no will say how it ended.
    if (tries >= 3 && navigator.onLine) ask();
    const wait = tries === 0 ? 0 : Math.min(250 * 2 ** tries, 2_000);
    clearTimeout(again);
    again = setTimeout(open, wait * (0.8 + Math.random() * 0.4));
  }

  /** Sees whether the link still works at all: a refused socket does not say why. */
  async function ask() {
    const answer = await fetch(location.pathname, { method: 'HEAD', cache: 'no-store' }).catch(() => null);
    if (!answer || over) return;
    const isGone = answer.status === 410 || answer.status === 404;
    // It waits for somebody who shows that it is theirs: another device has it by now, or this phone keeps no cookies.
    const isNotOurs = answer.headers.get('x-baton-handoff') === 'waiting';
    if (!isGone && !isNotOurs) return;
    over = true;
    drop();
    if (isGone) location.reload();
    else onState(isOurs ? 'elsewhere' : 'unknown');
  }

  /** Nobody is at the other end, whatever the phone believes. */
  function giveUp(wasTaken) {
    heard();
    drop();
    lost(wasTaken);
  }

  function drop() {
    clearTimeout(late);
    if (!socket) return;
    const old = socket;
    socket = null;
    old.onclose = null;
    old.close();
  }

  function heard() {
    clearTimeout(deaf);
    deaf = 0;
  }

  /** Asks whether anybody is there; without an answer the line is dead. */
  function ping(limit = DEAF_AFTER) {
    if (socket?.readyState !== WebSocket.OPEN) return;
    pings += 1;
    send({ t: 'ping', n: pings });
    deaf ||= setTimeout(giveUp, limit, true);
  }

  /** Says one thing; what is said while the line is lost is said again by those who need it. */
  function send(message) {
    if (socket?.readyState !== WebSocket.OPEN) return false;
    socket.send(JSON.stringify(message));
    return true;
  }

  /** The phone is back from wherever it was: a socket that slept is not worth waiting for. */
  function back(event) {
    if (over || (event.type === 'pageshow' && !event.persisted)) return;
    const wasAway = awaySince > 0;
    const sleptLong = wasAway && Date.now() - awaySince > ASLEEP_AFTER;
    awaySince = 0;
    if (event.type === 'visibilitychange' && socket?.readyState === WebSocket.OPEN && !sleptLong) return wake();
    // One that was begun since the phone is back is not begun twice.
    if (socket?.readyState === WebSocket.CONNECTING && !wasAway) return;
    tries = 0;
    open();
  }

  /** The system may have taken the line from a phone that was put away, and says nothing of it. */
  function wake() {
    heard();
    ping(DEAF_AFTER_SLEEP);
  }

  function turn(event) {
    if (document.visibilityState === 'hidden') awaySince = Date.now();
    else back(event);
  }

  addEventListener('pageshow', back);
  addEventListener('online', back);
  document.addEventListener('visibilitychange', turn);
  setInterval(() => ping(), PING_EVERY);
  open();
  return { send, isOpen: () => socket?.readyState === WebSocket.OPEN };
}
