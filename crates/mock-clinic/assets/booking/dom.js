// Makes elements. Knows nothing of the wizard.
import { isDisguised, nameOf, namesOf } from './names.js';

/**
 * Makes an element: `on…` properties are listeners, `class` and `id` pass through names.js, `true` is an empty
 * attribute, `false`, `null` and `undefined` are left out.
 *
 * @param {string} tag
 * @param {Object<string, any>} [attributes]
 * @param {...(Node|string|number|null|undefined|false)} children
 * @returns {any}
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) setAttribute(element, name, value);
  element.append(...children.filter((child) => child || child === 0));
  return element;
}

function setAttribute(element, name, value) {
  if (value === false || value === null || value === undefined) return;
  if (name === 'data-testid' && isDisguised()) return;
  if (name.startsWith('on')) element.addEventListener(name.slice(2).toLowerCase(), value);
  else if (name === 'class') element.className = namesOf(value);
  else if (name === 'id' || name === 'for') element.setAttribute(name, nameOf(value));
  else if (name === 'value') element.value = value;
  else element.setAttribute(name, value === true ? '' : String(value));
}

/**
 * A part of the page that can be drawn again from what it shows.
 *
 * @param {() => HTMLElement} draw
 */
export function region(draw) {
  let node = draw();
  return {
    get node() {
      return node;
    },
    refresh() {
      const next = draw();
      node.replaceWith(next);
      node = next;
    },
  };
}

/** Waits; 0 still gives the browser a turn. @param {number} milliseconds */
export const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
