// What state an element is in.

import { nearest, parentOf } from './tree.js';
import { INTERACTIVE, isEditingHost } from './roles.js';

/** Dimmer than this, a control tells the eye that it cannot be used. */
const DIMMED = 0.5;
const PRESSED = new Set(['button', 'a', 'input', 'select', 'textarea', 'summary']);
/** A control in one of these is as disabled as what holds it. */
const HOLDERS = '[role=gridcell], [role=option], [role=tab], [role=row], td, li';

/**
 * Whether a person would find that `element` cannot be used.
 * @param {Element} element @param {CSSStyleDeclaration} style @param {number} opacity All opacities, multiplied.
 * @param {boolean} held Whether it is disabled by what holds it.
 */
export function isDisabled(element, style, opacity, held) {
  if (held || opacity <= DIMMED || style.pointerEvents === 'none') return true;
  return saysDisabled(element) || isDisabledInside(element);
}

/** Whether `element`, or something that holds it, disables all inside. @param {Element} element */
export function isHeldDisabled(element) {
  return nearest(element, disablesAllInside) !== null;
}

/** @param {Element} element */
export function disablesAllInside(element) {
  if (element.getAttribute('aria-disabled') === 'true' || element.hasAttribute('inert')) return true;
  return saysDisabled(element) && element.matches(HOLDERS);
}

/** @param {Element} element */
function saysDisabled(element) {
  if (element.hasAttribute('disabled') || element.matches(':disabled')) return true;
  const classes = element.getAttribute('class');
  if (classes === null || !/disabled/i.test(classes)) return false;
  return classes.split(/\s+/).some((token) => /(^|[-_])disabled$/i.test(token) && !/not-disabled$/i.test(token));
}

/** A cell is as disabled as the only button in it. @param {Element} element */
function isDisabledInside(element) {
  if (element.matches('button, input, select, textarea, a')) return false;
  const buttons = element.querySelectorAll('button, [role=button]');
  if (buttons.length !== 1) return false;
  const button = buttons[0];
  const style = getComputedStyle(button);
  if (button.getAttribute('aria-disabled') === 'true' || saysDisabled(button)) return true;
  return style.pointerEvents === 'none' || Number(style.opacity) <= DIMMED;
}

/**
 * The states of `element` that differ from the ordinary.
 * @param {Element} element @param {string} role
 */
export function statesOf(element, role) {
  const input = /** @type {HTMLInputElement} */ (element);
  const isCheckable = element.localName === 'input' && /^(checkbox|radio)$/.test(input.type);
  const current = element.getAttribute('aria-current');
  return {
    checked: isCheckable ? input.checked : truth(element.getAttribute('aria-checked')),
    selected: element.localName === 'option' ? input.selected : truth(element.getAttribute('aria-selected')),
    expanded: element.localName === 'summary' ? isOpen(element) : truth(element.getAttribute('aria-expanded')),
    pressed: truth(element.getAttribute('aria-pressed')),
    current: current !== null && current !== 'false' && current !== '' ? true : undefined,
    required: input.required === true || element.getAttribute('aria-required') === 'true' || undefined,
    invalid: isInvalid(element) || undefined,
    readonly: input.readOnly === true || element.getAttribute('aria-readonly') === 'true' || undefined,
    busy: element.getAttribute('aria-busy') === 'true' || (role === 'progressbar' && isWorking(element)) || undefined,
    modal: element.getAttribute('aria-modal') === 'true' || (role === 'dialog' && element.matches(':modal')) || undefined,
  };
}

/** @param {string | null} said */
function truth(said) {
  if (said === null || said === '' || said === 'undefined') return undefined;
  return said !== 'false';
}

/**
 * Whether a progress bar says that something is being done. One with a value may be the steps of a form, unless what it stands in is busy.
 * @param {Element} bar
 */
function isWorking(bar) {
  if (nearest(bar, (at) => at.getAttribute('aria-busy') === 'true')) return true;
  return !bar.hasAttribute('aria-valuenow') && !bar.hasAttribute('value');
}

/** @param {Element} summary */
function isOpen(summary) {
  return /** @type {HTMLDetailsElement | null} */ (summary.closest('details'))?.open ?? false;
}

/** @param {Element} element */
export function isInvalid(element) {
  const said = element.getAttribute('aria-invalid');
  return (said !== null && said !== 'false' && said !== '') || element.matches(':user-invalid');
}

/**
 * Whether a press on `element` is meant to do something.
 * @param {Element} element @param {string} role @param {CSSStyleDeclaration} style
 * @param {boolean} inClickable Whether something around it is clickable, so that the pointer is only inherited.
 */
export function isClickable(element, role, style, inClickable) {
  if (element === document.body || element === document.documentElement) return false;
  if (PRESSED.has(element.localName) && element.matches('button, a[href], input:not([type=hidden]), select, textarea, summary')) return true;
  if (INTERACTIVE.has(role) && role !== 'gridcell') return true;
  if (element.hasAttribute('onclick') || isEditingHost(element)) return true;
  if (element.localName === 'label' && /** @type {HTMLLabelElement} */ (element).control) return true;
  if (element.hasAttribute('tabindex') && /** @type {HTMLElement} */ (element).tabIndex >= 0) return true;
  return style.cursor === 'pointer' && !(inClickable && inheritsPointer(element));
}

/** @param {Element} element */
function inheritsPointer(element) {
  const parent = parentOf(element);
  return parent !== null && getComputedStyle(parent).cursor === 'pointer';
}
