// The 6-digit code that only the patient has. Left out for most numbers.
import { actions, asking, errorLine, field, stepCard } from '../parts.js';

export const code = { stage: 'account', draw, isNeeded: ({ chosen }) => chosen.codeRequired };

function draw(wizard) {
  const { api, chosen, texts } = wizard;
  chosen.code ??= '';
  const error = errorLine();
  const proceed = (button) => asking(wizard, button, error, async () => {
    await api.code(chosen.code);
    wizard.next();
  });
  return stepCard({ title: texts.codeTitle, hint: texts.codeHint(chosen.e164) },
    field(wizard, 'code', { label: texts.code, inputmode: 'numeric', autocomplete: 'one-time-code', maxlength: 6,
      class: 'input input-code' }),
    error, actions(wizard, { label: texts.confirmCode, onPress: proceed }));
}
