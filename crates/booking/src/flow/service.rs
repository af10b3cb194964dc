//! Choosing the service: rows in categories, a plain list, or a select. Never a substitute: what fits twice or nowhere ends the flow.

use std::time::Duration;

use super::moves::{ActionKind, Move};
use super::view::{At, View};
use super::{Deed, Flow, refusal, words};
use crate::contact::{FieldKind, field_kind};
use crate::matching::{Match, choose, same};
use crate::outcome::{Failure, FailureCode};
use crate::profile::Selector;
use crate::session::Step;

/// One service on the page.
#[derive(Debug)]
struct Row<'page> {
    at: At,
    name: &'page str,
    category: Option<&'page str>,
}

/// A header that opens and closes a list of services.
#[derive(Debug)]
struct Category<'page> {
    at: At,
    name: &'page str,
    open: bool,
}

impl Flow {
    pub(super) fn choose_the_service(&mut self, view: &View<'_>) -> Option<Move> {
        if let Some(next) = self.choose_in_a_select(view) {
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
        self.step = Step::Service;
        match self.request.service.clone() {
            None => self.take_the_first(view, &rows, &categories),
            Some(wanted) => self.take_the_named(view, &wanted, &rows, &categories),
        }
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
        let unseen = |category: &Category<'_>, flow: &Self| !flow.memory.opened.contains(category.name);
        let unseen: Vec<String> = categories
            .iter()
            .filter(|category| unseen(category, self))
            .map(|category| category.name.to_owned())
            .collect();
        if let Some(next) =
            self.open_categories(view, categories, |category| unseen.iter().any(|name| name == category.name))
        {
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
            self.memory.only_provider = named_provider(view, row).map(str::to_owned);
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
        for category in categories.iter().filter(|category| !category.open && wanted(category)) {
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

    fn choose_in_a_select(&mut self, view: &View<'_>) -> Option<Move> {
        let at = view.scope().find(|at| {
            view.field(*at).is_some_and(|facts| facts.options.len() > 1) && view.says_any(*at, words::SERVICE)
        })?;
        let offered: Vec<_> = view
            .field(at)?
            .options
            .iter()
            .filter(|option| !option.disabled && !option.value.is_empty())
            .collect();
        let names: Vec<&str> = offered.iter().map(|option| service_name(&option.label)).collect();
        let index = match self.request.service.clone() {
            None => offered.iter().position(|option| option.selected).unwrap_or(0),
            Some(wanted) => match choose(&wanted, &names, &self.aliases) {
                Match::One(index) => index,
                Match::Many(indices) => {
                    return Some(ambiguous(
                        &wanted,
                        indices.into_iter().map(|index| names[index].to_owned()),
                    ));
                }
                Match::Nothing => {
                    return Some(not_found(&wanted, names.into_iter().map(str::to_owned).collect()));
                }
            },
        };
        self.memory.chosen.service = Some(names.get(index)?.to_string());
        if offered[index].selected {
            return None;
        }
        let kind = ActionKind::Select { value: offered[index].value.clone() };
        self.act(view, at, kind, Deed::new(Step::Service, format!("choose the service \"{}\"", names[index])))
            .or_else(|| Some(self.site_changed(view, "a way to choose the service")))
    }

    fn remember_services(&mut self, rows: &[Row<'_>], categories: &[Category<'_>]) {
        for row in rows {
            self.memory.see_service(row.name, row.category);
        }
        for category in categories.iter().filter(|category| category.open) {
            self.memory.opened.insert(category.name.to_owned());
        }
    }

    fn rows<'page>(&self, view: &View<'page>) -> Vec<Row<'page>> {
        let titled = view.has_title(&self.profile.service.titles) || is_service_page(view);
        let mut rows: Vec<Row<'_>> = Vec::new();
        for at in view.scope().filter(|at| self.is_row(view, *at, titled)) {
            // The innermost of two nested candidates has the longer path; the outer one was listed first and is what a person presses.
            if !rows.iter().any(|row| view.within(row.at).contains(&at)) {
                rows.push(Row { at, name: row_name(view, at), category: category_above(view, at) });
            }
        }
        rows.retain(|row| !row.name.is_empty());
        rows
    }

    fn is_row(&self, view: &View<'_>, at: At, titled: bool) -> bool {
        let node = view.node(at);
        if node.matches.iter().any(|index| self.profile.selector_means(*index) == Some(Selector::ServiceRow))
        {
            return true;
        }
        let can_be = view.is_pressable(at)
            && node.expanded.is_none()
            && !view.is_surrounding(at)
            && !refusal::refuses_choice(view.label(at));
        let is_text_field =
            view.field(at).is_some_and(|facts| !matches!(facts.input_type.as_str(), "radio" | "checkbox"));
        if !can_be
            || is_text_field
            || view.says_any(at, words::ANYONE)
            || crate::wall_time::slot_time(view.label(at)).is_some()
        {
            return false;
        }
        if words::is_any(view.label(at), words::PICK) {
            return titled;
        }
        has_details(&view.lines(at).join(" ")) && (titled || has_duration(&view.lines(at).join(" ")))
            || titled && node.role == "radio"
    }

    fn categories<'page>(&self, view: &View<'page>) -> Vec<Category<'page>> {
        if !view.has_title(&self.profile.service.titles) && !is_service_page(view) {
            return Vec::new();
        }
        let is_header = |at: &At| {
            matches!(view.role(*at), "button" | "tab")
                && view.node(*at).expanded.is_some()
                && !view.is_surrounding(*at)
        };
        let header = |at: At| Category {
            at,
            name: category_name(view.label(at)),
            open: view.node(at).expanded == Some(true),
        };
        view.scope().filter(is_header).map(header).collect()
    }
}

