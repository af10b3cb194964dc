// Load on the API while a full queue waits: wrk on loopback against a service that has no browser, so that nothing but HTTP, registry and
// database is measured. Usage: measure.mjs [seconds] [connections]

import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';

import { freePort } from '../stage.mjs';

const [seconds = '10', connections = '64'] = process.argv.slice(2);
const BATON = process.env.BATON_BIN ?? new URL('../../target/release/baton', import.meta.url).pathname;
const QUEUE = 1_000;
const BODY = JSON.stringify({
  bookingUrl: 'https://93.184.215.14/booking',
  date: '2099-02-05',
  time: '2:30pm',
  lead: { firstName: 'Jane', lastName: 'Sample', phone: '+14407031022', email: 'jane@example.com' },
});
const START = { method: 'POST', headers: { 'content-type': 'application/json' }, body: BODY };

const folder = await mkdtemp(join(tmpdir(), 'baton-bench-api-'));

/** A service on a database file of its own, with a browser that never comes: what is started waits. */
async function serve(name, queueLimit) {
  const url = `http://127.0.0.1:${await freePort()}`;
  const env = {
    BATON_LISTEN: new URL(url).host,
    BATON_DATABASE_URL: `sqlite://${join(folder, `${name}.db`)}`,
    BATON_BROWSER_URLS: 'ws://127.0.0.1:9',
    BATON_MAX_SESSIONS: '1',
    BATON_QUEUE_LIMIT: String(queueLimit),
    BATON_LOG: 'off',
  };
  const child = spawn(BATON, ['serve'], { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'inherit'] });
  for (let tries = 0; tries < 200; tries += 1) {
    if ((await fetch(`${url}/health`).catch(() => null))?.ok) return { url, child };
    await wait(50);
  }
  throw new Error('the service did not come up');
}

/** Starts sessions until the queue takes no more; returns the id of one that waits. */
async function fill(url) {
  let last;
  for (;;) {
    const answer = await fetch(`${url}/api/v1/booking/start`, START);
    const { sessionId } = await answer.json();
    if (answer.status === 429) return last;
    last = sessionId;
  }
}

/** The line of figures that wrk gives for one address, with its statuses counted. */
async function load(url, path, start) {
  const script = join(folder, 'request.lua');
  const request = start
    ? `wrk.method = "POST"\nwrk.headers["content-type"] = "application/json"\nwrk.body = [[${BODY}]]\n`
    : '';
  await writeFile(script, `${request}done = function(summary, latency)
    io.write(string.format("RESULT %d %d %f %f %d\\n", summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
      summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout))
  end`);
  const args = ['-t1', `-c${connections}`, `-d${seconds}s`, '--latency', '-s', script, url + path];
  const { stdout } = await promisify(execFile)('wrk', args);
  const [, requests, micros, p50, p99, broken] = stdout.match(/RESULT (\d+) (\d+) ([\d.]+) ([\d.]+) (\d+)/);
  return { rate: requests / (micros / 1e6), p50: p50 / 1e3, p99: p99 / 1e3, broken };
}

function tell(what, { rate, p50, p99, broken }) {
  const figures = [rate.toFixed(0).padStart(7), p50.toFixed(2).padStart(9), p99.toFixed(2).padStart(9), String(broken).padStart(7)];
  console.log(`${what.padEnd(44)}${figures.join('')}`);
}

console.log(`wrk, ${connections} connections, ${seconds} s each, ${cpus().length} cores shared with wrk, load before: ${loadavg()[0].toFixed(2)}\n`);
console.log(`${''.padEnd(44)}  req/s   p50 ms   p99 ms broken`);

const full = await serve('full', QUEUE);
const waiting = await fill(full.url);
tell(`status of a waiting session, ${QUEUE} in the queue`, await load(full.url, `/api/v1/booking/${waiting}/status`, false));
tell('start, refused: the queue is full (429)', await load(full.url, '/api/v1/booking/start', true));
tell('health, beside them', await load(full.url, '/health', false));
full.child.kill('SIGKILL');
await once(full.child, 'exit');

const roomy = await serve('roomy', 1_000_000);
tell('start, taken on: one row each, synced to disk', await load(roomy.url, '/api/v1/booking/start', true));
roomy.child.kill('SIGKILL');
await once(roomy.child, 'exit');
await rm(folder, { recursive: true });
console.log(`\nload after: ${loadavg()[0].toFixed(2)}`);
