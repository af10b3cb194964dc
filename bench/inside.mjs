// Looks into the very pages that a service holds, beside the service: a second client of the same Chrome. Only for looking, never for acting.

import { readFileSync } from 'node:fs';
import WebSocket from 'ws';
import { browserOf, commandLine, tree } from './processes.mjs';

/** A connection to a Chrome's DevTools, with flat sessions. */
export class Inside {
  /** @param {number} pid of the process that started the Chrome, or of Chrome itself */
  static async of(pid) {
    const browser = browserOf(tree(pid));
    const profile = commandLine(browser).find((word) => word.startsWith('--user-data-dir=')).split('=')[1];
    const [port, path] = readFileSync(`${profile}/DevToolsActivePort`, 'utf8').split('\n');
    const inside = new Inside();
    inside.browser = browser;
    inside.port = port;
    inside.asked = new Map();
    inside.told = new Set();
    inside.ids = 0;
    inside.socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { perMessageDeflate: false, maxPayload: 64 << 20 });
    inside.socket.on('message', (data) => inside.hear(JSON.parse(data)));
    await new Promise((resolve, reject) => inside.socket.once('open', resolve).once('error', reject));
    return inside;
  }

  hear({ id, result, error, method, params, sessionId }) {
    if (!id) return this.told.forEach((on) => on(method, params, sessionId));
    const { resolve, reject } = this.asked.get(id);
    this.asked.delete(id);
    if (error) reject(new Error(error.message));
    else resolve(result);
  }

  ask(method, params = {}, sessionId = undefined) {
    this.ids += 1;
    this.socket.send(JSON.stringify({ id: this.ids, method, params, sessionId }));
    return new Promise((resolve, reject) => this.asked.set(this.ids, { resolve, reject }));
  }

  /** Attaches to the page whose address holds `part`. */
  async page(part) {
    const { targetInfos } = await this.ask('Target.getTargets');
    const target = targetInfos.find(({ url, type }) => type === 'page' && url.includes(part));
    if (!target) throw new Error(`no page has ${part}`);
    return new Place(this, (await this.ask('Target.attachToTarget', { targetId: target.targetId, flatten: true })).sessionId);
  }

  close() {
    this.socket.terminate();
  }
}

/** One page or frame. */
class Place {
  constructor(inside, session) {
    Object.assign(this, { inside, session });
  }

  /** The frame inside it whose address holds `part`, and which has a process of its own because it is of another site. */
  async foreignFrame(part) {
    const attached = new Promise((resolve) => {
      this.inside.told.add((method, params, session) => {
        if (method !== 'Target.attachedToTarget' || session !== this.session) return;
        const { type, url } = params.targetInfo;
        if (type === 'iframe' && url.includes(part)) resolve(params.sessionId);
      });
    });
    await this.inside.ask('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: true }, this.session);
    return new Place(this.inside, await attached);
  }

  /** The value of an expression in the page's own world. */
  async value(expression) {
    const asked = { expression, returnByValue: true, awaitPromise: true };
    const { result, exceptionDetails } = await this.inside.ask('Runtime.evaluate', asked, this.session);
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }
}
