// The card fields themselves, wherever they stand. They know their own texts and formats, not who asked for them.

/** Groups of four, as they are embossed. @param {string} digits */
const grouped = (digits) => digits.slice(0, 19).replace(/(\d{4})(?=\d)/g, '$1 ');
const digitsOf = (/** @type {string} */ text) => text.replace(/\D/g, '');

/**
 * @param {(tag: string, attributes?: object, ...children: any[]) => any} h
 * @param {{field: 'all'|'number'|'expiry'|'cvc', formatter: string, texts: Object<string, string>}} options
 * @returns {HTMLElement}
 */
export function cardFields(h, { field, formatter, texts }) {
  const input = (name, label, attributes) =>
    h('div', { class: `field card-${name}` }, h('label', { class: 'label', for: `card-${name}` }, label),
      h('input', { id: `card-${name}`, name, class: 'input', inputmode: 'numeric', 'data-card': name, ...attributes }));
  const parts = {
    number: () => input('number', texts.cardNumber, { autocomplete: 'cc-number', placeholder: '1234 1234 1234 1234',
      ...numberFormatter(formatter) }),
    expiry: () => input('expiry', texts.expiry, { autocomplete: 'cc-exp', placeholder: 'MM / YY', maxlength: 7,
      oninput: ({ target }) => (target.value = withSlash(target.value)) }),
    cvc: () => input('cvc', texts.cvc, { autocomplete: 'cc-csc', placeholder: 'CVC', maxlength: 4 }),
  };
  if (field !== 'all') return h('div', { class: 'card card-single' }, parts[field]());
  return h('div', { class: 'card' }, parts.number(), h('div', { class: 'field-pair' }, parts.expiry(), parts.cvc()));
}

/** Old formatters keep their own digits, from key presses alone: what arrives without a key is dropped. */
function numberFormatter(formatter) {
  if (formatter !== 'keydown') return { oninput: ({ target }) => (target.value = grouped(digitsOf(target.value))) };
  let digits = '';
  const show = ({ target }) => (target.value = grouped(digits));
  const onkeydown = (event) => {
    if (/^\d$/.test(event.key)) digits += event.key;
    else if (event.key === 'Backspace') digits = digits.slice(0, -1);
    else return;
    event.preventDefault();
    show(event);
  };
  return { onkeydown, oninput: show };
}

function withSlash(text) {
  const digits = digitsOf(text).slice(0, 4);
  return digits.length > 2 ? `${digits.slice(0, 2)} / ${digits.slice(2)}` : digits;
}

/** What stands in the fields below `node`, by field name. @param {ParentNode} node */
export function valuesOf(node) {
  const inputs = [...node.querySelectorAll('[data-card]')];
  return Object.fromEntries(inputs.map((input) => [input.dataset.card, input.value]));
}

/** The card as the processor wants it, or nothing while it is incomplete. @param {Object<string, string>} values */
export function complete({ number = '', expiry = '', cvc = '' }) {
  const [card, date, code] = [number, expiry, cvc].map(digitsOf);
  const month = Number(date.slice(0, 2));
  const isComplete = card.length >= 12 && date.length === 4 && month >= 1 && month <= 12 && code.length >= 3;
  return isComplete ? { number: card, expiry: date, cvc: code } : null;
}

/** @param {ParentNode} node */
export const readCard = (node) => complete(valuesOf(node));
