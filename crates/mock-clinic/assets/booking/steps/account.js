// Step 3: the phone number alone. The clinic looks up who that is.
import { h } from '../dom.js';
import { actions, asking, errorLine, field, stepCard } from '../parts.js';
import { COUNTRIES, PLACEHOLDERS, mask, readPhone } from '../phone_number.js';
import { detailFields, saveDetails } from './details.js';

export const account = { stage: 'account', draw };

function draw(wizard) {
  const { texts, scenario } = wizard;
  const error = errorLine();
  const withDetails = scenario.order === 'onePage';
  const proceed = (button) => asking(wizard, button, error, () => lookUp(wizard, error, withDetails));
  const title = scenario.order === 'firstMock' ? texts.phoneTitle : texts.accountTitle;
  return stepCard({ title, hint: texts.accountHint },
    h('div', { class: 'phone' }, scenario.phoneField === 'country' && countryField(wizard), phoneField(wizard)),
    ...(withDetails ? detailFields(wizard) : []),
    error, h('p', { class: 'fine' }, texts.consent),
    actions(wizard, { label: texts.next, onPress: proceed }));
}

function phoneField(wizard) {
  const kind = wizard.scenario.phoneField;
  return field(wizard, 'phone', {
    label: wizard.texts.phone, type: 'tel', autocomplete: kind === 'e164' ? 'tel' : 'tel-national',
    inputmode: 'tel', placeholder: PLACEHOLDERS[kind],
    oninput: (event) => kind === 'masked' && mask(event.target),
  });
}

function countryField(wizard) {
  const select = field(wizard, 'country', { label: wizard.texts.country, tag: 'select' });
  const options = COUNTRIES.map(([value, text]) =>
    h('option', { value, selected: value === wizard.chosen.country }, text));
  select.querySelector('select').append(...options);
  return select;
}

async function lookUp(wizard, error, withDetails) {
  const { api, chosen, scenario, texts } = wizard;
  const phone = readPhone(wizard);
  if (!phone) {
    error.say(scenario.phoneField === 'e164' ? texts.phoneInternational : texts.phoneNational);
    return;
  }
  const { known, codeRequired, firstName } = await api.lookup(phone);
  Object.assign(chosen, { known, codeRequired, e164: phone, knownName: firstName });
  if (withDetails && !known && !(await saveDetails(wizard, error))) return;
  wizard.next();
}
