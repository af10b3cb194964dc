// The operators' page: the board, and the one thing that is done on it.
import { watch } from '/operators/board.js';

/** @param {string} lead @param {string} start an instant, RFC 3339 */
async function confirm(lead, start) {
  const answer = await fetch(`/operators/leads/${lead}/confirm`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ start }),
  });
  if (!answer.ok) throw new Error(`the platform answered ${answer.status}`);
}

watch(document.getElementById('board'), { leads: '/operators/leads', confirm, threads: true });
