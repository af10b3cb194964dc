// The card fields: one frame of the processor's origin, one frame per field, or fields of this page.
import { h } from '../dom.js';
import { Incomplete } from './submit.js';
import { cardFields, readCard } from '/assets/card/fields.js';

/**
 * @param {import('../types.js').Boot} boot
 * @param {Object<string, any>} scenario
 * @param {Object<string, any>} texts
 * @returns {{node: HTMLElement, token: () => Promise<string>}} `token` throws Incomplete
 */
export function cardForm(boot, scenario, texts) {
  if (scenario.cardForm === 'inline') return inlineForm(scenario, texts);
  const group = crypto.getRandomValues(new Uint32Array(1))[0].toString(36);
  const { formatter, lang } = scenario;
  const frame = (field, title) => {
    const query = new URLSearchParams({ field, group, formatter, lang });
    const src = `${boot.cardOrigin}/card/form?${query}`;
    return h('iframe', { class: `card-frame card-frame-${field}`, title, src });
  };
  if (scenario.cardForm === 'split') {
    const frames = [frame('number', texts.cardNumber), frame('expiry', texts.expiry), frame('cvc', texts.cvc)];
    return { node: h('div', { class: 'card-split' }, ...frames), token: () => askForToken(frames[0], boot, texts) };
  }
  const whole = frame('all', 'Secure card payment');
  return { node: whole, token: () => askForToken(whole, boot, texts) };
}

/** Only a token, never a number, comes back from the processor's frame. */
function askForToken(frame, { cardOrigin }, texts) {
  return new Promise((resolve, reject) => {
    const id = String(Math.random());
    addEventListener('message', function listen({ data, origin, source }) {
      if (origin !== cardOrigin || source !== frame.contentWindow || data?.id !== id) return;
      removeEventListener('message', listen);
      if (data.token) resolve(data.token);
      else reject(new Incomplete(data.message ?? texts.cardIncomplete));
    });
    frame.contentWindow.postMessage({ type: 'tokenise', id }, cardOrigin);
  });
}

function inlineForm(scenario, texts) {
  const node = cardFields(h, { field: 'all', formatter: scenario.formatter, texts });
  const token = async () => {
    const card = readCard(node);
    if (!card) throw new Incomplete(texts.cardIncomplete);
    const headers = { 'content-type': 'application/json' };
    const response = await fetch('/api/card', { method: 'POST', headers, body: JSON.stringify(card) });
    return (await response.json()).token;
  };
  return { node, token };
}
