// The final button: what it says to the clinic, and what the page does with the answer.
import { showConfirmation } from '../confirmation.js';
import { lostSlot } from '../steps/review.js';
import { askBank } from './challenge.js';

/** A card form that is not filled in; its message is for the patient. */
export class Incomplete extends Error {}

const newKey = () => Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(16)).join('');

/**
 * @param {any} wizard
 * @param {HTMLButtonElement} button rests and says "Processing..." meanwhile, so that a second click does nothing
 * @param {{say: (text: string) => void}} error
 * @param {() => Promise<{token?: string}>} pay gets a card token where one is needed
 */
export async function submit(wizard, button, error, pay) {
  const label = button.textContent;
  error.say('');
  button.disabled = true;
  button.textContent = wizard.texts.processing;
  try {
    await wizard.api.press(label);
    const answer = await settled(wizard, await pay());
    answered(wizard, answer, error);
  } catch (failure) {
    error.say(failure instanceof Incomplete ? failure.message : wizard.texts.unreachable);
  } finally {
    button.disabled = false;
    button.textContent = label;
  }
}

/** Sends the submit, and once more when the bank had to be asked first. */
async function settled(wizard, payment) {
  const answer = await wizard.api.book({ key: newKey(), ...payment });
  if (answer.status !== 'challenge') return answer;
  await askBank(wizard, answer.challenge);
  return wizard.api.book({ key: newKey(), challenge: answer.challenge });
}

function answered(wizard, answer, error) {
  switch (answer.status) {
    case 'booked':
      showConfirmation(wizard, answer.confirmationNumber, wizard.appointment);
      return;
    case 'slotTaken':
      document.querySelector('main h1').nextElementSibling.replaceWith(lostSlot(wizard, wizard.texts.slotTaken));
      return;
    default:
      error.say(wizard.said({ code: answer.result, message: answer.message ?? wizard.texts.broken }));
  }
}
