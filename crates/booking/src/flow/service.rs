//! Choosing the service: rows in categories, a plain list, or a select. Never a substitute: what fits twice or nowhere ends the flow.

use std::time::Duration;

use super::boxes;
use super::menu::{Category, Row, search_field};
use super::moves::{ActionKind, Move};
use super::questions::selects_another;
use super::row_text::{named_provider, service_name};
use super::view::{At, View};
use super::{Deed, Flow, words};
use crate::matching::{Match, Words, choose, contains_phrase, same};
use crate::outcome::{Failure, FailureCode};
use crate::session::Step;

impl Flow {
    pub(super) fn choose_the_service(&mut self, view: &View<'_>) -> Option<Move> {
        if let Some(next) = self.choose_in_a_select(view) {
            return Some(next);
        }
        if let Some(next) = self.choose_in_a_box(view) {
            return Some(next);
        }
        let rows = self.rows(view);
        let categories = self.categories(view);
        if rows.is_empty() && categories.is_empty() {
            return self.look_after_an_empty_search(view);
        }
        self.remember_services(&rows, &categories);
        if let Some(name) = self.memory.chosen.service.clone() {
            return self.keep_the_service(view, &rows, &name);
        }
        let names: Vec<&str> = rows.iter().map(|row| row.name).collect();
        if self.is_another_service_question(view, &names) {
            return None;
        }
        self.step = Step::Service;
        match self.request.service.clone() {
            None => self.take_the_first(view, &rows, &categories),
            Some(wanted) => self.take_the_named(view, &wanted, &rows, &categories),
        }
    }

    /// A later page's question that offers neither what was chosen nor what was asked for: it chooses no service of this appointment.
    fn is_another_service_question(&self, view: &View<'_>, names: &[&str]) -> bool {
        let chosen = self.memory.chosen.service.as_deref();
        let is_offered = || {
            chosen.is_some_and(|chosen| names.iter().any(|name| same(name, chosen)))
                || self.request.service.is_some() && self.named_among(names).is_ok()
        };
        !view.has_title(&self.profile.service.titles) && self.is_past(view, chosen.is_some()) && !is_offered()
    }

