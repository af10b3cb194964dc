// The wizard: which step is shown, what was chosen so far, what comes next. Knows nothing of how a step looks.
import { Api } from './api.js';
import { longDate, timeText } from './format.js';
import { remember, recall } from './memory.js';
import { STEPS, stepsOf } from './steps.js';
import en from './texts/en.js';
import es from './texts/es.js';

/** @typedef {import('./types.js').Boot} Boot */

/** What the patient has chosen and typed. It alone survives a page load with the `fullPages` switch. */
function nothingChosen() {
  return {
    /** @type {import('./types.js').Service|null} */ service: null,
    /** @type {import('./types.js').Provider|null} */ provider: null,
    /** @type {string|null} */ date: null,
    /** @type {string|null} */ time: null,
    /** @type {import('./types.js').Summary|null} */ summary: null,
    phone: '', country: '+1', firstName: '', lastName: '', email: '', notes: '',
    known: false, codeRequired: false, accountDone: false,
  };
}

export class Wizard {
  /** @param {Boot} boot @param {(wizard: Wizard) => void} draw */
  constructor(boot, draw) {
    this.boot = boot;
    this.scenario = boot.scenario;
    this.texts = boot.scenario.lang === 'es' ? es : en;
    this.draw = draw;
    this.appointmentChanged = () => {};
    this.chosen = nothingChosen();
    /** What steps remember about how they look (open categories, the shown month), by step. */
    this.ui = {};
    this.visit = boot.visit;
    this.resume();
    this.api = new Api(this.visit);
  }

  /** A URL restores the second step at most, and never what was chosen; only full page loads remember more. */
  resume() {
    const wanted = new URLSearchParams(location.search).get('step');
    const memory = this.scenario.fullPages && wanted ? recall(this.boot.slug) : null;
    if (memory) {
      this.visit = memory.visit;
      this.chosen = memory.chosen;
    }
    this.stepId = memory ? wanted : stepsOf(this)[wanted === 'datetime' ? 1 : 0];
  }

  get step() {
    return STEPS[this.stepId];
  }

  get language() {
    return this.scenario.lang === 'es' ? 'es' : 'en-US';
  }

  /** The text the patient sees for what the server said. */
  said(/** @type {{code?: string, message?: string}} */ refused) {
    return this.texts.serverMessages[refused.code] ?? (refused.message || this.texts.unreachable);
  }

  next() {
    const steps = stepsOf(this);
    this.show(steps[steps.indexOf(this.stepId) + 1]);
  }

  back() {
    const steps = stepsOf(this);
    this.show(steps[Math.max(0, steps.indexOf(this.stepId) - 1)]);
  }

  get isFirst() {
    return stepsOf(this)[0] === this.stepId;
  }

  /** @param {string} stepId */
  show(stepId) {
    this.stepId = stepId;
    const url = new URL(location.href);
    url.searchParams.set('step', this.scenario.fullPages ? stepId : this.#restorable());
    if (this.scenario.fullPages) {
      remember(this.boot.slug, { visit: this.visit, chosen: this.chosen });
      location.assign(url);
      return;
    }
    history.replaceState(null, '', url);
    this.draw(this);
    scrollTo(0, 0);
  }

  #restorable() {
    return this.stepId === stepsOf(this)[0] ? this.stepId : 'datetime';
  }

  /** The appointment as the page tells it: what the clinic holds, or what was chosen so far. */
  get appointment() {
    const { summary, service, provider, date, time } = this.chosen;
    if (summary) return summary;
    return {
      service: service?.name,
      provider: service && (provider?.name ?? this.texts.noPreference),
      date,
      time,
      durationMinutes: service?.durationMinutes,
    };
  }

  dateText = (/** @type {string} */ date) => longDate(date, this.language);
  timeText = (/** @type {string} */ time) => timeText(time, this.scenario);
}
