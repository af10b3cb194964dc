//! Choosing the provider: radios in a panel or on a step of their own, or a select. "No preference" is never taken for a named provider.

use super::boxes;
use super::moves::{ActionKind, Move};
use super::questions::{answers_another, selects_another};
use super::row_text::service_name;
use super::view::{At, View};
use super::{Deed, Flow, words};

use crate::matching::{Aliases, Match, choose, contains_phrase, same};
use crate::outcome::{Failure, FailureCode};
use crate::session::Step;

impl Flow {
    pub(super) fn choose_the_provider(&mut self, view: &View<'_>) -> Option<Move> {
        if self.service_is_still_to_be_selected(view) {
            return None;
        }
        if let Some(next) = self.provider_in_a_select(view) {
            return Some(next);
        }
        if self.memory.chosen.provider.is_none()
            && let Some(next) = self.open_a_box(view, words::PROVIDER, Step::Provider)
        {
            return Some(next);
        }
        let entries = self.provider_entries(view);
        if entries.is_empty() {
            self.take_the_only_provider_at_its_name();
            return None;
        }
        if let Some(next) = self.leave_the_panel_of_another_service(view, &entries) {
            return Some(next);
        }
        let names: Vec<&str> = entries.iter().map(|at| view.label(*at)).collect();
        let is_panel = |at: At| view.is_dialog(at) && view.says_any(at, words::PROVIDER);
        let in_a_panel = view.ancestors(entries[0]).any(is_panel);
        if !in_a_panel && self.is_another_provider_question(view, &names) {
            return None;
        }
        self.step = Step::Provider;
        let wanted = match self.wanted_provider(view, &entries) {
            Ok(at) => at,
            Err(stop) => return Some(stop),
        };
        self.memory.chosen.provider = Some(view.label(wanted).to_owned());
        if view.is_chosen(wanted) == Some(true) {
            return self.confirm_in_the_panel(view, wanted);
        }
        let purpose = format!("choose the provider \"{}\"", view.label(wanted));
        let chosen_before = self.memory.has_done(&purpose) && view.is_chosen(wanted).is_none();
        if chosen_before {
            return self.confirm_in_the_panel(view, wanted);
        }
        self.press(view, wanted, Deed::new(Step::Provider, purpose))
            .or_else(|| Some(self.site_changed(view, "a way to choose the provider")))
    }

    /// A later page's question that offers neither who was chosen, nor who was asked for, nor anyone: it is about somebody else.
    fn is_another_provider_question(&self, view: &View<'_>, names: &[&str]) -> bool {
        let memory = &self.memory;
        // What only a row's hint has chosen the page may still ask for.
        let chosen =
            memory.chosen.provider.as_deref().filter(|_| memory.chosen.provider != memory.only_provider);
        let is_offered = || {
            chosen.is_some_and(|chosen| names.iter().any(|name| same(name, chosen)))
                || self.request.provider.as_ref().is_some_and(|wanted| pick(wanted, names).is_ok())
        };
        let is_the_question =
            || view.has_title(&self.profile.provider.titles) || names.iter().any(|name| self.is_anyone(name));
        self.is_past(view, chosen.is_some()) && !is_the_question() && !is_offered()
    }

    fn wanted_provider(&self, view: &View<'_>, entries: &[At]) -> Result<At, Move> {
        let is_anyone = |at: At| self.is_anyone(view.label(at));
        let Some(wanted) = &self.request.provider else {
            let chosen = entries.iter().find(|at| view.is_chosen(**at) == Some(true));
            let anyone = || entries.iter().find(|at| is_anyone(**at));
            let first = || entries.iter().find(|at| !view.is_disabled(**at));
            return Ok(*chosen.or_else(anyone).or_else(first).unwrap_or(&entries[0]));
        };
        let people: Vec<At> = entries.iter().copied().filter(|at| !is_anyone(*at)).collect();
        let names: Vec<&str> = people.iter().map(|at| view.label(*at)).collect();
        pick(wanted, &names).map(|index| people[index])
    }

