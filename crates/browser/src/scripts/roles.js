// What an element is: its ARIA role, given or implied by its tag.

import { nearest } from './tree.js';

/** @type {Record<string, string>} */
const BY_TAG = {
  article: 'article', aside: 'complementary', button: 'button', datalist: 'listbox', dd: 'definition',
  details: 'group', dialog: 'dialog', dt: 'term', fieldset: 'group', figure: 'figure', footer: 'contentinfo',
  form: 'form', h1: 'heading', h2: 'heading', h3: 'heading', h4: 'heading', h5: 'heading', h6: 'heading',
  header: 'banner', iframe: 'iframe', li: 'listitem', main: 'main', menu: 'list', meter: 'meter', nav: 'navigation',
  ol: 'list', optgroup: 'group', option: 'option', output: 'status', progress: 'progressbar', summary: 'button',
  table: 'table', tbody: 'rowgroup', textarea: 'textbox', tfoot: 'rowgroup', thead: 'rowgroup', tr: 'row', ul: 'list',
};

/** @type {Record<string, string>} */
const BY_INPUT_TYPE = {
  button: 'button', checkbox: 'checkbox', file: 'button', image: 'button', number: 'spinbutton', radio: 'radio',
  range: 'slider', reset: 'button', search: 'searchbox', submit: 'button',
};

const NO_ROLE = new Set(['presentation', 'none', 'generic', 'paragraph', 'rowgroup', 'article', 'definition', 'term']);

/** Roles that are pressed or filled in. */
export const INTERACTIVE = new Set([
  'button', 'checkbox', 'combobox', 'gridcell', 'link', 'listbox', 'menuitem', 'menuitemcheckbox', 'menuitemradio', 'option',
  'radio', 'searchbox', 'slider', 'spinbutton', 'switch', 'tab', 'textbox', 'treeitem',
]);

/** Roles that are read as one: the texts inside are not listed on their own. */
export const READ_AS_ONE = new Set([
  'button', 'checkbox', 'heading', 'link', 'menuitem', 'menuitemcheckbox', 'menuitemradio', 'option', 'radio', 'switch', 'tab',
  'treeitem',
]);

/** Roles whose whole text is of interest although parts of it are listed too. */
export const TOLD_WHOLE = new Set([
  'alert', 'cell', 'columnheader', 'gridcell', 'rowheader', 'status', 'tooltip', 'log', 'alertdialog',
]);

/** Roles that hold text a person writes. */
export const EDITABLE = new Set(['textbox', 'searchbox', 'spinbutton', 'combobox']);

/** The role of `element`, or '' if it means nothing by itself. @param {Element} element */
export function roleOf(element) {
  const said = element.getAttribute('role');
  const given = said === null ? '' : said.trim().split(/\s+/)[0].toLowerCase();
  const role = given || impliedRole(element);
  return NO_ROLE.has(role) ? '' : role;
}

/** @param {Element} element */
function impliedRole(element) {
  const tag = element.localName;
  if (tag === 'a' || tag === 'area') return element.hasAttribute('href') ? 'link' : '';
  if (tag === 'input') return inputRole(/** @type {HTMLInputElement} */ (element));
  if (tag === 'select') return isDropDown(/** @type {HTMLSelectElement} */ (element)) ? 'combobox' : 'listbox';
  if (tag === 'td') return isInGrid(element) ? 'gridcell' : 'cell';
  if (tag === 'th') return element.getAttribute('scope') === 'row' ? 'rowheader' : 'columnheader';
  if (tag === 'img') return element.getAttribute('alt') === '' ? '' : 'img';
  if (tag === 'svg') return element.hasAttribute('aria-label') ? 'img' : '';
  if (tag === 'section') return isLabelled(element) ? 'region' : '';
  if (tag === 'header' || tag === 'footer') return isOfPage(element) ? BY_TAG[tag] : '';
  if (isEditingHost(element)) return 'textbox';
  return BY_TAG[tag] ?? '';
}

/** @param {HTMLInputElement} input */
function inputRole(input) {
  if (input.type === 'hidden') return '';
  const role = BY_INPUT_TYPE[input.type] ?? 'textbox';
  return input.list && (role === 'textbox' || role === 'searchbox') ? 'combobox' : role;
}

/** @param {HTMLSelectElement} select */
function isDropDown(select) {
  return !select.multiple && select.size <= 1;
}

/** @param {Element} cell */
function isInGrid(cell) {
  const table = cell.closest('table');
  return /^(grid|treegrid)$/.test(table?.getAttribute('role') ?? '');
}

/** @param {Element} element */
function isLabelled(element) {
  return element.hasAttribute('aria-label') || element.hasAttribute('aria-labelledby');
}

/** A header or footer inside a section belongs to that section. @param {Element} element */
function isOfPage(element) {
  return !nearest(element.parentElement ?? element, (at) => /^(article|aside|main|nav|section)$/.test(at.localName));
}

/** @param {Element} element */
export function isEditingHost(element) {
  const editable = element.getAttribute('contenteditable');
  return editable !== null && editable !== 'false';
}
