// What a control is called, and whether its content is nobody's business.

const squeeze = (text) => (text ?? '').replace(/\s+/g, ' ').trim().slice(0, 200);

/** The text of the elements that an attribute names. */
function textOfIds(element, attribute) {
  const ids = element.getAttribute(attribute)?.split(/\s+/) ?? [];
  const root = element.getRootNode();
  return squeeze(ids.map((id) => root.getElementById?.(id)?.textContent ?? '').join(' '));
}

/** The accessible name, close to how browsers compute it. */
function nameOf(element) {
  const labels = [...(element.labels ?? [])].map((label) => label.textContent).join(' ');
  const own = element.matches('input:not([type=submit],[type=button],[type=reset]), textarea, select') ? '' : element.textContent;
  const button = element.matches('input[type=submit], input[type=button], input[type=reset]') ? element.value || 'Submit' : '';
  const image = element.querySelector?.('img[alt], svg[aria-label]');
  return (
    textOfIds(element, 'aria-labelledby') ||
    squeeze(element.getAttribute('aria-label')) ||
    squeeze(labels) ||
    squeeze(button) ||
    squeeze(own) ||
    squeeze(image?.getAttribute('alt') ?? image?.getAttribute('aria-label')) ||
    squeeze(element.getAttribute('placeholder')) ||
    squeeze(element.title) ||
    squeeze(element.getAttribute('name'))
  );
}

// A frame of another site inside the page is taken for a card form: nothing typed there is ever read back.
const inForeignFrame = [...(location.ancestorOrigins ?? [])].some((origin) => origin !== location.origin);
const CARD = /card|credit|\bcc|ccnum|cvc|cvv|csc|security.?code|expir|\bexp\b|exp.?(date|month|year)|pan\b|tarjeta|caducidad/i;

/** Whether the content of a field must not leave the page. */
function isSecret(element) {
  if (element.tagName === 'SELECT') return false;
  if (inForeignFrame || element.type === 'password') return true;
  const said = [element.autocomplete, element.name, element.id, nameOf(element), element.placeholder];
  return said.some((text) => CARD.test(text ?? '')) || (element.autocomplete ?? '').startsWith('cc-');
}
