// Fingers on the picture, where the page has no control of its own.

import { part } from './words.js';

/** @param {{send: (message: object) => boolean}} line */
export function followFinger(line) {
  const stage = part('stage');
  const page = part('page');

  // The phone itself tells a tap from a scroll, a pinch or a long press.
  page.addEventListener('click', (event) => {
    if (event.target.closest('.control')) return;
    const frame = stage.getBoundingClientRect();
    const at = { x: event.clientX - frame.left, y: event.clientY - frame.top };
    line.send({ t: 'tap', ...at, scroll: [Math.max(0, stage.scrollLeft), Math.max(0, stage.scrollTop)] });
  });
  page.addEventListener('contextmenu', (event) => event.target.closest('input, textarea') || event.preventDefault());
  page.addEventListener('dragstart', (event) => event.preventDefault());
}
