// Where things are: on which surface, in which box. A surface is the document, or an element that scrolls.

const DOCUMENT = 0;
const PINNED = -1;
const round = (value) => Math.round(value * 2) / 2;

function scrolls(element, style) {
  const scrollable = (overflow) => overflow === 'auto' || overflow === 'scroll' || overflow === 'overlay';
  const tall = scrollable(style.overflowY) && element.scrollHeight > element.clientHeight + 1;
  const wide = scrollable(style.overflowX) && element.scrollWidth > element.clientWidth + 1;
  return (tall || wide) && element !== document.body && element !== document.scrollingElement;
}

/** The number of the surface an element lies on; `surfaces` collects what was met on the way. */
function surfaceOf(element, surfaces) {
  for (let up = parentOf(element), here = element; ; here = up, up = parentOf(up)) {
    if (getComputedStyle(here).position === 'fixed') return PINNED;
    if (!up || up === document.documentElement) return DOCUMENT;
    if (scrolls(up, getComputedStyle(up))) {
      surfaces.add(up);
      return numberOf(up);
    }
  }
}

/** x, y, width, height of a client rectangle on a surface. */
function boxOn(surface, rect) {
  const [x, y] = originOf(surface);
  return [round(rect.left - x), round(rect.top - y), round(rect.width), round(rect.height)];
}

function originOf(surface) {
  if (surface === PINNED) return [0, 0];
  if (surface === DOCUMENT) return [-scrollX, -scrollY];
  const element = elementOf(surface);
  const rect = element.getBoundingClientRect();
  return [rect.left + element.clientLeft - element.scrollLeft, rect.top + element.clientTop - element.scrollTop];
}

/** How often the page has scrolled a surface by itself, where we last sent it, and at which of the phone's own scrolls that was. */
const moves = new Map();

function describeSurface(element, surfaces) {
  const id = element ? numberOf(element) : DOCUMENT;
  const scroller = element ?? document.scrollingElement ?? document.documentElement;
  const on = element ? surfaceOf(element, surfaces) : PINNED;
  const box = element
    ? boxOn(on, insideOf(element))
    : [0, 0, document.documentElement.clientWidth, innerHeight];
  return {
    id,
    on,
    box,
    content: [scroller.scrollWidth, scroller.scrollHeight],
    scroll: [round(scroller.scrollLeft), round(scroller.scrollTop)],
    moved: moves.get(id)?.count ?? 0,
    heard: moves.get(id)?.heard ?? 0,
  };
}

/** The box inside an element's border. */
function insideOf(element) {
  const rect = element.getBoundingClientRect();
  return {
    left: rect.left + element.clientLeft,
    top: rect.top + element.clientTop,
    width: element.clientWidth,
    height: element.clientHeight,
  };
}

/** The box in which an iframe draws its document. */
function contentBoxOf(iframe) {
  const { left, top, width, height } = insideOf(iframe);
  const style = getComputedStyle(iframe);
  const [pt, pr, pb, pl] = ['Top', 'Right', 'Bottom', 'Left'].map((side) => parseFloat(style[`padding${side}`]) || 0);
  return { left: left + pl, top: top + pt, width: width - pl - pr, height: height - pt - pb };
}

/** Whether anything of the element can be seen and reached by a finger. */
function isReachable(element, rect) {
  const visible = visiblePoints(rect);
  return visible.length === 0 || visible.some(([x, y]) => reaches(element, x, y));
}

/** Points along the middle of a rectangle, as far as they are on the glass. */
function visiblePoints(rect) {
  const middle = (rect.top + rect.bottom) / 2;
  const inside = (x, y) => x >= 0 && y >= 0 && x < innerWidth && y < innerHeight;
  return [0.5, 0.15, 0.85].map((part) => [rect.left + rect.width * part, middle]).filter(([x, y]) => inside(x, y));
}

/** Whether what lies over it is a bar along an edge: scrolling brings it out again, as it does not from behind a dialog. */
function isBehindBar(rect) {
  return visiblePoints(rect).every(([x, y]) => {
    let up = topmostAt(x, y);
    while (up && !['fixed', 'sticky'].includes(getComputedStyle(up).position)) up = parentOf(up);
    return up && up.getBoundingClientRect().height < innerHeight / 2;
  });
}

function reaches(element, x, y) {
  const hit = topmostAt(x, y);
  if (!hit) return false;
  if (hit === element || element.contains(hit) || hit.contains(element)) return true;
  if (hit.closest('label')?.control === element) return true;
  return hit.getRootNode().host === element || element.getRootNode().host === hit;
}

/** The element that a finger at this point would meet, inside shadow roots too. */
function topmostAt(x, y) {
  let hit = document.elementFromPoint(x, y);
  while (hit?.shadowRoot) {
    const deeper = hit.shadowRoot.elementFromPoint(x, y);
    if (!deeper || deeper === hit) break;
    hit = deeper;
  }
  return hit;
}
