// Receives callbacks and notes when each came.

import { once } from 'node:events';
import { createServer } from 'node:http';

export class Receiver {
  static async start() {
    const receiver = new Receiver();
    receiver.waiting = new Map();
    receiver.server = createServer((request, response) => {
      const parts = [];
      request.on('data', (part) => parts.push(part));
      request.on('end', () => {
        const at = performance.timeOrigin + performance.now();
        response.writeHead(204).end();
        receiver.waiting.get(JSON.parse(Buffer.concat(parts)).sessionId)?.(at);
      });
    }).listen(0, '127.0.0.1');
    await once(receiver.server, 'listening');
    receiver.url = `http://127.0.0.1:${receiver.server.address().port}/outcome`;
    return receiver;
  }

  /** When the session's callback comes. */
  next(session) {
    return new Promise((resolve) => this.waiting.set(session, resolve));
  }

  stop() {
    this.server.closeAllConnections();
    this.server.close();
  }
}
