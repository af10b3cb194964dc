//! What reads like a name, a way on, a question or a complaint, and is none.

use super::*;
use crate::availability::{Inquiry, Visit, Wish};

fn rows(row: &str) -> Page {
    Page::new().heading(1, "Select a service").button(row).button("Next")
}

/// The flow after it has pressed the row of "Lip Filler".
fn after_row(row: &str, provider: Option<&str>) -> Flow {
    let mut flow = flow_for("generic", |request| request.provider = provider.map(str::to_owned));
    assert_eq!(on(&mut flow, &rows(row), 0), "choose the service \"Lip Filler\"");
    flow
}

#[test]
fn what_stands_beside_the_minutes_of_a_row_stops_nothing() {
    for row in [
        "Lip Filler 20 min From $120",
        "Lip Filler 30 min Starting at $12",
        "Lip Filler 45 min Most Popular $199",
        "Lip Filler 15 min Free",
        "Lip Filler 60 min Select",
        "Lip Filler 60 min Gale Tesar from $650.00",
    ] {
        let mut flow = after_row(row, Some("Brandi"));
        assert_eq!(on(&mut flow, &calendar(None), 1), "choose the day 2026-02-05", "{row}");
        assert_eq!(flow.selection().provider, None, "{row}");
        let mut flow = after_row(row, None);
        assert_eq!(on(&mut flow, &calendar(None), 1), "choose the day 2026-02-05", "{row}");
        assert_eq!(flow.selection().provider, None, "{row}");
    }
}

#[test]
fn the_only_provider_of_a_row_counts_where_it_is_the_one_asked_for() {
    let mut flow = after_row("Lip Filler 60 min Brandi Sesock from $650.00", Some("Brandi"));
    assert_eq!(on(&mut flow, &calendar(None), 1), "choose the day 2026-02-05");
    assert_eq!(flow.selection().provider.as_deref(), Some("Brandi Sesock"));
}

#[test]
fn a_visit_tells_no_times_as_those_of_somebody_whom_the_row_does_not_name() {
    let told = |row: &str| {
        let inquiry = Inquiry {
            booking_url: Url::parse("https://clinic.example/booking").unwrap(),
            service: Some("Lip Filler".into()),
            provider: Some("Brandi".into()),
            timezone: None,
            aliases: Vec::new(),
            wish: Wish::Dates(vec![date(2026, 2, 5)]),
        };
        let mut visit = Visit::new(ProfileSet::built_in().by_name("generic").unwrap(), &inquiry, at(0));
        visit.opened(Opened::Answered(200));
        visit.decide(&rows(row).seen(), at(0));
        visit.decide(&calendar(None).seen(), at(1));
        visit.findings().provider
    };
    assert_eq!(told("Lip Filler 60 min Brandi Sesock from $650.00").as_deref(), Some("Brandi Sesock"));
    assert_eq!(told("Lip Filler 60 min from $650.00").as_deref(), Some("Brandi"));
    assert_eq!(told("Lip Filler 60 min Gale Tesar from $650.00"), None);
}

#[test]
fn another_only_provider_is_missed_where_it_is_asked_for_or_at_the_end() {
    let row = "Lip Filler 60 min Gale Tesar from $650.00";
    let panel = Page::new().dialog("Choose a provider").choice("radio", "Gale Tesar", Some(true));
    assert_eq!(on(&mut after_row(row, Some("Brandi")), &panel, 1), "provider_not_found: Gale Tesar");
    let mut flow = after_row(row, Some("Brandi"));
    let chosen = chosen().memory.chosen;
    flow.memory.chosen = Selection { provider: None, ..chosen };
    let review = Page::new().heading(1, "Review").text("Lip Filler").card_frame(true);
    assert_eq!(on(&mut flow, &review, 1), "selection_mismatch: ");
}

#[test]
fn what_turns_the_page_or_leaves_it_leads_nowhere() {
    for label in [
        "Next month",
        "Next week",
        "Next day",
        "Next available",
        "Next slide",
        "Next 7 days",
        "Next 14 days",
        "Next 5 slots",
        "Siguientes 7 días",
        "Continue with Google",
        "Continue with Facebook",
        "Continue with Apple",
        "Continue to Google",
        "Continue shopping",
        "Continue browsing",
        "Siguiente mes",
        "Siguiente semana",
        "Siguiente día",
        "Continuar con Google",
        "Continuar comprando",
        "Suivant mois",
    ] {
        let mut flow = chosen();
        let page = review("2:30 PM").button(label).button("Book appointment");
        assert_eq!(on(&mut flow, &page, 0), "wait for card fields", "{label}");
        assert_eq!(on(&mut flow, &page, 4), "ready: review", "{label}");
    }
}

