//! What stands in the way: cookie banners, newsletters, add-ons. They are declined, never accepted where they can be declined.

use std::time::Duration;

use url::Url;

use super::arrival::is_final_control;
use super::memory::Leave;
use super::moves::{ActionKind, Move, WaitFor};
use super::opening::unreachable;
use super::view::{At, View};
use super::{Deed, Flow, refusal, words};
use crate::calendar::dates_in;
use crate::contact::{FieldKind, field_kind};
use crate::matching::{contains_phrase, same};
use crate::session::Step;
use crate::wall_time::{same_minute, times_in};

impl Flow {
    /// A control does nothing before its page's own scripts have run. Pages that never stop arriving are used as they are.
    pub(super) fn wait_for_the_pages_scripts(&mut self, view: &View<'_>) -> Option<Move> {
        const LIMIT: Duration = Duration::from_secs(2);
        // That a script has run changes nothing that could be waited for.
        const LOOK: Duration = Duration::from_millis(25);
        let usable = |at: At| view.is_pressable(at) || view.field(at).is_some();
        if !view.all().any(|at| view.frame(at).loading && usable(at)) {
            self.memory.settled("the page's scripts");
            return None;
        }
        match self.wait(view, "the page's scripts", LIMIT)? {
            Move::Wait(wait) => Some(Move::Wait(WaitFor { until: wait.until.min(view.now + LOOK), ..wait })),
            other => Some(other),
        }
    }

    /// A page that shows nothing yet is waited for. One that stays empty, or says that the site is down, is loaded again.
    pub(super) fn wait_for_content(&mut self, view: &View<'_>) -> Option<Move> {
        const LIMIT: Duration = Duration::from_secs(12);
        const DOWN: Duration = Duration::from_millis(500);
        let said = view.all().find(|at| view.says_any(*at, words::DOWN)).filter(|_| view.all().count() < 20);
        if said.is_none() && view.all().any(|at| view.is_pressable(at) || view.field(at).is_some()) {
            self.memory.settled("content");
            return None;
        }
        let limit = if said.is_some() { DOWN } else { LIMIT };
        self.wait(view, "content", limit).or_else(|| {
            self.memory.settled("content");
            Some(self.load_again(view, said))
        })
    }

    /// What a frame failed to show is loaded again in the frame alone: the page around it keeps its place.
    fn load_again(&mut self, view: &View<'_>, said: Option<At>) -> Move {
        if let Some(at) = said.filter(|at| !view.is_in_main_frame(*at)) {
            let deed =
                Deed::new(self.step, "load a frame again").at(&view.frame(at).url).patient(Duration::ZERO);
            return self.act(view, at, ActionKind::Reload, deed).unwrap_or_else(stays_empty);
        }
        let url = Url::parse(&view.page.url).unwrap_or_else(|_| self.request.booking_url.clone());
        match self.memory.ask(&format!("load {url} again"), Duration::ZERO, false, view.now) {
            Leave::Granted => self.opening.load_again(url),
            Leave::NotBefore(_) | Leave::Exhausted => stays_empty(),
        }
    }

    pub(super) fn clear_obstacles(&mut self, view: &View<'_>) -> Option<Move> {
        let Some(banner) = view.all().rev().find(|at| self.is_obstacle(view, *at)) else {
            // One that was declined comes back with the next page, and is declined there too.
            self.memory.forget("decline ");
            return None;
        };
        let control = self.way_out(view, banner)?;
        let name = view.label(control);
        self.press(
            view,
            control,
            Deed::new(self.step, format!("decline \"{}\" with \"{name}\"", view.label(banner))),
        )
    }

    /// A dialog that has nothing to do with the booking: it offers no choice, asks for nothing that the booking needs, and is no step of it.
    fn is_obstacle(&self, view: &View<'_>, at: At) -> bool {
        if is_about_cookies(view, at) {
            return view.is_dialog(at) || matches!(view.role(at), "region" | "complementary" | "alert");
        }
        view.is_dialog(at) && !is_part_of_the_booking(view, at) && !self.is_a_step(view, at)
    }

    /// A dialog that can only be closed and holds a way on with the booking: its frame, its last control, or one that leads on beside what
    /// was asked for. What can be declined in words, and what advertises, is none.
    fn is_a_step(&self, view: &View<'_>, dialog: At) -> bool {
        if view.within(dialog).any(|at| refuses_an_offer(view, at)) || advertises(view, dialog) {
            return false;
        }
        let told = || self.is_told_in(view, dialog);
        let address = || asks_for_the_address(view, dialog);
        // "Submit" beside an address alone is a newsletter's.
        let books = || view.within(dialog).any(|at| is_final_control(view, at)) && (!address() || told());
        view.within(dialog).any(|at| is_frame(view, at))
            || self.memory.chosen.time.is_some() && books()
            || self.leads_on_in(view, dialog) && (address() || told())
    }

