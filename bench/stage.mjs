// What every benchmark stands on: the practice clinic and the service as child processes, and a few sums.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { loadavg } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';

/** The release build; `BATON_BIN` names another one. */
const BATON = process.env.BATON_BIN ?? new URL('../target/release/baton', import.meta.url).pathname;

/** What runs still. A benchmark that is broken off takes it along. */
const running = new Set();
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
process.once('exit', () => running.forEach((child) => child.kill('SIGTERM')));

/** A port that was free a moment ago. */
export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** Starts `baton` and resolves once `url` answers well. */
async function start(args, env, url) {
  const child = spawn(BATON, args, { env: { ...process.env, BATON_LOG: 'error', ...env }, stdio: ['ignore', 'ignore', 'inherit'] });
  running.add(child);
  for (let tries = 0; tries < 200; tries += 1) {
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok) return child;
    if (child.exitCode !== null) break;
    await wait(100);
  }
  throw new Error(`${args[0]} did not come up`);
}

async function stop(child) {
  running.delete(child);
  child.kill('SIGTERM');
  await once(child, 'exit');
}

export class Clinic {
  static async start() {
    const clinic = new Clinic();
    const [port, cards] = [await freePort(), await freePort()];
    clinic.url = `http://127.0.0.1:${port}`;
    const args = ['clinic', '--listen', `127.0.0.1:${port}`, '--card-listen', `127.0.0.1:${cards}`];
    clinic.child = await start(args, {}, `${clinic.url}/control/state`);
    return clinic;
  }

  reset() {
    return fetch(`${this.url}/control/reset`, { method: 'POST' });
  }

  stop() {
    return stop(this.child);
  }
}

export class Service {
  /** @param {Record<string, string>} env settings beside those of every benchmark */
  static async start(env) {
    const service = new Service();
    const port = await freePort();
    service.url = `http://127.0.0.1:${port}`;
    service.child = await start(['serve'], {
      BATON_LISTEN: `127.0.0.1:${port}`,
      BATON_DATABASE_URL: 'sqlite::memory:',
      BATON_ALLOW_PRIVATE_NETWORK: 'true',
      ...env,
    }, `${service.url}/ready`);
    return service;
  }

  /** One booking from the request to `ready_for_handoff`, by the service's own clock and by ours; then cancelled. */
  async book(request) {
    const begun = performance.now();
    const sessionId = await this.prepare(request);
    const took = performance.now() - begun;
    await this.cancel(sessionId);
    return took;
  }

  /** Books up to the payment page and leaves it there; answers the session's id. */
  async prepare(request) {
    const { sessionId, error } = await this.post('/api/v1/booking/start', request);
    if (!sessionId) throw new Error(error);
    const session = await this.leaves(sessionId, ['created', 'navigating']);
    if (session.state !== 'ready_for_handoff') throw new Error(`${session.code}: ${session.error}`);
    return sessionId;
  }

  /** The session once its state is none of `states`. */
  async leaves(sessionId, states) {
    let session;
    do {
      session = await this.get(`/api/v1/booking/${sessionId}/status?wait=30s`);
    } while (states.includes(session.state));
    return session;
  }

  /** The link that the patient gets. */
  async link(sessionId) {
    const { handoffUrl, error } = await this.get(`/api/v1/booking/${sessionId}/handoff-url`);
    if (!handoffUrl) throw new Error(error);
    return handoffUrl;
  }

  cancel(sessionId) {
    return fetch(`${this.url}/api/v1/booking/${sessionId}`, { method: 'DELETE' });
  }

  async get(path) {
    return (await fetch(this.url + path)).json();
  }

  async post(path, body) {
    const answer = await fetch(this.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return answer.json();
  }

  stop() {
    return stop(this.child);
  }
}

/** A booking at the practice clinic as the peers read it; every `slug` has slots of its own, so that bookings do not meet. */
export function booking(clinic, slug) {
  return {
    url: `${clinic.url}/booking/${slug}?slotDelayMs=0&searchDelayMs=0&processingMs=0`,
    date: openDay(),
    service: 'Botox/Dysport/Xeomin',
    provider: 'Brandi Sesock',
    slot: '2:30 PM',
    lead: { firstName: 'John', lastName: 'Smith', phone: '+14407031022', email: 'john@example.com' },
  };
}

/** The same booking as Baton is asked for it. */
export function request(clinic, slug) {
  const { url, slot, ...rest } = booking(clinic, slug);
  return { ...rest, bookingUrl: url, time: slot };
}

/** A day on which the practice clinic is open: it rests on first Sundays and is full on the 13th. */
export function openDay() {
  const day = new Date(Date.now() + 9 * 24 * 3600 * 1000);
  while (day.getUTCDay() === 0 || day.getUTCDate() === 13) day.setUTCDate(day.getUTCDate() + 1);
  return day.toISOString().slice(0, 10);
}

export function median(list) {
  const sorted = [...list].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

export function percentile(list, share) {
  const sorted = [...list].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
}

/** Prints rows in columns; numbers above 10 whole, others with two digits. */
export function table(head, rows) {
  const text = (cell) => (typeof cell === 'number' ? (cell > 10 ? cell.toFixed(0) : cell.toFixed(2)) : cell);
  const lines = [head, ...rows.map((row) => row.map(text))];
  const widths = head.map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  for (const line of lines) {
    console.log(line.map((cell, column) => (column ? cell.padStart(widths[column]) : cell.padEnd(widths[column]))).join('  '));
  }
}

/** Rows of a latency table: how many, and the middle, the slow and the slowest of them. */
export function spread(name, list, target) {
  if (list.length === 0) return [name, '0', '-', '-', '-', target];
  return [name, String(list.length), percentile(list, 0.5), percentile(list, 0.95), Math.max(...list), target];
}

/** Other work on the machine makes every number worse; so each table says how much of it there was. */
export function load() {
  return `load average ${loadavg().map((part) => part.toFixed(2)).join(' ')}`;
}