/// Whether a heading or a search box says that services are chosen here.
fn is_service_page(view: &View<'_>) -> bool {
    let headed = |at: At| {
        (view.is_heading(at) || matches!(view.role(at), "radiogroup" | "group"))
            && !view.is_surrounding(at)
            && view.says_any(at, words::SERVICE)
            && !view.says_any(at, words::PROVIDER)
    };
    let offers = |at: At| view.is_pressable(at) && !view.is_surrounding(at);
    view.scope().any(headed) && view.scope().any(offers) && !view.scope().any(|at| view.role(at) == "grid")
}

fn search_field(view: &View<'_>) -> Option<At> {
    view.scope().find(|at| {
        view.field(*at).is_some_and(|facts| field_kind(facts, view.label(*at)) == FieldKind::Search)
    })
}

pub(super) fn row_name<'page>(view: &View<'page>, at: At) -> &'page str {
    if words::is_any(view.label(at), words::PICK) {
        return name_before(view, at);
    }
    let inner = view
        .within(at)
        .map(|inner| view.label(inner))
        .find(|text| !text.is_empty() && !starts_with_details(text));
    service_name(inner.unwrap_or_else(|| view.label(at)))
}

/// The name of the row that a button "Select" stands in: the first text after the row before.
fn name_before<'page>(view: &View<'page>, at: At) -> &'page str {
    let row =
        view.ancestors(at).find(|at| matches!(view.role(*at), "row" | "listitem" | "article" | "group"));
    let start = row.map_or_else(
        || (0..at).rev().find(|above| view.is_pressable(*above)).map_or(0, |above| above + 1),
        |row| row + 1,
    );
    let texts = (start..at)
        .filter(|inner| matches!(view.role(*inner), "text" | "heading" | "cell" | "gridcell" | "rowheader"));
    texts
        .map(|inner| view.label(inner))
        .find(|text| !text.is_empty() && !starts_with_details(text))
        .map_or("", service_name)
}

fn category_above<'page>(view: &View<'page>, at: At) -> Option<&'page str> {
    let header = (0..at).rev().find(|above| {
        view.node(*above).expanded.is_some() && matches!(view.role(*above), "button" | "tab")
    })?;
    Some(category_name(view.label(header)))
}

/// "Dermal Filler (4)" without the count.
fn category_name(label: &str) -> &str {
    label.trim_end_matches(|letter: char| letter.is_ascii_digit() || matches!(letter, '(' | ')' | ' '))
}

/// The one provider that a row names beside its minutes and price: "Lip Flip 20 min Brandi Sesock from $120".
fn named_provider<'page>(view: &View<'page>, row: &Row<'page>) -> Option<&'page str> {
    let label = view.label(row.at);
    let rest = label.get(row.name.len()..).filter(|_| label.starts_with(row.name))?;
    let (duration_end, price) = (duration_end(rest)?, price_start(rest).unwrap_or(rest.len()));
    let between = rest.get(duration_end..price)?.trim().trim_matches(['·', '|', '-', ',', ' ']);
    let between =
        between.strip_suffix("from").or_else(|| between.strip_suffix("desde")).unwrap_or(between).trim();
    let looks_like_a_name = (1..=4).contains(&between.split(' ').count())
        && between.chars().next().is_some_and(char::is_uppercase)
        && !between.chars().any(|letter| letter.is_ascii_digit());
    looks_like_a_name.then_some(between)
}

