// The processor's frame: shows the fields, hands a token to the page that holds the frame, and nothing else.
// With one frame per field, the number's frame collects the others over a channel of this origin.
import { cardFields, complete, valuesOf } from './fields.js';
import { h } from './h.js';

const TEXTS = {
  en: { cardNumber: 'Card number', expiry: 'Expiry date', cvc: 'CVC', incomplete: 'Please check your card details.' },
  es: { cardNumber: 'Número de tarjeta', expiry: 'Caducidad', cvc: 'CVC', incomplete: 'Revisa los datos de tu tarjeta.' },
};
/** How long the frames of one form wait for one another. */
const COLLECT_MS = 150;

const query = new URLSearchParams(location.search);
const texts = TEXTS[query.get('lang')] ?? TEXTS.en;
const form = cardFields(h, { field: query.get('field') ?? 'all', formatter: query.get('formatter') ?? 'input', texts });
const channel = new BroadcastChannel(`card-${query.get('group')}`);
document.body.append(form);

channel.addEventListener('message', ({ data }) => {
  if (data.type === 'collect') channel.postMessage({ type: 'values', id: data.id, values: valuesOf(form) });
});

addEventListener('message', async ({ data, origin, source }) => {
  if (data?.type !== 'tokenise' || source !== parent) return;
  parent.postMessage({ id: data.id, ...(await tokenise(data.id)) }, origin);
});

async function tokenise(id) {
  const own = valuesOf(form);
  const card = complete(own) ?? complete({ ...own, ...(await collect(id)) });
  if (!card) return { message: texts.incomplete };
  const headers = { 'content-type': 'application/json' };
  const response = await fetch('/card/tokens', { method: 'POST', headers, body: JSON.stringify(card) });
  return response.json();
}

function collect(id) {
  return new Promise((resolve) => {
    const values = {};
    const listen = ({ data }) => data.type === 'values' && data.id === id && Object.assign(values, data.values);
    channel.addEventListener('message', listen);
    channel.postMessage({ type: 'collect', id });
    setTimeout(() => {
      channel.removeEventListener('message', listen);
      resolve(values);
    }, COLLECT_MS);
  });
}