    fn leads_on_in(&self, view: &View<'_>, dialog: At) -> bool {
        const STEPS: [Step; 6] =
            [Step::Service, Step::Provider, Step::DateTime, Step::Phone, Step::Details, Step::Review];
        STEPS.into_iter().any(|step| self.advancing_control(view, step, view.within(dialog)).is_some())
    }

    /// Whether something in it names the service, the date or the time.
    fn is_told_in(&self, view: &View<'_>, dialog: At) -> bool {
        let services = [&self.memory.chosen.service, &self.request.service];
        let names_service =
            |text: &str| services.into_iter().flatten().any(|name| contains_phrase(text, name));
        let names_date = |text: &str| dates_in(text).iter().any(|date| date.may_be(self.request.date));
        let names_time =
            |text: &str| times_in(text).iter().any(|found| same_minute(found.time, self.request.time));
        let tells = |text: &str| names_service(text) || names_date(text) || names_time(text);
        view.within(dialog).chain([dialog]).any(|at| tells(view.label(at)))
    }

    /// The control that declines a dialog; a banner that can only be acknowledged is acknowledged.
    fn way_out(&self, view: &View<'_>, dialog: At) -> Option<At> {
        let controls: Vec<At> = view
            .within(dialog)
            .filter(|at| matches!(view.role(*at), "button" | "link") && !refusal::refuses(view.label(*at)))
            .collect();
        let named = |names: &dyn Fn(&str) -> bool| controls.iter().copied().find(|at| names(view.label(*at)));
        named(&|name| {
            self.profile
                .dialogs
                .decline
                .iter()
                .any(|known| same(name, known) && !words::is_any(name, &["close", "x"]))
        })
        .or_else(|| {
            named(&|name| words::says_any(name, words::DECLINE) && !words::is_any(name, &["close", "x"]))
        })
        .or_else(|| named(&|name| words::is_any(name, words::DECLINE) || name == "×"))
        .or_else(|| {
            named(&|name| words::is_any(name, words::ACKNOWLEDGE)).filter(|_| is_about_cookies(view, dialog))
        })
    }
}

fn stays_empty() -> Move {
    Move::Stop(unreachable("A page of it stays empty."))
}

fn is_about_cookies(view: &View<'_>, at: At) -> bool {
    view.within(at).len() < 40
        && std::iter::once(at).chain(view.within(at)).any(|at| view.says_any(at, words::COOKIES))
}

fn is_part_of_the_booking(view: &View<'_>, dialog: At) -> bool {
    let is_choice = |at: At| {
        matches!(
            view.role(at),
            "radio" | "option" | "grid" | "gridcell" | "listbox" | "combobox" | "checkbox"
        )
    };
    let is_needed_field = |at: At| {
        view.field(at).is_some_and(|facts| {
            facts.input_type != "checkbox" && field_kind(facts, view.label(at)) != FieldKind::Email
        })
    };
    view.within(dialog).any(|at| is_choice(at) || is_needed_field(at) || view.node(at).expanded.is_some())
        || view.says_any(dialog, words::PROVIDER)
        || view.says_any(dialog, words::SERVICE)
}

/// "No thanks", "Skip": not what merely closes.
fn refuses_an_offer(view: &View<'_>, at: At) -> bool {
    const CLOSES: &[&str] = &["dismiss", "close", "x", "cerrar", "fermer"];
    let refusals = || words::DECLINE.iter().filter(|phrase| !CLOSES.contains(phrase));
    matches!(view.role(at), "button" | "link") && refusals().any(|phrase| view.says_any(at, &[phrase]))
}

fn advertises(view: &View<'_>, dialog: At) -> bool {
    const OFFERS: &[&str] = &[
        "offer",
        "offers",
        "off",
        "promo",
        "promotion",
        "promotions",
        "deal",
        "deals",
        "special",
        "specials",
        "sale",
        "discount",
        "oferta",
        "ofertas",
        "promocion",
        "promociones",
        "descuento",
        "descuentos",
        "offre",
        "offres",
        "remise",
    ];
    let sells = |at: At| {
        view.says_any(at, words::NEWSLETTER) || view.says_any(at, OFFERS) || view.label(at).contains('%')
    };
    view.within(dialog).chain([dialog]).any(sells)
}

/// A frame that may hold the booking itself.
fn is_frame(view: &View<'_>, at: At) -> bool {
    const OTHERS: &[&str] = &[
        "video",
        "youtube",
        "vimeo",
        "player",
        "captcha",
        "recaptcha",
        "hcaptcha",
        "challenge",
        "chat",
        "messenger",
        "map",
        "maps",
        "advertisement",
    ];
    view.role(at) == "iframe" && !view.says_any(at, OTHERS)
}

fn asks_for_the_address(view: &View<'_>, dialog: At) -> bool {
    let is_address =
        |at: At| view.field(at).is_some_and(|facts| field_kind(facts, view.label(at)) == FieldKind::Email);
    view.within(dialog).any(is_address)
}
