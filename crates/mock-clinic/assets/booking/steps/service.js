// Step 1: an accordion of categories with a search box; a click on a service opens the provider panel.
import { h, pause, region } from '../dom.js';
import { money } from '../format.js';
import { offerUpsell } from '../obstacles.js';
import { actions, stepCard } from '../parts.js';
import { openProviderPanel } from '../provider_panel.js';

export const service = { stage: 'service', draw };

function draw(wizard) {
  const { texts } = wizard;
  const ui = (wizard.ui.service ??= { asked: false, categories: [], open: new Set(), query: '', filter: '' });
  const list = region(() => drawList(wizard, ui, (chosen) => chooseService(wizard, chosen, changed)));
  const bar = region(() =>
    actions(wizard, { label: texts.next, disabled: !wizard.chosen.service, onPress: () => wizard.next() }));
  if (!ui.asked) load(wizard, ui, () => list.refresh());
  return stepCard({ title: texts.serviceTitle, hint: texts.serviceHint },
    searchBox(wizard, ui, () => list.refresh()), list.node, bar.node);

  function changed() {
    list.refresh();
    bar.refresh();
    wizard.appointmentChanged();
  }
}

async function load(wizard, ui, onLoaded) {
  ui.asked = true;
  ui.categories = (await wizard.api.catalogue()).categories;
  onLoaded();
  // With the `rerender` switch the visible step is another copy than the one that asked.
  if (wizard.scenario.rerender) wizard.draw(wizard);
}

function searchBox(wizard, ui, onFiltered) {
  const filter = async (event) => {
    const query = (ui.query = event.target.value);
    await pause(wizard.scenario.searchDelayMs);
    if (ui.query !== query) return;
    ui.filter = query.trim().toLowerCase();
    onFiltered();
  };
  return h('input', { type: 'search', class: 'input search', value: ui.query, placeholder: wizard.texts.search,
    'aria-label': wizard.texts.search, oninput: filter });
}

function drawList(wizard, ui, select) {
  const matching = ui.categories
    .map(({ name, services }) => ({ name, services: services.filter((one) => matches(one, ui.filter)) }))
    .filter(({ services }) => services.length > 0);
  if (ui.categories.length === 0) return h('p', { class: 'muted' }, wizard.texts.loading);
  if (matching.length === 0) return h('p', { class: 'muted empty' }, wizard.texts.notFound);
  return h('div', { class: 'categories' }, ...matching.map((category) => drawCategory(wizard, ui, category, select)));
}

const matches = (one, filter) => one.name.toLowerCase().includes(filter);

function drawCategory(wizard, ui, { name, services }, select) {
  const isOpen = () => ui.filter !== '' || ui.open.has(name);
  const rows = h('div', { class: 'services', hidden: !isOpen() },
    ...services.map((one) => drawService(wizard, one, select)));
  const header = h('button', { type: 'button', class: 'category-header', 'aria-expanded': String(isOpen()),
    onclick: () => {
      if (!ui.open.delete(name)) ui.open.add(name);
      header.setAttribute('aria-expanded', String(isOpen()));
      rows.hidden = !isOpen();
    } },
    h('span', { class: 'category-name' }, name), h('span', { class: 'category-count' }, `(${services.length})`),
    h('span', { class: 'chevron', 'aria-hidden': 'true' }));
  return h('div', { class: 'category' }, header, rows);
}

function drawService(wizard, one, select) {
  const { texts, chosen } = wizard;
  const isChosen = chosen.service?.id === one.id;
  const who = one.providers.length === 1 ? one.providers[0].name : texts.providers(one.providers.length);
  return h('div', { class: `service${isChosen ? ' service-chosen' : ''}`, role: 'button', tabindex: '0',
    'aria-pressed': String(isChosen), onclick: () => select(one) },
    h('div', { class: 'service-text' },
      h('div', { class: 'service-name' }, one.name),
      h('div', { class: 'service-meta' }, h('span', {}, texts.minutes(one.durationMinutes)), h('span', {}, who),
        h('span', {}, one.priceCents ? texts.from(money(one.priceCents)) : texts.free))),
    h('span', { class: 'service-mark', 'aria-hidden': 'true' }, isChosen ? '✓' : '+'));
}

async function chooseService(wizard, one, onChosen) {
  const apart = wizard.scenario.order === 'providerStep';
  const choice = apart ? { provider: null } : await openProviderPanel(wizard, one);
  if (!choice) return;
  Object.assign(wizard.chosen, { service: one, provider: choice.provider, summary: null });
  onChosen();
  if (wizard.scenario.upsell) await offerUpsell(wizard);
}
