// What scrolls on the page scrolls on the phone too: natively, at once, and the page follows.

import { setSize } from './picture.js';
import { part } from './words.js';

/** The page has come to the phone's own scroll by then, or it was lost on the way. */
const ON_THE_WAY = 5_000;

/** @param {{send: (message: object) => boolean}} line */
export function layOutSurfaces(line) {
  const stage = part('stage');
  const page = part('page');
  /** @type {Map<string, {scroller: HTMLElement, content: HTMLElement, moved: number, seq: number, told: string, toldAt: number, isRoot: boolean}>} */
  const known = new Map();
  /** @type {Set<HTMLElement>} what held the controls that still wait for their successors */
  const kept = new Set();
  let root = '';

  function show(scene) {
    document.documentElement.style.setProperty('--page-ground', scene.background);
    stage.style.background = scene.background;
    if (scene.lang) part('surface').lang = scene.lang;
    stage.setAttribute('aria-label', scene.title);
    scene.surfaces.forEach((surface, index) => (index === 0 ? showRoot(surface) : showInner(surface)));
  }

  function showRoot({ id, content, scroll, moved, heard }) {
    setSize(content);
    page.style.height = `${content[1]}px`;
    page.style.width = `${Math.max(content[0], 1)}px`;
    if (root !== id) {
      known.delete(root);
      root = id;
      known.set(id, { scroller: stage, content: part('surface'), moved: -1, seq: 0, told: '', toldAt: 0, isRoot: true });
    }
    follow(known.get(id), scroll, moved, heard);
  }

  function showInner({ id, on, box, content, scroll, moved, heard }) {
    const parent = known.get(on)?.content ?? part('pinned');
    const surface = known.get(id) ?? begin(id);
    if (surface.scroller.parentElement !== parent) parent.append(surface.scroller);
    place(surface.scroller, box);
    const scrolls = content[0] > box[2] + 1 || content[1] > box[3] + 1;
    surface.scroller.classList.toggle('still', !scrolls);
    surface.spacer.style.width = `${scrolls ? content[0] : 0}px`;
    surface.spacer.style.height = `${scrolls ? content[1] : 0}px`;
    if (scrolls) follow(surface, scroll, moved, heard);
  }

  function begin(id) {
    const scroller = Object.assign(document.createElement('div'), { className: 'scroller' });
    const spacer = Object.assign(document.createElement('div'), { className: 'spacer' });
    scroller.append(spacer);
    const surface = { scroller, content: scroller, spacer, moved: -1, seq: 0, told: '', toldAt: 0, isRoot: false };
    scroller.addEventListener('scroll', () => tell(id, surface), { passive: true });
    known.set(id, surface);
    return surface;
  }

  /** Another hub names every surface anew. The old ones stay where they are for as long as a control in them is waited for. */
  function meet() {
    for (const { scroller, isRoot } of known.values()) if (!isRoot) kept.add(scroller);
    known.clear();
    root = '';
  }

  /** What is no longer there goes, unless a control in it is still in use. */
  function letGo(scene) {
    const ids = new Set(scene.surfaces.map(({ id }) => id));
    for (const [id, { scroller, isRoot }] of known) {
      if (isRoot || ids.has(id) || scroller.querySelector('.control')) continue;
      known.delete(id);
      scroller.remove();
    }
    for (const scroller of kept) {
      if (scroller.querySelector('.control')) continue;
      kept.delete(scroller);
      scroller.remove();
    }
  }

  /** Goes where the page went by itself; never back to where the phone has just scrolled from, nor away from where the page will follow it. */
  function follow(surface, [x, y], moved, heard) {
    if (surface.moved === moved) return;
    const first = surface.moved === -1;
    surface.moved = moved;
    if (first ? x === 0 && y === 0 : isAhead(surface, heard)) return;
    surface.told = `${Math.round(x)},${Math.round(y)}`;
    surface.scroller.scrollTo({ left: x, top: y, behavior: 'instant' });
  }

  /** Whether the phone has scrolled by itself, and the page has not come there yet. */
  function isAhead(surface, heard) {
    const isOnTheWay = heard < surface.seq && performance.now() - surface.toldAt < ON_THE_WAY;
    return isOnTheWay || (surface.told !== '' && positionOf(surface) !== surface.told);
  }

  const positionOf = ({ scroller }) => `${Math.round(scroller.scrollLeft)},${Math.round(scroller.scrollTop)}`;

  function tell(id, surface) {
    if (!surface || surface.due) return;
    surface.due = true;
    requestAnimationFrame(() => {
      surface.due = false;
      const { scrollLeft, scrollTop } = surface.scroller;
      const now = positionOf(surface);
      if (now === surface.told) return;
      surface.told = now;
      surface.toldAt = performance.now();
      surface.seq += 1;
      line.send({ t: 'scroll', surface: id, to: [Math.max(0, scrollLeft), Math.max(0, scrollTop)], seq: surface.seq });
    });
  }

  /** Puts the inner surfaces among the controls beside them, so that the Tab key meets everything from top to bottom. */
  function settle(scene) {
    letGo(scene);
    for (const { id, on, box } of scene.surfaces.slice(1)) {
      const { scroller } = known.get(id);
      const parent = scroller.parentElement;
      if (!parent || scroller.contains(document.activeElement)) continue;
      const below = scene.controls.find((control) => control.surface === on && control.box[1] > box[1]);
      const next = below && parent.querySelector(`:scope > [data-control="${below.id}"]`);
      if (next ? scroller.nextElementSibling !== next : scroller.nextElementSibling) parent.insertBefore(scroller, next ?? null);
    }
  }

  stage.addEventListener('scroll', () => tell(root, known.get(root)), { passive: true });
  return {
    show,
    meet,
    settle,
    /** Where the controls of a surface are put. */
    contentOf: (id) => (id === null ? part('pinned') : (known.get(id)?.content ?? part('surface'))),
  };
}

/** @param {HTMLElement} element @param {number[]} box x, y, width, height */
export function place(element, [x, y, width, height]) {
  const { style } = element;
  style.left = `${x}px`;
  style.top = `${y}px`;
  style.width = `${width}px`;
  style.height = `${height}px`;
}
