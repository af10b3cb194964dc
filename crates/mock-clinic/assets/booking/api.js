// The clinic's JSON requests. Knows nothing of the page.

/** A request that the clinic refused: `status` 0 means that it was not reached. */
export class Refused extends Error {
  /** @param {number} status @param {{code?: string, message?: string}} body */
  constructor(status, body) {
    super(body.message ?? '');
    this.status = status;
    this.code = body.code ?? '';
  }
}

export class Api {
  /** @param {string} visit the key the server gave to this page */
  constructor(visit) {
    this.visit = visit;
  }

  catalogue = () => this.#get('catalogue', {});
  days = (/** @type {string} */ month) => this.#get('days', { month });
  slots = (/** @type {string} */ service, /** @type {string|null} */ provider, /** @type {string} */ date) =>
    this.#get('slots', { service, date, ...(provider && { provider }) });
  lookup = (/** @type {string} */ phone) => this.#post('lookup', { phone });
  code = (/** @type {string} */ code) => this.#post('code', { code });
  contact = (/** @type {object} */ contact) => this.#post('contact', contact);
  hold = (/** @type {object} */ wish) => this.#post('hold', wish);
  press = (/** @type {string} */ button) => this.#post('press', { button });

  /** Answers what became of a final submit, whatever its status. */
  async book(/** @type {object} */ submission) {
    const response = await send('/api/book', { visit: this.visit, ...submission });
    return response.json();
  }

  async #get(path, query) {
    return read(await fetch(`/api/${path}?${new URLSearchParams({ visit: this.visit, ...query })}`));
  }

  async #post(path, body) {
    return read(await send(`/api/${path}`, { visit: this.visit, ...body }));
  }
}

function send(path, body) {
  const headers = { 'content-type': 'application/json' };
  return fetch(path, { method: 'POST', headers, body: JSON.stringify(body) });
}

async function read(response) {
  const body = response.status === 204 ? {} : await response.json();
  if (!response.ok) throw new Refused(response.status, body);
  return body;
}
