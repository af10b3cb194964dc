// The page's controls, described so that a phone can put native ones in their places.

const ANY_CONTROL = [
  'input:not([type=hidden]):not([type=file])', 'textarea', 'select', 'button', 'a[href]', 'summary',
  '[contenteditable=""]', '[contenteditable=true]',
  ...['button', 'link', 'checkbox', 'switch', 'radio', 'textbox', 'combobox', 'tab', 'option', 'menuitem', 'gridcell']
    .map((role) => `[role=${role}]`),
].join(',');
const PICKERS = new Set(['date', 'time', 'month', 'week', 'datetime-local', 'color', 'range']);
const PRESSED = new Set(['submit', 'button', 'reset', 'image']);

/** Stands for a control that is there, under something else. */
const COVERED = Symbol('covered');

function kindOf(element) {
  const role = element.getAttribute('role');
  switch (element.tagName) {
    case 'SELECT': return 'select';
    case 'TEXTAREA': return 'area';
    case 'INPUT':
      if (element.type === 'checkbox') return 'check';
      if (element.type === 'radio') return 'radio';
      if (PRESSED.has(element.type) || isForPressing(element)) return 'button';
      return PICKERS.has(element.type) ? 'picker' : 'text';
  }
  if (element.isContentEditable) return 'area';
  if (role === 'checkbox' || role === 'switch') return 'check';
  if (role === 'radio') return 'radio';
  return role === 'link' || (element.tagName === 'A' && role !== 'button') ? 'link' : 'button';
}

/** Whether nobody can type in an input, but a press may do something: open the site's own calendar, or let it be typed in. */
const isForPressing = (element) => element.readOnly && !element.disabled;

/** The rectangle a finger aims at: a visually hidden checkbox is pressed through its label. */
function targetOf(element, kind) {
  const rect = element.getBoundingClientRect();
  const seen = element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const tiny = rect.width < 8 || rect.height < 8;
  if ((kind === 'check' || kind === 'radio') && (tiny || !seen)) {
    const label = element.labels?.[0];
    const shown = label?.checkVisibility({ visibilityProperty: true }) ? label.getBoundingClientRect() : rect;
    return shown.width >= 8 && shown.height >= 8 ? { element: label ?? element, rect: shown } : null;
  }
  return seen && !tiny ? { element, rect } : null;
}

function describeControl(element, surfaces) {
  const kind = kindOf(element);
  const target = targetOf(element, kind);
  if (!target) return null;
  if (!isReachable(target.element, target.rect)) return COVERED;
  const surface = surfaceOf(target.element, surfaces);
  const isField = kind === 'text' || kind === 'area' || kind === 'picker';
  const holdsText = isField || (kind === 'button' && Boolean(element.readOnly));
  const secret = holdsText && isSecret(element);
  return {
    id: numberOf(element),
    kind,
    surface,
    box: boxOn(surface, target.rect),
    label: nameOf(element),
    hint: textOfIds(element, 'aria-describedby') || textOfIds(element, 'aria-errormessage'),
    inputType: element.tagName === 'INPUT' ? element.type : '',
    inputMode: element.inputMode ?? '',
    autocomplete: element.autocomplete ?? '',
    said: [element.name, element.id, element.placeholder].map(squeeze).join(' '),
    placeholder: isField ? squeeze(element.placeholder) : '',
    maxLength: element.maxLength > 0 ? element.maxLength : null,
    group: kind === 'radio' ? element.name || String(numberOf(element.closest('[role=radiogroup]') ?? element)) : '',
    secret,
    value: holdsText && !secret ? contentOf(element) : null,
    filled: isField && contentOf(element) !== '',
    checked: kind === 'check' || kind === 'radio' ? isChecked(element) : null,
    choices: kind === 'select' ? [...element.options].slice(0, 400).map(describeChoice) : [],
    multiple: Boolean(element.multiple),
    disabled: Boolean(element.disabled) || element.getAttribute('aria-disabled') === 'true' || (isField && Boolean(element.readOnly)),
    required: Boolean(element.required) || element.getAttribute('aria-required') === 'true',
    invalid: element.getAttribute('aria-invalid') === 'true',
    look: isField || kind === 'select' ? lookOf(element) : null,
  };
}

const isChecked = (element) => element.checked ?? element.getAttribute('aria-checked') === 'true';
const contentOf = (element) => element.value ?? element.innerText ?? '';

function describeChoice(option) {
  return { value: option.value, label: squeeze(option.label), selected: option.selected, disabled: option.disabled };
}

function lookOf(element) {
  const style = getComputedStyle(element);
  const size = (name) => parseFloat(style[name]) || 0;
  const side = (name) => round(size(`padding${name}`) + size(`border${name}Width`));
  return {
    font: style.fontFamily,
    size: size('fontSize'),
    weight: style.fontWeight,
    spacing: size('letterSpacing'),
    color: style.color,
    background: groundOf(element),
    align: style.textAlign,
    radius: size('borderTopLeftRadius'),
    inset: ['Top', 'Right', 'Bottom', 'Left'].map(side),
  };
}

/** The first colour behind an element that is not see-through. */
function groundOf(element) {
  for (let up = element; up; up = parentOf(up)) {
    const { backgroundColor } = getComputedStyle(up);
    if (!/^rgba\(.*, 0\)$|^transparent$/.test(backgroundColor)) return backgroundColor;
  }
  return 'rgb(255, 255, 255)';
}
