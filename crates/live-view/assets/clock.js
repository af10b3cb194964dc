// The time that is left, and the question whether anybody is still there.

import { part, say } from './words.js';

const ASK_AT = 60_000;

/** @param {() => void} stay */
export function runClock(stay) {
  let expiresAt = 0;
  let idleAt = 0;

  function tick() {
    if (!expiresAt) return;
    const left = Math.max(0, expiresAt - performance.now());
    const box = part('clock');
    box.textContent = minutes(left);
    box.classList.toggle('short', left < 2 * ASK_AT);
    box.setAttribute('aria-label', `${say('timeLeft')}: ${minutes(left)}`);
    const idle = idleAt - performance.now();
    if (idle < ASK_AT && idle > 0 && idleAt < expiresAt) ask(idle);
    else forget();
  }

  /** Beside all other words, none of which may be lost for this. A screen reader hears the question once, and not each second of it. */
  function ask(idle) {
    const box = part('still');
    part('still-left').textContent = minutes(idle);
    if (!box.hidden) return;
    box.hidden = false;
    part('still-words').textContent = say('stillThere');
    part('still-go').textContent = say('stay');
  }

  function forget() {
    if (part('still').hidden) return;
    part('still').hidden = true;
    part('still-words').textContent = '';
  }

  part('still-go').addEventListener('click', () => {
    forget();
    stay();
  });
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
