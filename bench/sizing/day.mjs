// One day of a number of instances: requests queue for a place of the instance they came to, are driven, wait for their patient, end.

import { arrivals, LIFE, visit } from './patients.mjs';
import { generator, lognormal } from './random.mjs';

/** How long after a failed try a patient asks again. */
const SECOND_THOUGHTS = 300;

/** Events by time. */
class Agenda {
  #heap = [];

  add(at, what) {
    const heap = this.#heap;
    let index = heap.push({ at, what }) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (heap[parent].at <= heap[index].at) break;
      [heap[parent], heap[index]] = [heap[index], heap[parent]];
      index = parent;
    }
  }

  next() {
    const heap = this.#heap;
    const [first, last] = [heap[0], heap.pop()];
    if (heap.length === 0 || !first) return first;
    heap[0] = last;
    for (let index = 0; ;) {
      const [left, right] = [2 * index + 1, 2 * index + 2];
      let least = index;
      if (left < heap.length && heap[left].at < heap[least].at) least = left;
      if (right < heap.length && heap[right].at < heap[least].at) least = right;
      if (least === index) return first;
      [heap[least], heap[index]] = [heap[index], heap[least]];
      index = least;
    }
  }
}

/** @returns what the day came to, for `bookings` requests at `instances` of `places` each */
export function simulate({ bookings, instances, places, figures, seed }) {
  const random = generator(seed);
  const agenda = new Agenda();
  const houses = Array.from({ length: instances }, () => ({ open: 0, queue: [], gone: 0 }));
  const now = { open: 0, viewed: 0, driven: 0 };
  const most = { open: 0, viewed: 0, driven: 0, queue: 0 };
  const day = { requests: 0, waits: [], gaveUp: 0, most };
  const count = (what, by) => {
    now[what] += by;
    most[what] = Math.max(most[what], now[what]);
  };

  const arrive = (at) => {
    day.requests += 1;
    // The one before them sends requests round in turn.
    const house = houses[day.requests % instances];
    house.queue.push(at);
    admit(house, at);
    most.queue = Math.max(most.queue, house.queue.length - house.gone);
  };

  const admit = (house, at) => {
    while (house.open < places && house.gone < house.queue.length) {
      const came = house.queue[house.gone];
      house.gone += 1;
      if (at - came > LIFE) {
        day.gaveUp += 1;
        continue;
      }
      day.waits.push(at - came);
      house.open += 1;
      count('open', 1);
      count('driven', 1);
      agenda.add(at + lognormal(random, figures.driveSeconds, 0.3), (done) => ready(house, done));
    }
  };

  const ready = (house, at) => {
    count('driven', -1);
    const { open, viewed, again } = visit(random);
    if (viewed > 0) agenda.add(at + open - viewed, () => count('viewed', 1));
    agenda.add(at + open, (end) => {
      if (viewed > 0) count('viewed', -1);
      count('open', -1);
      house.open -= 1;
      if (again) agenda.add(end + SECOND_THOUGHTS, arrive);
      admit(house, end);
    });
  };

  for (const at of arrivals(random, bookings)) agenda.add(at, arrive);
  for (let event = agenda.next(); event; event = agenda.next()) event.what(event.at);
  return day;
}
