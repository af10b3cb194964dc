// What every benchmark stands on: the practice clinic and the service as child processes, and a few sums.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

const BATON = new URL('../target/release/baton', import.meta.url).pathname;

/** A port that was free a moment ago. */
async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** Starts `baton` and resolves once `url` answers well. */
async function start(args, env, url) {
  const child = spawn(BATON, args, { env: { ...process.env, RUST_LOG: 'error', ...env }, stdio: ['ignore', 'ignore', 'inherit'] });
  for (let tries = 0; tries < 200; tries += 1) {
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok) return child;
    if (child.exitCode !== null) break;
    await wait(100);
  }
  throw new Error(`${args[0]} did not come up`);
}

async function stop(child) {
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
    const { sessionId } = await this.post('/api/v1/booking/start', request);
    let session;
    do {
      session = await (await fetch(`${this.url}/api/v1/booking/${sessionId}/status?wait=30s`)).json();
    } while (['created', 'navigating'].includes(session.state));
    const took = performance.now() - begun;
    if (session.state !== 'ready_for_handoff') throw new Error(`${session.code}: ${session.error}`);
    await fetch(`${this.url}/api/v1/booking/${sessionId}`, { method: 'DELETE' });
    return took;
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
