/**
 * Covers parts of the viewport, and uncovers what was covered before.
 *
 * @param {Array<[number, number, number, number]>} boxes x, y, width and height
 */
(boxes) => {
  document.querySelectorAll('[data-baton-cover]').forEach((cover) => cover.remove());
  for (const [x, y, width, height] of boxes) {
    const cover = document.createElement('div');
    cover.dataset.batonCover = '';
    const place = `left:${x}px;top:${y}px;width:${width}px;height:${height}px`;
    cover.style.cssText = `position:fixed;${place};background:#444;z-index:2147483647;pointer-events:none`;
    document.documentElement.append(cover);
  }
}