    /// The service has been pressed. Where its row says that it is not chosen, it is pressed again, once.
    fn keep_the_service(&mut self, view: &View<'_>, rows: &[Row<'_>], name: &str) -> Option<Move> {
        let row = rows.iter().find(|row| same(row.name, name))?;
        match view.is_chosen(row.at) {
            Some(false) => self
                .press_row(view, row)
                .or_else(|| Some(self.site_changed(view, "a way to choose the service"))),
            Some(true) | None => None,
        }
    }

    fn take_the_first(
        &mut self,
        view: &View<'_>,
        rows: &[Row<'_>],
        categories: &[Category<'_>],
    ) -> Option<Move> {
        match rows.iter().find(|row| !view.is_disabled(row.at)) {
            Some(row) => self.press_row(view, row),
            None => self.open_categories(view, categories, |_| true),
        }
    }

    fn take_the_named(
        &mut self,
        view: &View<'_>,
        wanted: &str,
        rows: &[Row<'_>],
        categories: &[Category<'_>],
    ) -> Option<Move> {
        let names: Vec<&str> = rows.iter().map(|row| row.name).collect();
        // A whole name cannot be beaten by anything that is still folded away.
        if let Some(row) = self.whole_name(wanted, &names).map(|index| &rows[index]) {
            return self.press_row(view, row);
        }
        // The category that holds the name out of sight, or sounds like the service, is opened by itself first: often the others need not be.
        let unseen: Vec<&Category<'_>> = self.unseen(categories).collect();
        let names = |likely: &dyn Fn(&Category<'_>) -> bool| -> Vec<String> {
            unseen
                .iter()
                .filter(|category| likely(category))
                .map(|category| category.name.to_owned())
                .collect()
        };
        let holding = names(&|category| contains_phrase(category.folded, wanted));
        let likely = names(&|category| sounds_like(category.name, wanted));
        let all = names(&|_| true);
        for names in [holding, likely, all] {
            let next = self
                .open_categories(view, categories, |category| names.iter().any(|name| name == category.name));
            if next.is_some() {
                return next;
            }
        }
        if let Some(next) = self.bring_out_services(view, self.memory.services.len()) {
            return Some(next);
        }
        let known: Vec<String> = self.memory.services.iter().map(|seen| seen.name.clone()).collect();
        match choose(wanted, &known, &self.aliases) {
            Match::One(index) => self.press_known(view, &known[index], rows, categories),
            Match::Many(indices) => {
                Some(ambiguous(wanted, indices.into_iter().map(|index| known[index].clone())))
            }
            Match::Nothing => self.search_or_give_up(view, wanted, known),
        }
    }

    /// The categories whose services have not been seen yet.
    fn unseen<'seen, 'page>(
        &self,
        categories: &'seen [Category<'page>],
    ) -> impl Iterator<Item = &'seen Category<'page>> {
        categories.iter().filter(|category| !self.memory.opened.contains(category.name))
    }

    fn whole_name(&self, wanted: &str, names: &[&str]) -> Option<usize> {
        let meant = self.aliases.of(wanted);
        std::iter::once(wanted)
            .chain(meant)
            .find_map(|wanted| names.iter().position(|name| same(name, wanted)))
    }

    /// A service that was seen, and may be folded away again by an accordion that keeps one category open.
    fn press_known(
        &mut self,
        view: &View<'_>,
        name: &str,
        rows: &[Row<'_>],
        categories: &[Category<'_>],
    ) -> Option<Move> {
        if let Some(row) = rows.iter().find(|row| same(row.name, name)) {
            return self.press_row(view, row);
        }
        let category = self.memory.services.iter().find(|seen| seen.name == name)?.category.clone()?;
        let at = categories.iter().find(|known| known.name == category)?.at;
        self.press(view, at, Deed::new(Step::Service, format!("open the category \"{category}\" again")))
    }

    fn press_row(&mut self, view: &View<'_>, row: &Row<'_>) -> Option<Move> {
        let deed = Deed::new(Step::Service, format!("choose the service \"{}\"", row.name))
            .patient(Duration::from_secs(4));
        let next = self.press(view, row.at, deed)?;
        if matches!(next, Move::Act(_)) {
            self.memory.chosen.service = Some(row.name.to_owned());
            self.memory.only_provider = named_provider(view.label(row.at), row.name).map(str::to_owned);
        }
        Some(next)
    }

    /// Opens all the categories at once; one that an accordion has closed again meanwhile is opened by itself the next time.
    fn open_categories(
        &mut self,
        view: &View<'_>,
        categories: &[Category<'_>],
        wanted: impl Fn(&Category<'_>) -> bool,
    ) -> Option<Move> {
        let mut actions = Vec::new();
        let mut waiting = None;
        // From the last to the first: what opens pushes away only what lies below it, so the next one stays where it was seen.
        for category in categories.iter().rev().filter(|category| !category.open && wanted(category)) {
            let deed = Deed::new(Step::Service, format!("open the category \"{}\"", category.name))
                .patient(Duration::from_secs(1));
            match self.press(view, category.at, deed) {
                Some(Move::Act(opening)) => actions.extend(opening),
                Some(wait) => waiting = Some(wait),
                None => {}
            }
        }
        if actions.is_empty() { waiting } else { Some(Move::Act(actions)) }
    }

    /// A site may find by search what its list does not show.
    fn search_or_give_up(&mut self, view: &View<'_>, wanted: &str, known: Vec<String>) -> Option<Move> {
        const SETTLES: Duration = Duration::from_secs(3);
        let term =
            self.aliases.of(wanted).first().map_or_else(|| wanted.to_owned(), |name| (*name).to_owned());
        let searched = self.memory.has_done(&searching(&term));
        match search_field(view) {
            Some(at) if !searched => self.type_into_search(view, at, &term),
            Some(_) => self
                .wait(view, "the search to find the service", SETTLES)
                .or_else(|| Some(not_found(wanted, known))),
            // A list that has just appeared may still grow.
            None => self
                .wait(view, "more services", Duration::from_secs(1))
                .or_else(|| Some(not_found(wanted, known))),
        }
    }

    fn type_into_search(&mut self, view: &View<'_>, at: At, term: &str) -> Option<Move> {
        let kind = ActionKind::Fill { text: term.to_owned(), typing: super::Typing::AtOnce };
        self.act(view, at, kind, Deed::new(Step::Service, searching(term)))
    }

    /// A search that found nothing leaves neither rows nor categories.
    fn look_after_an_empty_search(&mut self, view: &View<'_>) -> Option<Move> {
        if self.memory.chosen.service.is_some()
            || self.memory.services.is_empty()
            || search_field(view).is_none()
        {
            return None;
        }
        let wanted = self.request.service.clone()?;
        let known = self.memory.services.iter().map(|seen| seen.name.clone()).collect();
        self.search_or_give_up(view, &wanted, known)
    }

    /// Whether the page asks for the service in a select that nobody has answered yet: who does it may follow from the answer.
    pub(super) fn service_is_still_to_be_selected(&self, view: &View<'_>) -> bool {
        let asked = || service_select(view).is_some() || boxes::is_asked(view, words::SERVICE);
        self.memory.chosen.service.is_none() && asked()
    }

    fn choose_in_a_select(&mut self, view: &View<'_>) -> Option<Move> {
        let at = service_select(view)?;
        let offered: Vec<_> = view
            .field(at)?
            .options
            .iter()
            .filter(|option| !option.disabled && !option.value.is_empty())
            .collect();
        let names: Vec<&str> = offered.iter().map(|option| service_name(&option.label)).collect();
        if self.is_another_service_question(view, &names) {
            return None;
        }
        let index = match self.named_among(&names) {
            Ok(index) => index.or_else(|| offered.iter().position(|option| option.selected)).unwrap_or(0),
            Err(stop) => return Some(stop),
        };
        self.memory.chosen.service = Some(names.get(index)?.to_string());
        if offered[index].selected {
            return None;
        }
        let kind = ActionKind::Select { value: offered[index].value.clone() };
        self.act(view, at, kind, Deed::new(Step::Service, format!("choose the service \"{}\"", names[index])))
            .or_else(|| Some(self.site_changed(view, "a way to choose the service")))
    }

    /// Chooses among the options of a box, once it is open.
    fn choose_in_a_box(&mut self, view: &View<'_>) -> Option<Move> {
        if self.memory.chosen.service.is_some() {
            return None;
        }
        if !boxes::has_open_box(view, words::SERVICE) {
            return self.open_a_box(view, words::SERVICE, Step::Service);
        }
        self.step = Step::Service;
        let offered = boxes::options(view);
        let names: Vec<&str> = offered.iter().map(|at| service_name(view.label(*at))).collect();
        if names.is_empty() {
            return self.wait(view, "the list of services", Duration::from_secs(15));
        }
        let index = match self.named_among(&names) {
            Ok(index) => index.unwrap_or(0),
            Err(stop) => return Some(stop),
        };
        let deed = Deed::new(Step::Service, format!("choose the service \"{}\"", names[index]));
        let next = self.press(view, offered[index], deed);
        if matches!(next, Some(Move::Act(_))) {
            self.memory.chosen.service = Some(names[index].to_owned());
        }
        next.or_else(|| Some(self.site_changed(view, "a way to choose the service")))
    }

    /// Which of a whole list's names is the one that was asked for; none where none was.
    fn named_among(&self, names: &[&str]) -> Result<Option<usize>, Move> {
        let Some(wanted) = self.request.service.as_deref() else { return Ok(None) };
        match choose(wanted, names, &self.aliases) {
            Match::One(index) => Ok(Some(index)),
            Match::Many(fitting) => {
                Err(ambiguous(wanted, fitting.into_iter().map(|index| names[index].to_owned())))
            }
            Match::Nothing => Err(not_found(wanted, names.iter().map(|name| (*name).to_owned()).collect())),
        }
    }

    fn remember_services(&mut self, rows: &[Row<'_>], categories: &[Category<'_>]) {
        for row in rows {
            self.memory.see_service(row.name, row.category);
        }
        for category in categories.iter().filter(|category| category.open) {
            self.memory.opened.insert(category.name.to_owned());
        }
    }
}

fn service_select(view: &View<'_>) -> Option<At> {
    let is_select = |at: At| view.field(at).is_some_and(|facts| facts.options.len() > 1);
    view.scope()
        .find(|at| is_select(*at) && view.says_any(*at, words::SERVICE) && !selects_another(view, *at))
}

/// "Facials & Peels" sounds like "Signature HydraFacial": a long word of one stands in the other.
fn sounds_like(category: &str, service: &str) -> bool {
    const LONG: usize = 5;
    let (category, service) = (Words::of(category), Words::of(service));
    let stems = category
        .as_slice()
        .iter()
        .map(|word| word.trim_end_matches('s'))
        .filter(|stem| stem.chars().count() >= LONG);
    stems.into_iter().any(|stem| service.as_slice().iter().any(|word| word.contains(stem)))
}

fn searching(term: &str) -> String {
    format!("search for \"{term}\"")
}

fn ambiguous(wanted: &str, choices: impl Iterator<Item = String>) -> Move {
    let message = format!("\"{wanted}\" fits several services of the clinic.");
    Move::Stop(Failure::new(FailureCode::ServiceAmbiguous, message).with_choices(choices))
}

fn not_found(wanted: &str, choices: Vec<String>) -> Move {
    let message = format!("The clinic does not offer a service called \"{wanted}\".");
    Move::Stop(Failure::new(FailureCode::ServiceNotFound, message).with_choices(choices))
}
