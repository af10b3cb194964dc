// The picture of the page: one canvas as long as the page, painted where the page was when the picture was taken.
// So scrolling moves what is already there, at once and by the phone itself, and the newest frame falls into its place.

import { part } from './words.js';

/** Longer pages keep the part around the newest frame; no phone allows canvases of any length. */
const LONGEST = 6000;

const canvas = /** @type {HTMLCanvasElement} */ (part('picture'));
const context = canvas.getContext('2d', { alpha: false });
let size = { width: 0, height: 0, length: 0, stage: -1 };
let origin = 0;
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
  const scale = canvas.width / size.width;
  const top = (frame.scrollY - origin) * scale;
  if (frame.patch) {
    const zoom = scale / frame.patch.scale;
    context.drawImage(bitmap, frame.patch.left * zoom, top + frame.patch.top * zoom, bitmap.width * zoom, bitmap.height * zoom);
  } else {
    context.drawImage(bitmap, 0, top, frame.width * scale, frame.height * scale);
  }
  bitmap.close();
  for (const after of waiting) after();
  waiting.clear();
}

/** Calls `after` when the next frame has been painted. */
export function afterNextFrame(after) {
  waiting.add(after);
}

/** How long the page is, as its controls' report says. */
export function setLength(length) {
  size.length = length;
}

function fit({ width, height, scrollY, stage }) {
  const length = Math.min(Math.max(size.length, scrollY + height), LONGEST);
  const top = size.length > LONGEST ? Math.max(0, Math.min(scrollY - LONGEST / 3, size.length - LONGEST)) : 0;
  const fits = size.width === width && size.height >= length && size.stage === stage;
  const covered = scrollY >= origin && scrollY + height <= origin + LONGEST;
  if (fits && covered) return;
  const before = size.stage === stage && size.width === width && canvas.width ? snapshot() : null;
  size = { width, height: length, length: size.length, stage };
  const scale = 2;
  canvas.width = width * scale;
  canvas.height = length * scale;
  canvas.style.width = `${width}px`;
  canvas.style.height = `${length}px`;
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  if (before) context.drawImage(before, 0, (origin - top) * scale);
  origin = top;
  canvas.style.top = `${origin}px`;
}

function snapshot() {
  const copy = document.createElement('canvas');
  copy.width = canvas.width;
  copy.height = canvas.height;
  copy.getContext('2d').drawImage(canvas, 0, 0);
  return copy;
}
