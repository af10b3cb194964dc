// Class names and ids. With the `randomIds` switch they mean nothing and differ at every load.

/** @type {Map<string, string> | null} */
let disguises = null;

/** @param {string} name one class name or id */
export function nameOf(name) {
  if (!disguises) return name;
  if (!disguises.has(name)) disguises.set(name, `x${Math.random().toString(36).slice(2, 9)}`);
  return disguises.get(name);
}

/** @param {string} names class names with spaces between them */
export const namesOf = (names) => names.split(' ').filter(Boolean).map(nameOf).join(' ');

export const isDisguised = () => disguises !== null;

/** Replaces the style sheets by copies that speak the disguised names. */
export async function disguise() {
  disguises = new Map();
  const links = [...document.querySelectorAll('link[rel=stylesheet]')];
  const sheets = await Promise.all(links.map(async (link) => (await fetch(link.href)).text()));
  const style = document.createElement('style');
  style.textContent = sheets.join('\n').replace(/\.([a-z][\w-]*)/gi, (_, name) => `.${nameOf(name)}`);
  document.head.append(style);
  links.forEach((link) => link.remove());
}
