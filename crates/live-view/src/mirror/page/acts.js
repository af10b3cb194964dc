// What the hub asks of a control. Contents are compared here, so that they never travel back.

const SEPARATORS = /[\s\-()/.·•]/g;

/** Brings a control into view. Its middle on this frame's own glass, or null when it is gone. */
async function aim(number) {
  const element = elementOf(number);
  if (!element) return null;
  let target = targetOf(element, kindOf(element));
  if (!target) return null;
  if (!isInView(target)) {
    target.element.scrollIntoView({ block: 'center', inline: 'nearest', behavior: 'instant' });
    noteMotion(false);
    target = targetOf(element, kindOf(element));
  }
  const moved = drawing !== null;
  if (moved && target) {
    const { left, top, width, height } = target.rect;
    await still({ x: left + width / 2, y: top + height / 2 });
    target = targetOf(element, kindOf(element));
  }
  if (!target) return null;
  const { left, top, width, height } = target.rect;
  return {
    x: left + width / 2,
    y: top + height / 2,
    width,
    height,
    moved,
    final: finalLabelOf(element),
    disabled: Boolean(element.disabled),
    covered: pressesAnother(target),
    checked: Boolean(isChecked(element)),
    clicks: clicksOn(number),
    clicksAnywhere: clicks,
  };
}

/** Whether all of it is on the glass, and nothing lies over its middle. */
function isInView({ element, rect }) {
  const { top, bottom, left, right } = rect;
  if (top < 0 || left < 0 || bottom > innerHeight || right > innerWidth) return false;
  return reaches(element, (left + right) / 2, (top + bottom) / 2);
}

/** Whether a finger on the middle would press another control: one in a bar that stays where it is while the page scrolls. */
function pressesAnother({ element, rect: { left, top, width, height } }) {
  const [x, y] = [left + width / 2, top + height / 2];
  return Boolean(topmostAt(x, y)?.closest(`${ANY_CONTROL}, label`)) && !reaches(element, x, y);
}

/** Resolves once a tap has given the field the focus. A page that does not give it is not asked twice. */
function focused(number, tapped) {
  const element = elementOf(number);
  if (!element) return false;
  return new Promise((resolve) => {
    const settle = () => {
      clearTimeout(late);
      removeEventListener('focusin', look, true);
      resolve(hasFocus(element));
    };
    const look = () => hasFocus(element) && settle();
    const late = setTimeout(() => {
      element.focus();
      settle();
    }, tapped ? 1200 : 0);
    addEventListener('focusin', look, true);
    look();
  });
}

/** Takes the focus from a field that still has it. */
function leave(number) {
  const element = elementOf(number);
  if (element && hasFocus(element)) element.blur();
}

/** Puts the caret at the end, or selects a part or all; says whether the field had the focus and what of that worked. */
function select(number, from, to) {
  const element = elementOf(number);
  if (!element) return 'gone';
  if (!hasFocus(element)) return 'unfocused';
  if (element.isContentEditable) return selectIn(element, from, to);
  if (from === null) {
    element.select();
    return 'ready';
  }
  try {
    const length = element.value.length;
    element.setSelectionRange(from < 0 ? length : from, to < 0 ? length : to);
    return 'ready';
  } catch {
    return 'unselectable'; // e-mail and number fields have no ranges
  }
}

function selectIn(element, from) {
  const selection = getSelection();
  selection.selectAllChildren(element);
  if (from !== null) selection.collapseToEnd();
  return from === null || from < 0 ? 'ready' : 'unselectable';
}

function hasFocus(element) {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement && active !== element) active = active.shadowRoot.activeElement;
  return active === element && document.hasFocus();
}

/** How the field stands to what was typed. */
function compare(number, wanted) {
  const element = elementOf(number);
  if (!element) return 'gone';
  const content = element.isContentEditable ? element.innerText.replace(/\n$/, '') : element.value;
  if (content === wanted) return 'same';
  return isFormatted(content, wanted) ? 'formatted' : 'differs';
}

/** Sites group digits and put a plus before them; letters they write large, and apart. Anything else that differs was not meant. */
function isFormatted(content, wanted) {
  const digits = (text) => text.replace(SEPARATORS, '');
  if (/^\+?\d+$/.test(digits(wanted))) return [digits(wanted), `+${digits(wanted)}`].includes(digits(content));
  const letters = (text) => text.replace(/\s/g, '').toLowerCase();
  return letters(wanted) !== '' && letters(content) === letters(wanted) && content.length >= wanted.length;
}

