// The time that is left, and the question whether anybody is still there.

import { hideToast, toast } from './status.js';
import { part, say } from './words.js';

const ASK_AT = 60_000;

/** @param {() => void} stay */
export function runClock(stay) {
  let expiresAt = 0;
  let idleAt = 0;
  let isAsking = false;

  function tick() {
    if (!expiresAt) return;
    const left = Math.max(0, expiresAt - performance.now());
    const box = part('clock');
    box.textContent = minutes(left);
    box.classList.toggle('short', left < 2 * ASK_AT);
    box.setAttribute('aria-label', `${say('timeLeft')}: ${minutes(left)}`);
    const idle = idleAt - performance.now();
    if (idle < ASK_AT && idle > 0 && idleAt < expiresAt) ask(idle);
    else if (isAsking) forget();
  }

  function ask(idle) {
    isAsking = true;
    toast(`${say('stillThere')} ${minutes(idle)}`, '', say('stay'), () => {
      forget();
      stay();
    });
  }

  function forget() {
    isAsking = false;
    hideToast();
  }

  setInterval(tick, 1000);
  return {
    set({ expiresIn, idleIn }) {
      expiresAt = performance.now() + expiresIn;
      idleAt = performance.now() + idleIn;
      tick();
    },
  };
}

function minutes(milliseconds) {
  const seconds = Math.ceil(milliseconds / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
