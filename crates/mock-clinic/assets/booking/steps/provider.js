// The provider as a step of its own, with the `order=providerStep` switch.
import { region } from '../dom.js';
import { actions, stepCard } from '../parts.js';
import { providerRadios } from '../provider_panel.js';

export const provider = { stage: 'service', draw };

function draw(wizard) {
  const { chosen, texts } = wizard;
  const ui = (wizard.ui.provider ??= { picked: false });
  const bar = region(() => actions(wizard, { label: texts.next, disabled: !ui.picked, onPress: () => wizard.next() }));
  if (!chosen.service) return stepCard({ title: texts.chooseProvider, hint: texts.noSelection }, bar.node);
  const radios = providerRadios(wizard, chosen.service, (picked) => {
    Object.assign(chosen, { provider: picked, summary: null });
    ui.picked = true;
    bar.refresh();
    wizard.appointmentChanged();
  });
  return stepCard({ title: texts.chooseProvider, hint: chosen.service.name }, radios, bar.node);
}
