// One watched session: prepared, its page noted from inside, paid by a patient's phone; says when each of those who want to know knew.

import { Line, claim } from '../phone.mjs';
import { request } from '../stage.mjs';
import { pollForOutcome } from './poll.mjs';

const now = () => performance.timeOrigin + performance.now();

/** Runs in the page: notes the moment at which the confirmation appears. */
const NOTE_THE_CHANGE = `new MutationObserver((_, observer) => {
  if (!document.querySelector('.confirmation:not([hidden])')) return;
  globalThis.benchChangedAt = performance.timeOrigin + performance.now();
  observer.disconnect();
}).observe(document, { subtree: true, childList: true, attributes: true })`;

export class Watched {
  /** Prepares a session and hands its link out, so that it is watched. */
  static async prepare({ clinic, service, inside, receiver }, slug) {
    const watched = new Watched();
    watched.service = service;
    watched.session = await service.prepare({ ...request(clinic, slug), callbackUrl: receiver.url });
    watched.link = await service.link(watched.session);
    watched.page = await inside.page(`/booking/${slug}`);
    await watched.page.value(NOTE_THE_CHANGE);
    watched.told = receiver.next(watched.session);
    watched.over = new AbortController();
    watched.polled = pollForOutcome(watched.page, watched.over.signal).catch(() => null);
    return watched;
  }

  /** Pays on a phone. @returns {Promise<{stored: number, told: number, polled: number}>} milliseconds after the page's change */
  async pay() {
    const line = await Line.ready(await claim(this.link));
    await line.fill('Card number', '4111111111111111');
    await line.fill('Expiry date', '1230');
    await line.fill('CVC', '123');
    const stored = this.service.leaves(this.session, ['ready_for_handoff', 'monitoring']).then(({ outcome }) => ({ outcome, at: now() }));
    const book = await line.until(() => line.scene.controls.find(({ kind, label }) => kind === 'button' && /book/i.test(label)));
    line.send({ t: 'press', control: book.id });
    const [{ outcome, at }, told, polled] = await Promise.all([stored, this.told, this.polled]);
    if (outcome !== 'success') throw new Error(`the outcome was ${outcome}`);
    const changed = await this.page.value('globalThis.benchChangedAt');
    await line.close();
    return { stored: at - changed, told: told - changed, polled: polled - changed };
  }

  async leave() {
    this.over.abort();
    await this.service.cancel(this.session);
  }
}
