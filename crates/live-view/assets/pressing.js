// Presses of the page's buttons. One is said once or not at all: said again later it might pay twice. So the patient is told whenever a
// press may not have reached the page, and presses again themselves.

import { hideToast, toast } from './status.js';
import { say } from './words.js';

/** While these last, the page that was pressed may still come back as it was. */
const PAUSES = new Set(['preparing', 'filling_in', 'reconnecting']);

/** While these last, pressing again does no harm. */
const TURNS = new Set(['your_turn', 'refused']);

/** @param {{send: (message: object) => boolean, isOpen: () => boolean}} line */
export function followPresses(line) {
  /** The control whose press was said last, until that is confirmed. */
  let underWay = null;
  /** The line or the page was another one since it was said. */
  let isDoubtful = false;
  let isTold = false;

  /** A press of a button that waits, for its successor or for the fields beside it, would be said to nobody, or for nothing. */
  function press({ element, facts }) {
    const waits = element.getAttribute('aria-disabled') === 'true';
    if (waits) return ask(line.isOpen() ? 'notReady' : 'notSent');
    if (!line.send({ t: 'press', control: facts.id })) return ask('notSent');
    underWay = facts.id;
    isDoubtful = false;
    hush();
  }

  function ask(words) {
    isTold = true;
    toast(say(words), '', say('ok'), hush);
  }

  function hush() {
    if (isTold) hideToast();
    isTold = false;
  }

  /** The service says whether there was anything to press. */
  function onPressed({ control, reached }) {
    if (control === underWay) underWay = null;
    if (!reached) ask('notReady');
  }

  /** What has become of a press that nobody confirmed is told by what happens next. */
  function onPhase({ name }) {
    if (PAUSES.has(name)) return;
    if (underWay !== null && isDoubtful && TURNS.has(name)) {
      underWay = null;
      return ask('pressLost');
    }
    if (name === 'your_turn') return;
    // A refusal stands where our own words did.
    if (name !== 'refused') hush();
    isTold = false;
    underWay = null;
  }

  return { press, onPressed, onPhase, interrupted: () => (isDoubtful = underWay !== null) };
}