const lengthOf = (number) => contentOf(elementOf(number) ?? {}).length;

/** The content, for fields that are no secret. */
function read(number) {
  const element = elementOf(number);
  return element && !isSecret(element) ? contentOf(element) : null;
}

/** Sets a field as a script would, for pickers and as the last resort for text. */
function put(number, value) {
  const element = elementOf(number);
  if (!element) return false;
  const proto = element.tagName === 'TEXTAREA' ? HTMLTextAreaElement.prototype : HTMLInputElement.prototype;
  Object.getOwnPropertyDescriptor(proto, 'value').set.call(element, value);
  announce(element);
  return true;
}

/** Chooses in a list; says how it stands once the page has seen it. */
function choose(number, values) {
  const element = elementOf(number);
  if (element?.tagName !== 'SELECT') return 'gone';
  for (const option of element.options) option.selected = !option.disabled && values.includes(option.value);
  announce(element);
  const chosen = [...element.selectedOptions].map((option) => option.value);
  return chosen.join('\n') === values.join('\n') ? 'same' : 'differs';
}

function announce(element) {
  element.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
  element.dispatchEvent(new Event('change', { bubbles: true }));
}

/** Scrolls a surface, for the phone's scroll with the number `seq`; the page's own scrolling is told apart by `moves`. */
function scrollTo(surface, x, y, seq) {
  const scroller = surface === DOCUMENT ? (document.scrollingElement ?? document.documentElement) : elementOf(surface);
  if (!scroller) return null;
  const before = [scroller.scrollLeft, scroller.scrollTop];
  scroller.scrollTo({ left: x, top: y, behavior: 'instant' });
  const sent = [scroller.scrollLeft, scroller.scrollTop];
  const { count = 0, heard = 0 } = moves.get(surface) ?? {};
  moves.set(surface, { count, sent, heard: seq ?? heard });
  if (before[0] === sent[0] && before[1] === sent[1]) return sent;
  noteMotion(surface === DOCUMENT);
  soon();
  return sent;
}

/** What a finger at this point of the frame would press. */
async function hit(x, y) {
  await still({ x, y });
  const element = topmostAt(x, y);
  return { final: element ? finalLabelOf(element) : '', clicks };
}

/** What is ticked neither books nor pays, whatever stands beside it: "I authorize the clinic to charge my card". */
const BOXES = 'input[type=checkbox], input[type=radio], [role=checkbox], [role=radio], [role=switch]';

/** The words on the control that a press here would set off; none for a box. */
function finalLabelOf(element) {
  const control = element.closest(`button, a[href], input[type=submit], input[type=button], [role=button], label, [onclick], ${BOXES}`);
  const pressed = control?.control ?? control;
  if (pressed) return pressed.matches(BOXES) ? '' : nameOf(pressed);
  for (let up = element, steps = 0; up && steps < 4; up = parentOf(up), steps += 1) {
    if (getComputedStyle(up).cursor === 'pointer' && up.textContent.length < 80) return squeeze(up.textContent);
  }
  return '';
}

/** The words on the button that Enter in this field presses. */
function enterLabel(number) {
  const form = elementOf(number)?.form;
  const button = form?.querySelector('button:not([type=button]):not([type=reset]), input[type=submit]');
  return button ? nameOf(button) : '';
}

/** The number of the iframe whose document starts at this point. */
function frameAt(x, y) {
  for (const element of everything()) {
    if (element.tagName !== 'IFRAME' && element.tagName !== 'FRAME') continue;
    const { left, top } = contentBoxOf(element);
    if (Math.abs(left - x) < 1 && Math.abs(top - y) < 1) return numberOf(element);
  }
  return null;
}

globalThis.batonMirror = { aim, still, drift, reveal, clicked, stands, switchTo, focused, leave, select, compare, lengthOf, read, put, choose, scrollTo, hit, enterLabel, frameAt, report() { reported = ''; report(); } };
if (document.documentElement) start();
else new MutationObserver((_, waiting) => { waiting.disconnect(); start(); }).observe(document, { childList: true });