    /// A panel that names another service than the chosen one was opened by mistake. It is closed, not used.
    fn leave_the_panel_of_another_service(&mut self, view: &View<'_>, entries: &[At]) -> Option<Move> {
        let dialog = view.ancestors(entries[0]).find(|at| view.is_dialog(*at))?;
        let named =
            |at: At| self.memory.services.iter().find(|seen| same(&seen.name, service_name(view.label(at))));
        let services: Vec<&str> =
            view.within(dialog).filter_map(named).map(|seen| seen.name.as_str()).collect();
        let chosen = self.memory.chosen.service.as_deref();
        if services.is_empty() || services.iter().any(|name| chosen.is_some_and(|chosen| same(chosen, name)))
        {
            return None;
        }
        let other = services[0].to_owned();
        let close =
            view.within(dialog).find(|at| view.role(*at) == "button" && view.is_any(*at, words::DECLINE))?;
        self.memory.chosen.service = None;
        self.memory.forget("choose the service");
        self.press(
            view,
            close,
            Deed::new(Step::Service, format!("close the panel of the service \"{other}\"")),
        )
    }

    /// The panel's own button; without one the page's button leads on as usual.
    fn confirm_in_the_panel(&mut self, view: &View<'_>, entry: At) -> Option<Move> {
        let dialog = view.ancestors(entry).find(|at| view.is_dialog(*at))?;
        let inside = view.within(dialog);
        let control = self.advancing_control(view, Step::Provider, inside)?;
        let name = view.label(control).to_owned();
        let service = self.memory.chosen.service.clone().unwrap_or_default();
        if view.is_disabled(control) {
            return self.wait(
                view,
                "the provider's confirmation to be enabled",
                std::time::Duration::from_secs(10),
            );
        }
        self.press(view, control, Deed::new(Step::Provider, format!("press \"{name}\"")).at(&service))
            .or_else(|| Some(self.site_changed(view, "a way to confirm the provider")))
    }

    pub(super) fn provider_entries(&self, view: &View<'_>) -> Vec<At> {
        if boxes::has_open_box(view, words::PROVIDER) {
            return boxes::options(view);
        }
        let is_entry = |at: &At| {
            let role = view.role(*at);
            matches!(role, "radio" | "option" | "menuitemradio")
                && !view.is_surrounding(*at)
                && view.ancestors(*at).all(|at| view.field(at).is_none())
                && !answers_another(view, *at)
        };
        let candidates: Vec<At> = view.scope().filter(is_entry).collect();
        let has_anyone = candidates.iter().any(|at| self.is_anyone(view.label(*at)));
        let titled = view.has_title(&self.profile.provider.titles);
        let named = |at: At| view.says_any(at, words::PROVIDER);
        let grouped = |at: &At| {
            view.ancestors(*at)
                .any(|at| matches!(view.role(at), "radiogroup" | "group" | "dialog" | "listbox") && named(at))
                || view.heading_above(*at).is_some_and(|heading| words::says_any(heading, words::PROVIDER))
        };
        let groups: Vec<At> = candidates.iter().copied().filter(grouped).collect();
        match () {
            () if !groups.is_empty() => groups,
            () if has_anyone || titled => candidates,
            () => self.provider_buttons(view, titled),
        }
    }

    /// Providers as cards or buttons: only beside an entry that leaves the choice to the clinic, or below the step's own title.
    fn provider_buttons(&self, view: &View<'_>, titled: bool) -> Vec<At> {
        let plain = |at: &At| {
            view.role(*at) == "button"
                && !view.is_surrounding(*at)
                && !super::refusal::refuses(view.label(*at))
        };
        let Some(anyone) = view.scope().filter(plain).find(|at| self.is_anyone(view.label(*at))) else {
            return Vec::new();
        };
        let parent = view.node(anyone).parent;
        let siblings = view.scope().filter(plain).filter(|at| view.node(*at).parent == parent);
        let advances = |at: &At| {
            self.profile
                .advance(Step::Provider)
                .iter()
                .any(|name| crate::matching::same(name, view.label(*at)))
        };
        let entries: Vec<At> = siblings.filter(|at| !advances(at)).collect();
        // Where the others are away the choice that is left is still one, if the page says of what.
        let told =
            view.heading_above(anyone).is_some_and(|heading| words::says_any(heading, words::PROVIDER));
        if entries.len() > 1 || titled || told { entries } else { Vec::new() }
    }