#[test]
fn what_says_where_it_leads_leads_on() {
    for label in [
        "Continue to payment",
        "Next: date & time",
        "Next Date & time",
        "Next – your details",
        "Next step: Review",
        "Next step",
        "Continue to your details",
        "Continue to contact information",
        "Continue as guest",
        "Continue without an account",
        "Continue with booking",
        "Continue (1 service)",
        "Next (2 of 5)",
        "Proceed to checkout",
        "Continuar al pago",
        "Continuar con la reserva",
        "Continuar como invitado",
        "Siguiente paso",
        "Siguiente: tus datos",
        "Next arrow_forward",
        "Continue chevron_right",
        "Continue $120.00",
        "Continue 1 service selected",
        "Continue without add-ons",
        "Continue in browser",
        "Continuar sin extras",
        "Continuer vers le paiement",
    ] {
        let mut flow = chosen();
        let page = review("2:30 PM").button(label);
        assert_eq!(on(&mut flow, &page, 0), format!("press \"{label}\""));
    }
}

#[test]
fn a_guest_goes_on_as_a_guest() {
    for guest in ["Continue as guest", "Continuar como invitado"] {
        let page = review("2:30 PM").button(guest).button("Continue with Google").button("Continue");
        assert_eq!(on(&mut chosen(), &page, 0), format!("press \"{guest}\""));
    }
}

#[test]
fn a_guest_is_asked_who_they_are_only_once() {
    let page = || review("2:30 PM").button("Continue as guest").button("Continue");
    let mut flow = chosen();
    assert_eq!(on(&mut flow, &page(), 0), "press \"Continue as guest\"");
    assert_eq!(on(&mut flow, &page(), 1), "wait for an answer to: press \"Continue as guest\"");
    let form = page().field("Email", "email", "ana@example.com");
    assert_eq!(on(&mut flow, &form, 2), "press \"Continue\"");
}

#[test]
fn a_page_that_books_is_ready_although_its_calendar_can_be_turned() {
    let turned_by = |turner: &str| {
        let page = Page::new().heading(2, "Your visit").button("Prev").button(turner).text("February 2026");
        let days = (1..=28).fold(page.open("grid", ""), |page, day| page.cell(day, true, day == 5)).close();
        days.choice("generic", "2:30 PM", Some(true)).button("Book appointment")
    };
    for turner in ["Next month", "Next", "›"] {
        let mut flow = chosen();
        assert_eq!(on(&mut flow, &turned_by(turner), 0), "wait for card fields", "{turner}");
        assert_eq!(on(&mut flow, &turned_by(turner), 4), "ready: review", "{turner}");
    }
    let page = turned_by("Next").button("Next");
    let Move::Act(actions) = chosen().decide(&page.seen(), at(0)) else { panic!("nothing pressed") };
    assert_eq!(actions[0].purpose, "press \"Next\"");
    assert_ne!(actions[0].target.ref_id, 3, "the calendar's own");
}

#[test]
fn the_steps_of_a_page_that_keeps_its_heading_are_left_one_after_the_other() {
    let step = |page: Page| page.button("Next");
    let titled = || Page::new().heading(1, "Book with us");
    let service =
        titled().open("radiogroup", "Services").choice("radio", "Lip Filler 60 min", Some(true)).close();
    let provider = titled()
        .open("radiogroup", "Provider")
        .choice("radio", "No preference", Some(true))
        .choice("radio", "Gale Tesar", Some(false))
        .close();
    let mut flow = flow_for("generic", |request| request.provider = None);
    flow.memory.chosen.service = Some("Lip Filler".into());
    assert_eq!(on(&mut flow, &step(service), 0), "press \"Next\"");
    assert_eq!(on(&mut flow, &step(provider), 1), "press \"Next\"");
    (flow.memory.chosen.date, flow.memory.chosen.time) = (Some("2026-02-05".into()), Some("2:30 PM".into()));
    let more = titled().text("How to find us");
    assert_eq!(on(&mut flow, &step(more.clone()), 2), "press \"Next\"");
    // The same page, unanswered: a summary that comes late makes no other page of it.
    let late = more.text("Provider").text("Brandi Sesock").text("Time").text("2:30 PM (EST)");
    assert_eq!(on(&mut flow, &step(late), 3), "wait for an answer to: press \"Next\"");
}
