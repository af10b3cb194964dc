// Reads what the service measured of its own steps.

const WHAT = { baton_step_seconds: 'seconds', baton_step_waited_seconds: 'waited', baton_step_round_trips: 'roundTrips' };
const LINE = /^(\w+)_sum\{(.*)\} (\S+)$/;

/**
 * The sums so far, by step, in the order in which a booking takes them.
 * @param {string} service its address
 * @returns {Promise<Record<string, {seconds: number, waited: number, roundTrips: number}>>}
 */
export async function stepCosts(service) {
  const text = await (await fetch(`${service}/metrics`)).text();
  const steps = {};
  for (const line of text.split('\n')) {
    const [, name, labels, value] = LINE.exec(line) ?? [];
    if (!(name in WHAT) || !labels.includes('errand="booking"')) continue;
    const [, step] = /step="(\w+)"/.exec(labels);
    (steps[step] ??= {})[WHAT[name]] = Number(value);
  }
  const order = ['opening', 'service', 'provider', 'date_time', 'phone', 'details', 'review', 'payment'];
  return Object.fromEntries(order.filter((step) => step in steps).map((step) => [step, steps[step]]));
}
