// "Choose a provider": the list of radios, and the panel that slides in with it.
import { h } from './dom.js';

/**
 * Radios for a service's providers, "No preference" first when there is a choice.
 *
 * @param {any} wizard
 * @param {import('./types.js').Service} service
 * @param {(provider: import('./types.js').Provider|null) => void} onChoice
 */
export function providerRadios(wizard, service, onChoice) {
  const onlyOne = service.providers.length === 1;
  const entries = onlyOne ? service.providers : [null, ...service.providers];
  const radio = (provider) => {
    const name = provider?.name ?? wizard.texts.noPreference;
    return h('label', { class: 'provider' },
      h('input', { type: 'radio', name: 'provider', value: provider?.id ?? 'any', checked: onlyOne,
        onchange: () => onChoice(provider) }),
      h('span', { class: 'avatar', 'aria-hidden': 'true' }, provider ? name[0] : '★'),
      h('span', { class: 'provider-name' }, name));
  };
  if (onlyOne) onChoice(service.providers[0]);
  return h('div', { class: 'providers', role: 'radiogroup', 'aria-label': wizard.texts.chooseProvider },
    ...entries.map(radio));
}

/**
 * Resolves to the choice (no provider means no preference), or to nothing when the panel was closed.
 *
 * @param {any} wizard
 * @param {import('./types.js').Service} service
 * @returns {Promise<{provider: import('./types.js').Provider|null} | null>}
 */
export function openProviderPanel(wizard, service) {
  const { texts } = wizard;
  return new Promise((resolve) => {
    let choice = null;
    const close = (result) => {
      panel.remove();
      resolve(result);
    };
    const confirm = h('button', { type: 'button', class: 'button button-primary button-wide', disabled: true,
      onclick: () => close(choice) }, texts.confirmSelection);
    const radios = providerRadios(wizard, service, (provider) => {
      choice = { provider };
      confirm.disabled = false;
    });
    const panel = h('div', { class: 'shade', onclick: (event) => event.target === panel && close(null) },
      h('div', { class: 'panel', role: 'dialog', 'aria-modal': 'true', 'aria-label': texts.chooseProvider },
        h('div', { class: 'panel-head' },
          h('h2', { class: 'panel-title' }, texts.chooseProvider),
          h('button', { type: 'button', class: 'close', 'aria-label': texts.close, onclick: () => close(null) }, '×')),
        h('p', { class: 'muted panel-service' }, `${service.name} · ${texts.minutes(service.durationMinutes)}`),
        radios, h('div', { class: 'panel-foot' }, confirm)));
    document.body.append(panel);
  });
}
