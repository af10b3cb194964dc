// What a browser tab remembers between full page loads. Another browser that opens the URL has none of it.

/** @param {string} slug @param {{visit: string, chosen: any}} memory */
export function remember(slug, memory) {
  sessionStorage.setItem(`wizard:${slug}`, JSON.stringify(memory));
}

/** @param {string} slug @returns {{visit: string, chosen: any} | null} */
export function recall(slug) {
  return JSON.parse(sessionStorage.getItem(`wizard:${slug}`) ?? 'null');
}
