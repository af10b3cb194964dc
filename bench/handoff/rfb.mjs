// A small RFB 3.8 client: no password, Tight with JPEG at the quality and compression that noVNC asks for, copies of rectangles.
// It measures, so it reads every rectangle to its end but draws none.

import { connect } from 'node:net';
import { once } from 'node:events';

const TIGHT = 7;
const COPY = 1;
const RAW = 0;
const QUALITY_6 = -26;
const COMPRESSION_2 = -254;
/** Red, green and blue of a 24-bit picture. */
const COLOUR = 3;

export class Rfb {
  static async connect(port) {
    const rfb = new Rfb();
    rfb.socket = connect({ host: '127.0.0.1', port, noDelay: true });
    rfb.bytes = 0;
    rfb.held = Buffer.alloc(0);
    rfb.updates = [];
    rfb.waiting = new Set();
    await once(rfb.socket, 'connect');
    rfb.socket.on('data', (data) => {
      rfb.bytes += data.length;
      rfb.held = Buffer.concat([rfb.held, data]);
      rfb.more?.();
    });
    await rfb.greet();
    rfb.reading = rfb.listen().catch((error) => (rfb.error = error));
    return rfb;
  }

  /** The next `count` bytes. */
  async take(count) {
    while (this.held.length < count) await new Promise((resolve) => (this.more = resolve));
    const taken = this.held.subarray(0, count);
    this.held = this.held.subarray(count);
    return taken;
  }

  async greet() {
    await this.take(12);
    this.socket.write('RFB 003.008\n');
    const ways = await this.take((await this.take(1))[0]);
    if (!ways.includes(1)) throw new Error('the server wants a password');
    this.socket.write(Buffer.from([1]));
    if ((await this.take(4)).readUInt32BE() !== 0) throw new Error('the server refuses');
    this.socket.write(Buffer.from([1])); // others may watch, too
    const about = await this.take(24);
    [this.width, this.height] = [about.readUInt16BE(0), about.readUInt16BE(2)];
    await this.take(about.readUInt32BE(20));
    // 32 bits, 24 of them colours, little-endian: what Tight packs into three bytes.
    this.socket.write(Buffer.from([0, 0, 0, 0, 32, 24, 0, 1, 0, 255, 0, 255, 0, 255, 16, 8, 0, 0, 0, 0]));
    const encodings = [TIGHT, COPY, RAW, QUALITY_6, COMPRESSION_2];
    const say = Buffer.alloc(4 + 4 * encodings.length);
    say.writeUInt8(2, 0);
    say.writeUInt16BE(encodings.length, 2);
    encodings.forEach((encoding, at) => say.writeInt32BE(encoding, 4 + 4 * at));
    this.socket.write(say);
  }

  async listen() {
    for (;;) {
      const [kind] = await this.take(1);
      if (kind === 0) await this.update();
      else if (kind === 1) await this.take((await this.take(5)).readUInt16BE(3) * 6);
      else if (kind === 3) await this.take((await this.take(7)).readUInt32BE(3));
      else if (kind !== 2) throw new Error(`the server said ${kind}`);
    }
  }

  async update() {
    const before = this.bytes - this.held.length - 1;
    const rectangles = [];
    for (let left = (await this.take(3)).readUInt16BE(1); left > 0; left -= 1) rectangles.push(await this.rectangle());
    this.updates.push({ at: performance.now(), rectangles, bytes: this.bytes - this.held.length - before });
    // Like every viewer: the next change is asked for as soon as this one is drawn.
    if (this.follows) this.ask(true);
    for (const look of this.waiting) look();
  }

  async rectangle() {
    const head = await this.take(12);
    const [x, y, width, height] = [0, 2, 4, 6].map((at) => head.readUInt16BE(at));
    const encoding = head.readInt32BE(8);
    if (encoding === TIGHT) await this.tight(width, height);
    else if (encoding === COPY) await this.take(4);
    else if (encoding === RAW) await this.take(width * height * 4);
    else throw new Error(`the server encodes with ${encoding}`);
    return { x, y, width, height };
  }

  async tight(width, height) {
    const kind = (await this.take(1))[0] >> 4;
    if (kind === 8) return this.take(COLOUR);
    if (kind === 9) return this.take(await this.length());
    let size = width * height * COLOUR;
    const filter = kind & 4 ? (await this.take(1))[0] : 0;
    if (filter === 1) {
      const colours = (await this.take(1))[0] + 1;
      await this.take(colours * COLOUR);
      size = colours === 2 ? Math.ceil(width / 8) * height : width * height;
    }
    return this.take(size < 12 ? size : await this.length());
  }

  /** Up to three bytes of seven bits each, the last of eight. */
  async length() {
    let length = 0;
    for (const shift of [0, 7, 14]) {
      const [part] = await this.take(1);
      length |= (shift === 14 ? part : part & 127) << shift;
      if (part < 128) break;
    }
    return length;
  }

  /** Asks for the whole picture, or for what changes. */
  ask(onlyChanges) {
    const say = Buffer.alloc(10);
    say.writeUInt8(3, 0);
    say.writeUInt8(onlyChanges ? 1 : 0, 1);
    say.writeUInt16BE(this.width, 6);
    say.writeUInt16BE(this.height, 8);
    this.socket.write(say);
  }

  follow() {
    this.follows = true;
    this.ask(true);
  }

  key(symbol) {
    for (const down of [1, 0]) {
      const say = Buffer.from([4, down, 0, 0, 0, 0, 0, 0]);
      say.writeUInt32BE(symbol, 4);
      this.socket.write(say);
    }
  }

  click(x, y) {
    for (const buttons of [0, 1, 0]) {
      const say = Buffer.from([5, buttons, 0, 0, 0, 0]);
      say.writeUInt16BE(x, 2);
      say.writeUInt16BE(y, 4);
      this.socket.write(say);
    }
  }

  /** Resolves with the first update after `count` of them that touches `box`; nothing after `patience`. */
  changed(box, count, patience = 2_000) {
    const touches = ({ x, y, width, height }) =>
      x < box.x + box.width && box.x < x + width && y < box.y + box.height && box.y < y + height;
    return new Promise((resolve) => {
      const end = (update) => {
        clearTimeout(late);
        this.waiting.delete(look);
        resolve(update);
      };
      const late = setTimeout(end, patience, null);
      const look = () => {
        const update = this.updates.slice(count).find(({ rectangles }) => rectangles.some(touches));
        if (update) end(update);
      };
      this.waiting.add(look);
      look();
    });
  }

  close() {
    this.socket.destroy();
  }
}
