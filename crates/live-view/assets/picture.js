// The picture of the page: one canvas as large as the page, painted where the page was when the picture was taken.
// So scrolling moves what is already there, at once and by the phone itself, and the newest frame falls into its place.

import { part } from './words.js';

/** Larger pages keep the part around the newest frame: no phone allows canvases of any size. In CSS pixels. */
const WIDEST = 1280;
const LONGEST = 6000;
const AREA = 4_000_000;
const SCALE = 2;

const canvas = /** @type {HTMLCanvasElement} */ (part('picture'));
const context = canvas.getContext('2d', { alpha: false });
/** What of the page is on the canvas. */
let shown = { stage: -1, glass: 0, left: 0, top: 0, width: 0, height: 0 };
/** How large the page is, as its controls' report says. */
let page = { width: 0, height: 0 };
/** @type {Set<() => void>} called once after the next frame is on the glass */
const waiting = new Set();

/** Ends when the frame before is on the canvas: a small picture is read sooner than a large one that came before it. */
let painted = Promise.resolve();

/** Paints a frame; returns once it is on the canvas. */
export function paint(frame) {
  const reading = createImageBitmap(frame.jpeg);
  const mine = painted.then(async () => draw(frame, await reading));
  painted = mine.catch(() => {});
  return mine;
}

function draw(frame, bitmap) {
  fit(frame);
  const left = (frame.scrollX - shown.left) * SCALE;
  const top = (frame.scrollY - shown.top) * SCALE;
  if (frame.patch) {
    const zoom = SCALE / frame.patch.scale;
    context.drawImage(bitmap, left + frame.patch.left * zoom, top + frame.patch.top * zoom, bitmap.width * zoom, bitmap.height * zoom);
  } else {
    context.drawImage(bitmap, left, top, frame.width * SCALE, frame.height * SCALE);
  }
  bitmap.close();
  for (const after of waiting) after();
  waiting.clear();
}

/** Calls `ask` when the canvas may have lost what was on it: a phone that was put away takes back its memory. */
export function whenSpoilt(ask) {
  canvas.addEventListener('contextrestored', () => {
    shown.stage = -1;
    ask();
  });
  document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' || ask());
}

/** Calls `after` when the next frame has been painted. */
export function afterNextFrame(after) {
  waiting.add(after);
}

/** @param {number[]} size width and height of the page */
export function setSize([width, height]) {
  page = { width, height };
}

/** Makes room on the canvas for a frame, and keeps what is there already of the same page. */
function fit({ stage, width, height, scrollX, scrollY }) {
  const isSame = shown.stage === stage && shown.glass === width;
  const holds = { width: Math.max(page.width, scrollX + width), height: Math.max(page.height, scrollY + height) };
  const room = { width: Math.max(width, Math.min(holds.width, WIDEST)) };
  room.height = Math.max(height, Math.min(holds.height, LONGEST, Math.floor(AREA / room.width)));
  const isRoomy = shown.width >= room.width && shown.height >= room.height;
  const isCovered = lies(scrollX, width, shown.left, shown.width) && lies(scrollY, height, shown.top, shown.height);
  if (isSame && isRoomy && isCovered) return;
  const before = isSame && canvas.width ? { picture: snapshot(), ...shown } : null;
  const left = around(scrollX, width, room.width, holds.width);
  const top = around(scrollY, height, room.height, holds.height);
  shown = { stage, glass: width, left, top, ...room };
  lay();
  if (before) context.drawImage(before.picture, (before.left - shown.left) * SCALE, (before.top - shown.top) * SCALE);
}

const lies = (start, length, from, room) => start >= from && start + length <= from + room;

/**
 * Where a window of `room` on `whole` begins so that it shows what is seen and more behind than before it: pages are read forwards.
 * On a whole pixel, or all of the picture is blurred.
 */
const around = (start, length, room, whole) => Math.floor(Math.max(0, Math.min(start - (room - length) / 3, whole - room)));

function lay() {
  const { left, top, width, height } = shown;
  canvas.width = width * SCALE;
  canvas.height = height * SCALE;
  Object.assign(canvas.style, { left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` });
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
}

function snapshot() {
  const copy = document.createElement('canvas');
  copy.width = canvas.width;
  copy.height = canvas.height;
  copy.getContext('2d').drawImage(canvas, 0, 0);
  return copy;
}
