// Step 4: who the patient is. Skipped when the look-up knew the number.
import { h } from '../dom.js';
import { actions, asking, errorLine, field, stepCard } from '../parts.js';

export const details = {
  stage: 'account',
  draw,
  isNeeded: ({ chosen, scenario }) => !chosen.known && scenario.order !== 'onePage',
};

function draw(wizard) {
  const { texts } = wizard;
  const error = errorLine();
  const proceed = (button) => asking(wizard, button, error, async () => {
    if (await saveDetails(wizard, error)) wizard.next();
  });
  return stepCard({ title: texts.detailsTitle, hint: texts.detailsHint }, ...detailFields(wizard), error,
    actions(wizard, { label: texts.next, onPress: proceed }));
}

/** @param {any} wizard @returns {HTMLElement[]} */
export function detailFields(wizard) {
  const { texts } = wizard;
  return [
    h('div', { class: 'field-pair' },
      field(wizard, 'firstName', { label: texts.firstName, autocomplete: 'given-name', required: true }),
      field(wizard, 'lastName', { label: texts.lastName, autocomplete: 'family-name' })),
    field(wizard, 'email', { label: texts.email, type: 'email', autocomplete: 'email', required: true }),
    field(wizard, 'notes', { label: texts.notes, tag: 'textarea', rows: 3 }),
  ];
}

/** Hands the details in; false when they are incomplete. */
export async function saveDetails({ api, chosen, texts }, error) {
  const { firstName, lastName, email, notes } = chosen;
  if (!firstName.trim()) {
    error.say(`${texts.firstName}?`);
    return false;
  }
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) {
    error.say(texts.emailInvalid);
    return false;
  }
  await api.contact({ phone: chosen.e164, firstName, lastName, email, notes });
  return true;
}
