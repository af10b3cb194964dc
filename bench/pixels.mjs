// Looks into the pictures that a phone gets: where a control is on them, and whether it looks different.

import jpeg from 'jpeg-js';

/** How different a grey must be to be no trace of compression, and of how many points, to be something a person sees. */
const CLEARLY = 48;
const POINTS = 3;

/** Where a control lies on the glass: x, y, width, height in CSS pixels. */
export function onGlass(scene, control) {
  let [x, y, width, height] = control.box;
  const surfaces = new Map(scene.surfaces.map((surface) => [surface.id, surface]));
  for (let surface = surfaces.get(control.surface); surface; surface = surfaces.get(surface.on)) {
    x += surface.box[0] - surface.scroll[0];
    y += surface.box[1] - surface.scroll[1];
  }
  return [x, y, width, height].map(Math.round);
}

/** How a part of the glass looks with each frame: the greys of its CSS pixels, whatever the pictures' size. The first frame must be whole. */
export function looks(frames, box) {
  const seen = new Map();
  let before = new Uint8Array(box[2] * box[3]);
  for (const frame of frames) {
    before = look(frame, box, before);
    seen.set(frame, before);
  }
  return seen;
}

function look(frame, [left, top, width, height], before) {
  const picture = jpeg.decode(frame.jpeg, { useTArray: true, maxMemoryUsageInMB: 1024 });
  const scale = frame.patch?.scale ?? picture.width / frame.width;
  const [dx, dy] = frame.patch ? [frame.patch.left, frame.patch.top] : [0, 0];
  const greys = Uint8Array.from(before);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const now = grey(picture, (left + x) * scale - dx, (top + y) * scale - dy, scale);
      if (now !== null) greys[y * width + x] = now;
    }
  }
  return greys;
}

function grey({ data, width, height }, x, y, scale) {
  let [sum, count] = [0, 0];
  for (let dy = 0; dy < scale; dy += 1) {
    for (let dx = 0; dx < scale; dx += 1) {
      const [px, py] = [Math.floor(x + dx), Math.floor(y + dy)];
      if (px < 0 || py < 0 || px >= width || py >= height) continue;
      const at = (py * width + px) * 4;
      sum += 0.3 * data[at] + 0.59 * data[at + 1] + 0.11 * data[at + 2];
      count += 1;
    }
  }
  return count ? sum / count : null;
}

/** Whether a person would see that something changed between two looks. */
export function differ(before, after) {
  let points = 0;
  for (let at = 0; at < before.length; at += 1) if (Math.abs(before[at] - after[at]) > CLEARLY) points += 1;
  return points >= POINTS;
}

export function sizeOf(frame) {
  const { width, height } = jpeg.decode(frame.jpeg, { useTArray: true, maxMemoryUsageInMB: 1024 });
  return `${width}x${height}`;
}
