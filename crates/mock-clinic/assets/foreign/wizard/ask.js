// What the server wrote into the frame, and what it answers later.

/** @type {{visit: string, today: string, last: string}} */
export const start = JSON.parse(document.querySelector('#slotwise').dataset.start);

/** @param {string} what @param {Object<string, string>} [query] */
export async function ask(what, query = {}) {
  const answer = await fetch(`/foreign/wizard/api/${what}?${new URLSearchParams({ visit: start.visit, ...query })}`);
  return answer.json();
}

/** @param {string} what @param {Object<string, any>} body */
export async function tell(what, body) {
  const answer = await fetch(`/foreign/wizard/api/${what}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ visit: start.visit, ...body }),
  });
  const text = await answer.text();
  return { ok: answer.ok, ...(text ? JSON.parse(text) : {}) };
}