/// The name at the front of a row's text: what stands before minutes, price and number of providers.
pub(super) fn service_name(text: &str) -> &str {
    let end = [duration_start(text), price_start(text), count_start(text)]
        .into_iter()
        .flatten()
        .min()
        .unwrap_or(text.len());
    let name = text[..end].trim_end_matches([' ', '·', '|', '-', '–', ',', '(', ':']);
    if name.is_empty() { text } else { name }
}

fn starts_with_details(text: &str) -> bool {
    [duration_start(text), price_start(text), count_start(text)].contains(&Some(0))
}

fn has_details(text: &str) -> bool {
    duration_start(text).is_some() || price_start(text).is_some()
}

fn has_duration(text: &str) -> bool {
    duration_start(text).is_some()
}

/// Where "30 min", "1 h 15", "2 hours" begins.
fn duration_start(text: &str) -> Option<usize> {
    numbers(text).find(|(_, end)| unit_of_time(&text[*end..]).is_some()).map(|(start, _)| start)
}

fn duration_end(text: &str) -> Option<usize> {
    numbers(text).find_map(|(_, end)| unit_of_time(&text[end..]).map(|length| end + length))
}

fn unit_of_time(rest: &str) -> Option<usize> {
    const UNITS: [&str; 12] = [
        "minutes", "minutos", "minute", "mins", "min.", "min", "hours", "hour", "horas", "hora", "heures",
        "hr",
    ];
    let trimmed = rest.trim_start_matches([' ', '\u{a0}', '-']);
    let gap = rest.len() - trimmed.len();
    let unit = UNITS.iter().find(|unit| {
        trimmed.get(..unit.len()).is_some_and(|start| start.eq_ignore_ascii_case(unit))
            && !trimmed[unit.len()..].starts_with(|letter: char| letter.is_alphabetic() && letter != 's')
    })?;
    Some(gap + unit.len())
}

fn price_start(text: &str) -> Option<usize> {
    let before = text
        .find(['$', '€', '£'])
        .filter(|at| text[*at..].chars().nth(1).is_some_and(|next| next.is_ascii_digit() || next == ' '));
    before.or_else(|| {
        numbers(text)
            .find(|(_, end)| text[*end..].trim_start().starts_with(['€', '£', '$']))
            .map(|(start, _)| start)
    })
}

/// Where "2 providers" begins.
fn count_start(text: &str) -> Option<usize> {
    numbers(text)
        .find(|(_, end)| {
            text[*end..].split_whitespace().next().is_some_and(|word| words::is_any(word, words::PROVIDER))
        })
        .map(|(start, _)| start)
}

/// The runs of digits that begin a word, with where they end; "30.5" and "1,200" are one.
fn numbers(text: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    let starts = text.char_indices().filter(move |(at, letter)| {
        letter.is_ascii_digit()
            && !text[..*at]
                .chars()
                .next_back()
                .is_some_and(|before| before.is_alphanumeric() || matches!(before, '.' | ','))
    });
    starts.map(move |(at, _)| {
        let length = text[at..]
            .find(|letter: char| !letter.is_ascii_digit() && !matches!(letter, '.' | ','))
            .unwrap_or(text.len() - at);
        (at, at + length)
    })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rows_name_is_what_stands_before_its_details() {
        for (text, expect) in [
            ("Lip Filler 60 min 2 providers from $650.00", "Lip Filler"),
            ("Tox Touch-Up (2 weeks) 15 min Brandi Sesock Price on consultation", "Tox Touch-Up (2 weeks)"),
            ("1 Syringe of Lip Filler · 60 min", "1 Syringe of Lip Filler"),
            ("Peel - $99", "Peel"),
            ("Laser 45 minutos 99 €", "Laser"),
            ("Consultation", "Consultation"),
            ("Microneedling (1 hour)", "Microneedling"),
        ] {
            assert_eq!(service_name(text), expect, "{text}");
        }
    }

    #[test]
    fn details_are_minutes_or_a_price() {
        assert!(has_details("45 min"));
        assert!(has_details("from $650.00"));
        assert!(!has_details("Next step"));
        assert!(!has_details("2 minis"));
    }

    #[test]
    fn a_category_is_named_without_its_count() {
        assert_eq!(category_name("Dermal Filler (4)"), "Dermal Filler");
    }
}
