// A phone without a screen: claims a link by the patient's POST, opens the line, acknowledges frames, and notes what came when.
// Speaks the protocol of crates/live-view/src/protocol.

import { once } from 'node:events';
import WebSocket from 'ws';

const HEADER = 24;
const PHONE = { width: 390, height: 844, touch: true };

/** Spends a link as a tap on its first page does; answers where the line is and the cookie that opens it. */
export async function claim(handoffUrl, through = new URL(handoffUrl).origin) {
  const url = new URL(handoffUrl);
  const answer = await fetch(`${url.origin}${url.pathname}/claim`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-baton-tap': '1', origin: url.origin },
    body: JSON.stringify({ secret: url.hash.slice(1), takeover: false }),
  });
  if (!answer.ok) throw new Error(`the link was refused: ${answer.status}`);
  const cookie = answer.headers.get('set-cookie').split(';')[0];
  return { live: `${through.replace(/^http/, 'ws')}${url.pathname}/live`, cookie, origin: url.origin };
}

export class Line {
  /** Opens the line; `opening` is when that was asked for. */
  static open(pass, viewport = PHONE) {
    const line = new Line();
    line.opening = performance.now();
    line.frames = [];
    line.scene = null;
    line.phases = [];
    line.texts = [];
    line.waiting = new Set();
    line.socket = new WebSocket(pass.live, { headers: { cookie: pass.cookie }, origin: pass.origin, perMessageDeflate: false });
    line.socket.on('open', () => line.send({ t: 'hello', viewport }));
    line.socket.on('message', (data, isBinary) => line.hear(data, isBinary));
    line.socket.on('error', (error) => (line.error = error));
    return line;
  }

  /** Opens the line and returns once the payment page is on the glass. */
  static async ready(pass, viewport) {
    const line = Line.open(pass, viewport);
    await line.until(() => line.frames.length > 0 && line.control('Card number'));
    await line.still();
    return line;
  }

  hear(data, isBinary) {
    const at = performance.now();
    if (isBinary) {
      const frame = { at, seq: data.readUInt32LE(4), width: data.readUInt16LE(8), height: data.readUInt16LE(10), jpeg: data.subarray(HEADER) };
      frame.read = this.socket._socket.bytesRead;
      // A patch is laid over the frame before it.
      if (data[1] > 0) frame.patch = { scale: data[1], left: data.readUInt16LE(20), top: data.readUInt16LE(22) };
      this.frames.push(frame);
      this.send({ t: 'ack', seq: frame.seq });
    } else {
      const message = JSON.parse(data);
      if (message.t === 'scene') this.scene = message.scene;
      if (message.t === 'phase') this.phases.push(message.phase);
      if (message.t === 'settled') this.texts.push({ at, ...message });
    }
    for (const look of this.waiting) look();
  }

  send(message) {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
  }

  control(label) {
    return this.scene?.controls.find((control) => control.label === label && !control.disabled);
  }

  /** Resolves with what `condition` finds, as soon as it finds something. */
  until(condition, patience = 30_000) {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => end(() => reject(new Error(`waited in vain for ${condition}`))), patience);
      const look = () => {
        const found = condition();
        if (found) end(() => resolve(found));
      };
      const end = (settle) => {
        clearTimeout(late);
        this.waiting.delete(look);
        settle();
      };
      this.waiting.add(look);
      look();
    });
  }

  /** Resolves with the first frame after `count` of them. */
  async frameAfter(count, patience) {
    await this.until(() => this.frames.length > count, patience);
    return this.frames[count];
  }

  /** Resolves once nothing has come for `quiet` milliseconds. */
  still(quiet = 400) {
    return new Promise((resolve) => {
      const done = () => {
        this.waiting.delete(again);
        resolve();
      };
      let timer = setTimeout(done, quiet);
      const again = () => {
        clearTimeout(timer);
        timer = setTimeout(done, quiet);
      };
      this.waiting.add(again);
    });
  }

  /** Writes a field's whole text, as a phone does after each key. */
  text(control, value) {
    this.seq = (this.seq ?? 0) + 1;
    this.send({ t: 'text', control: control.id, seq: this.seq, value });
    return this.seq;
  }

  /** Fills a field and waits until the page has it. */
  async fill(label, value) {
    const control = await this.until(() => this.control(label));
    const seq = this.text(control, value);
    return this.until(() => this.texts.find((text) => text.seq === seq));
  }

  async close() {
    if (this.socket.readyState === WebSocket.CLOSED) return;
    const closed = once(this.socket, 'close');
    this.socket.terminate();
    await closed;
  }
}
