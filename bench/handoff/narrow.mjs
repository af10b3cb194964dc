// A narrow line on loopback: each way 1.5 Mbit/s, 50 ms, and 1 % of its packets lost, as TCP makes it felt.
//
// The bytes of a connection are cut into packets of 1448 bytes. One leaves the sender as the congestion window allows (10 packets at first,
// slow start, 0.7 of it after a loss as CUBIC does), waits for its turn on the line (a packet takes 7.7 ms at 1.5 Mbit/s), and arrives 50 ms
// later. A lost packet is noticed by the third one after it: it is sent again one round trip after it was, ahead of others; without three
// behind it a probe does that after two round trips, as in RFC 8985. What arrived behind it is handed over only after it: TCP keeps the
// order. An acknowledgement takes 50 ms back and is never lost. Losses come from a seeded generator, so that runs can be compared.

import { connect, createServer } from 'node:net';
import { once } from 'node:events';

export const LINE = { bytesPerSecond: 1_500_000 / 8, oneWay: 50, loss: 0.01 };
const PACKET = 1448;
/** What the sender's socket buffer holds before it makes the sender wait. */
const BUFFER = 256 * 1024;

export class Narrow {
  /** Listens on loopback and passes every connection on to `target`. */
  static async start(target, line = LINE, seed = 7) {
    const narrow = new Narrow();
    const { hostname, port } = new URL(target);
    narrow.pairs = new Set();
    narrow.random = generator(seed);
    narrow.server = createServer((near) => {
      const far = connect({ host: hostname, port, noDelay: true });
      const ways = [new Way(near, far, line, narrow.random), new Way(far, near, line, narrow.random)];
      const pair = { near, far, ways };
      narrow.pairs.add(pair);
      const end = () => {
        narrow.pairs.delete(pair);
        near.destroy();
        far.destroy();
      };
      for (const socket of [near, far]) socket.setNoDelay(true).on('error', end).on('close', end);
    }).listen(0, '127.0.0.1');
    await once(narrow.server, 'listening');
    narrow.url = `http://127.0.0.1:${narrow.server.address().port}`;
    return narrow;
  }

  /** Nothing gets through until `resume`. */
  stall() {
    for (const { ways } of this.pairs) for (const way of ways) way.stall();
  }

  resume() {
    for (const { ways } of this.pairs) for (const way of ways) way.resume();
  }

  /** Bytes that the service has sent, arrived or not. */
  bytesFromService() {
    return [...this.pairs].reduce((sum, { ways }) => sum + ways[1].taken, 0);
  }

  /** Cuts every connection without a goodbye. */
  cut() {
    for (const { near, far } of this.pairs) {
      near.resetAndDestroy();
      far.resetAndDestroy();
    }
  }

  stop() {
    this.cut();
    this.server.close();
  }
}

/** One direction of a connection. */
class Way {
  constructor(from, to, line, random) {
    Object.assign(this, { from, to, line, random });
    this.waiting = []; // packets not yet sent
    this.arrived = new Map(); // packets that came before an earlier one
    this.next = { send: 0, deliver: 0 };
    this.window = 10;
    this.threshold = Infinity;
    this.inFlight = 0;
    this.freeAt = 0; // when the line has carried what was put on it
    this.stalled = false;
    this.taken = 0;
    from.on('data', (bytes) => this.take(bytes));
  }

  take(bytes) {
    this.taken += bytes.length;
    for (let at = 0; at < bytes.length; at += PACKET) this.waiting.push(bytes.subarray(at, at + PACKET));
    if (this.waiting.length * PACKET > BUFFER) this.from.pause();
    this.push();
  }

  push() {
    while (!this.stalled && this.waiting.length > 0 && this.inFlight < this.window) {
      const number = this.next.send;
      this.next.send += 1;
      this.inFlight += 1;
      this.carry({ number, bytes: this.waiting.shift() }, false);
    }
    if (this.waiting.length * PACKET < BUFFER / 2) this.from.resume();
  }

  /** Puts a packet on the line. */
  carry(packet, again) {
    const now = performance.now();
    const start = again ? now : Math.max(now, this.freeAt);
    const left = start + (packet.bytes.length / this.line.bytesPerSecond) * 1000;
    this.freeAt = Math.max(this.freeAt, left);
    if (this.random() < this.line.loss) return this.lose(packet, left);
    at(left + this.line.oneWay, () => this.arrive(packet));
  }

  lose(packet, left) {
    const roundTrip = 2 * this.line.oneWay;
    at(left + roundTrip, () => {
      this.threshold = Math.max(2, this.window * 0.7);
      this.window = this.threshold;
      if (this.next.send - packet.number > 3) this.carry(packet, true);
      else at(left + 2 * roundTrip, () => this.carry(packet, true));
    });
  }

  arrive(packet) {
    if (this.stalled) return this.held.push(packet);
    this.arrived.set(packet.number, packet.bytes);
    for (let bytes; (bytes = this.arrived.get(this.next.deliver)); this.next.deliver += 1) {
      this.arrived.delete(this.next.deliver);
      if (!this.to.destroyed) this.to.write(bytes);
    }
    at(performance.now() + this.line.oneWay, () => this.acknowledge());
  }

  acknowledge() {
    this.inFlight -= 1;
    this.window += this.window < this.threshold ? 1 : 1 / this.window;
    this.push();
  }

  stall() {
    this.stalled = true;
    this.held = [];
  }

  resume() {
    this.stalled = false;
    for (const packet of this.held) this.arrive(packet);
    this.push();
  }
}

/** Like setTimeout, but to the fraction of a millisecond that a narrow line is about. */
function at(moment, act) {
  const left = moment - performance.now();
  if (left <= 0.3) setImmediate(act);
  else setTimeout(() => at(moment, act), Math.max(1, Math.floor(left)));
}

/** Mulberry32: numbers from 0 to 1. */
function generator(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
