// All steps and their order. The order follows from the scenario and from what the look-up answered.
import { account } from './steps/account.js';
import { captcha } from './steps/captcha.js';
import { code } from './steps/code.js';
import { complete } from './steps/complete.js';
import { datetime } from './steps/datetime.js';
import { details } from './steps/details.js';
import { payment } from './steps/payment.js';
import { provider } from './steps/provider.js';
import { review } from './steps/review.js';
import { service } from './steps/service.js';

/**
 * @typedef {object} Step
 * @property {string} stage the entry of the progress line it belongs to
 * @property {(wizard: any) => HTMLElement} draw
 * @property {(wizard: any) => boolean} [isNeeded]
 */

/** @type {Object<string, Step>} */
export const STEPS = { service, provider, datetime, account, code, captcha, details, complete, review, payment };

const IDENTITY = ['account', 'code', 'captcha'];
const END = ['details', 'review', 'payment'];
const ORDERS = {
  usual: ['service', 'datetime', ...IDENTITY, ...END],
  onePage: ['service', 'datetime', ...IDENTITY, ...END],
  providerStep: ['service', 'provider', 'datetime', ...IDENTITY, ...END],
  firstMock: ['service', 'datetime', ...IDENTITY, 'complete', 'payment'],
  phoneFirst: [...IDENTITY, 'service', 'datetime', ...END],
};

/** @param {any} wizard @returns {string[]} the steps of this visit, as far as they are known by now */
export function stepsOf(wizard) {
  return ORDERS[wizard.scenario.order].filter((id) => STEPS[id].isNeeded?.(wizard) ?? true);
}

/** @param {any} wizard */
export const stagesOf = (wizard) => [...new Set(stepsOf(wizard).map((id) => STEPS[id].stage))];