    fn provider_in_a_select(&mut self, view: &View<'_>) -> Option<Move> {
        let at = view.scope().find(|at| {
            view.field(*at).is_some_and(|facts| facts.options.len() > 1)
                && view.says_any(*at, words::PROVIDER)
                && !selects_another(view, *at)
        })?;
        let offered: Vec<_> = view.field(at)?.options.iter().filter(|option| !option.disabled).collect();
        let names: Vec<&str> = offered.iter().map(|option| option.label.as_str()).collect();
        if self.is_another_provider_question(view, &names) {
            return None;
        }
        let index = match self.request.provider.clone() {
            None => {
                let anyone = offered.iter().position(|option| self.is_anyone(&option.label));
                let selected = offered.iter().position(|option| option.selected && !option.value.is_empty());
                selected.or(anyone).or_else(|| offered.iter().position(|option| !option.value.is_empty()))?
            }
            Some(wanted) => {
                let people: Vec<usize> = (0..offered.len())
                    .filter(|index| {
                        !offered[*index].value.is_empty() && !self.is_anyone(&offered[*index].label)
                    })
                    .collect();
                let names: Vec<&str> = people.iter().map(|index| offered[*index].label.as_str()).collect();
                match pick(&wanted, &names) {
                    Ok(index) => people[index],
                    Err(stop) => return Some(stop),
                }
            }
        };
        self.memory.chosen.provider = Some(offered[index].label.clone());
        if offered[index].selected {
            return None;
        }
        let purpose = format!("choose the provider \"{}\"", offered[index].label);
        let kind = ActionKind::Select { value: offered[index].value.clone() };
        self.act(view, at, kind, Deed::new(Step::Provider, purpose))
            .or_else(|| Some(self.site_changed(view, "a way to choose the provider")))
    }

    /// No choice is offered, and the row seems to name the only provider. That counts where it is the one who was asked for; where it
    /// is not, it may be any other word of the row, and the steps that follow tell.
    fn take_the_only_provider_at_its_name(&mut self) {
        let (Some(only), Some(wanted)) = (&self.memory.only_provider, &self.request.provider) else { return };
        if pick(wanted, &[only.as_str()]).is_ok() {
            self.memory.chosen.provider.get_or_insert_with(|| only.clone());
        }
    }

    pub(super) fn is_anyone(&self, label: &str) -> bool {
        words::says_any(label, words::ANYONE)
            || self.profile.provider.anyone.iter().any(|known| contains_phrase(label, known))
    }
}

fn pick(wanted: &str, names: &[&str]) -> Result<usize, Move> {
    let choices = |indices: &mut dyn Iterator<Item = usize>| {
        indices.map(|index| names[index].to_owned()).collect::<Vec<_>>()
    };
    match choose(wanted, names, &Aliases::default()) {
        Match::One(index) => Ok(index),
        Match::Many(found) => {
            let message = format!("\"{wanted}\" fits several providers of this service.");
            Err(Move::Stop(
                Failure::new(FailureCode::ProviderAmbiguous, message)
                    .with_choices(choices(&mut found.into_iter())),
            ))
        }
        Match::Nothing => {
            let message = format!("No provider of this service is called \"{wanted}\".");
            Err(Move::Stop(
                Failure::new(FailureCode::ProviderNotFound, message)
                    .with_choices(choices(&mut (0..names.len()))),
            ))
        }
    }
}
