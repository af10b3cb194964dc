//! Walks of the flow over small pages, each a list of what is visible.

mod birthdays;
mod boxes;
mod busy;
mod clock;
mod details;
mod dialogs;
mod headers;
mod listed;
mod misread;
mod more;
mod other_builds;
mod pages;
mod questions;
mod settling;
mod standing;

use jiff::Timestamp;
use jiff::civil::{date, time};
use url::Url;

use super::*;
use crate::profile::ProfileSet;
use crate::request::HandoffPreference;
use pages::Page;

const NOON: &str = "2026-02-01T12:00:00Z";

fn flow() -> Flow {
    flow_for("generic", |_| {})
}

fn flow_for(profile: &str, change: impl FnOnce(&mut BookingRequest)) -> Flow {
    let mut request = BookingRequest {
        booking_url: Url::parse("https://clinic.example/booking").unwrap(),
        date: date(2026, 2, 5),
        time: time(14, 30, 0, 0),
        service: Some("Lip Filler".into()),
        provider: Some("Brandi".into()),
        callback_url: None,
        handoff: HandoffPreference::Auto,
        timezone: None,
        timeout: None,
        profile: None,
        aliases: Vec::new(),
    };
    change(&mut request);
    let lead = Lead {
        first_name: "Ana".into(),
        last_name: "Núñez".into(),
        phone: "+14405550122".into(),
        email: "ana@example.com".into(),
        notes: None,
    };
    let mut flow = Flow::new(ProfileSet::built_in().by_name(profile).unwrap(), request, lead);
    flow.opened(Opened::Answered(200));
    flow
}

/// Seconds after noon.
fn at(seconds: i64) -> Timestamp {
    NOON.parse::<Timestamp>().unwrap() + Duration::from_secs(seconds.try_into().unwrap())
}

/// What the flow does on a page, in a word: the purpose of its actions, what it waits for, how it ends.
fn said(next: &Move) -> String {
    match next {
        Move::Act(actions) => {
            actions.iter().map(|action| action.purpose.as_str()).collect::<Vec<_>>().join("; ")
        }
        Move::Wait(wait) => format!("wait for {}", wait.what),
        Move::Open(_) => "open".to_owned(),
        Move::Ready(prepared) => format!("ready: {}", prepared.reason.as_str()),
        Move::Interlude(reason) => format!("interlude: {}", reason.as_str()),
        Move::Stop(failure) => format!("{}: {}", failure.code.as_str(), failure.choices.join(", ")),
    }
}

fn on(flow: &mut Flow, page: &Page, seconds: i64) -> String {
    said(&flow.decide(&page.seen(), at(seconds)))
}

fn services() -> Page {
    Page::new()
        .heading(1, "Select a service")
        .button("Lip Filler 60 min $650.00")
        .button("1 Syringe of Lip Filler 60 min $700.00")
        .button("HydraFacial 45 min $199.00")
        .button("Book now")
}

fn calendar(selected: Option<i8>) -> Page {
    let page =
        Page::new().heading(1, "Select date & time").heading(2, "February 2026").button("›").open("grid", "");
    (1..=28).fold(page, |page, day| page.cell(day, day % 7 != 1, selected == Some(day))).close()
}

fn with_slots(page: Page, slots: &[&str]) -> Page {
    slots.iter().fold(page, |page, slot| page.choice("generic", slot, None)).button("Next")
}

fn review(time: &str) -> Page {
    let rows = [
        ("Service", "Lip Filler"),
        ("Provider", "Brandi Sesock"),
        ("Date", "Thursday, February 5, 2026"),
        ("Time", time),
    ];
    rows.iter().fold(Page::new().heading(1, "Review"), |page, (label, value)| page.text(label).text(value))
}

/// A flow that has chosen everything.
fn chosen() -> Flow {
    let mut flow = flow();
    flow.memory.chosen = Selection {
        service: Some("Lip Filler".into()),
        provider: Some("Brandi Sesock".into()),
        date: Some("2026-02-05".into()),
        time: Some("2:30 PM".into()),
    };
    flow
}

#[test]
fn a_whole_name_is_chosen_and_the_final_button_beside_it_left_alone() {
    assert_eq!(on(&mut flow(), &services(), 0), "choose the service \"Lip Filler\"");
}

#[test]
fn a_part_that_fits_twice_is_ambiguous() {
    let mut flow = flow_for("generic", |request| request.service = Some("Filler".into()));
    assert_eq!(on(&mut flow, &services(), 0), "service_ambiguous: Lip Filler, 1 Syringe of Lip Filler");
}

#[test]
fn a_service_that_is_missing_is_never_replaced() {
    let mut flow = flow_for("generic", |request| request.service = Some("Massage".into()));
    assert_eq!(on(&mut flow, &services(), 0), "wait for more services");
    let said = on(&mut flow, &services(), 2);
    assert_eq!(said, "service_not_found: Lip Filler, 1 Syringe of Lip Filler, HydraFacial");
}

#[test]
fn categories_are_opened_before_a_service_counts_as_missing() {
    let page = Page::new()
        .heading(1, "Select service(s)")
        .category("Filler (2)", false)
        .category("Laser (1)", false);
    let mut flow = flow();
    assert_eq!(on(&mut flow, &page, 0), "open the category \"Filler\"");
    let page =
        Page::new().heading(1, "Select service(s)").category("Filler (2)", true).category("Laser (1)", false);
    assert_eq!(on(&mut flow, &page, 1), "open the category \"Laser\"");
}

#[test]
fn a_named_provider_is_never_no_preference() {
    let page = Page::new()
        .dialog("Choose a provider")
        .choice("radio", "No preference (first available)", Some(true))
        .choice("radio", "Gale Tesar", Some(false))
        .choice("radio", "Brandi Sesock", Some(false))
        .button("Confirm selection");
    assert_eq!(on(&mut chosen(), &page, 0), "choose the provider \"Brandi Sesock\"");
}

#[test]
fn a_provider_that_is_missing_ends_with_those_there_are() {
    let page = Page::new().dialog("Choose a provider").choice("radio", "No preference", Some(false)).choice(
        "radio",
        "Gale Tesar",
        Some(false),
    );
    assert_eq!(on(&mut chosen(), &page, 0), "provider_not_found: Gale Tesar");
}

#[test]
fn the_day_is_pressed_once_and_its_times_are_waited_for() {
    let mut flow = flow();
    assert_eq!(on(&mut flow, &calendar(None), 0), "choose the day 2026-02-05");
    assert_eq!(on(&mut flow, &calendar(None), 1), "wait for an answer to: choose the day 2026-02-05");
    assert_eq!(on(&mut flow, &calendar(Some(5)), 2), "wait for the times of the day");
    let page = with_slots(calendar(Some(5)), &["10:00 am", "2:30pm"]);
    assert_eq!(on(&mut flow, &page, 9), "choose the time 14:30");
}

#[test]
fn a_closed_day_ends_with_the_nearest_open_ones() {
    let mut flow = flow_for("generic", |request| request.date = date(2026, 2, 8));
    assert_eq!(on(&mut flow, &calendar(None), 0), "wait for the calendar to settle");
    let said = on(&mut flow, &calendar(None), 2);
    assert_eq!(said, "date_unavailable: 2026-02-05, 2026-02-06, 2026-02-07, 2026-02-09, 2026-02-10");
}

#[test]
fn a_later_month_is_turned_to() {
    let mut flow = flow_for("generic", |request| request.date = date(2026, 4, 8));
    assert_eq!(on(&mut flow, &calendar(None), 0), "turn the calendar on from 2026-02");
    assert_eq!(on(&mut flow, &calendar(None), 1), "wait for an answer to: turn the calendar on from 2026-02");
}

#[test]
fn a_time_that_is_taken_ends_with_those_of_the_day() {
    let mut flow = flow();
    let page = with_slots(calendar(Some(5)), &["10:00", "16:00"]);
    assert_eq!(on(&mut flow, &page, 0), "wait for more times");
    assert_eq!(on(&mut flow, &page, 3), "time_unavailable: 10:00, 16:00");
}

#[test]
fn times_of_another_day_are_not_taken() {
    let mut flow = flow();
    let stale = with_slots(calendar(None), &["2:30 PM"]);
    assert_eq!(on(&mut flow, &stale, 0), "choose the day 2026-02-05");
    let still = with_slots(calendar(Some(5)), &["2:30 PM"]);
    assert_eq!(on(&mut flow, &still, 1), "wait for the times of the day");
}

#[test]
fn the_same_control_is_not_pressed_again_while_the_page_has_not_answered() {
    let mut flow = chosen();
    let page = review("2:30 PM").button("Continue to payment");
    assert_eq!(on(&mut flow, &page, 0), "press \"Continue to payment\"");
    assert_eq!(on(&mut flow, &page, 3), "wait for an answer to: press \"Continue to payment\"");
    let busy = review("2:30 PM").text("Please wait").button("Continue to payment");
    assert_eq!(on(&mut flow, &busy, 10), "wait for an answer to: press \"Continue to payment\"");
    assert_eq!(on(&mut flow, &page, 11), "press \"Continue to payment\"");
    assert_eq!(on(&mut flow, &page, 30), "site_changed: ");
}

#[test]
fn only_visible_card_fields_mean_payment() {
    let hidden = review("2:30 PM").button("Book appointment").card_frame(false);
    assert_eq!(on(&mut chosen(), &hidden, 0), "wait for card fields");
    let shown = review("2:30 PM").button("Book appointment").card_frame(true);
    assert_eq!(on(&mut chosen(), &shown, 0), "ready: payment");
}

#[test]
fn a_review_whose_only_way_on_books_is_the_patients() {
    let mut flow = chosen();
    let page = review("2:30 PM").button("Back").button("Book appointment");
    assert_eq!(on(&mut flow, &page, 0), "wait for card fields");
    assert_eq!(on(&mut flow, &page, 4), "ready: review");
}

#[test]
fn another_time_on_the_review_is_a_mismatch() {
    let mut flow = chosen();
    let page = review("3:00 PM").button("Continue to payment");
    assert_eq!(on(&mut flow, &page, 0), "wait for the summary to agree");
    assert_eq!(on(&mut flow, &page, 3), "selection_mismatch: ");
}

#[test]
fn details_are_filled_in_at_once_and_sent_when_they_stand() {
    let form = |filled: bool| {
        let value = |text: &'static str| if filled { text } else { "" };
        Page::new()
            .heading(1, "Your information")
            .field("First name", "given-name", value("Ana"))
            .field("Last name", "family-name", value("Núñez"))
            .field("Email", "email", value("ana@example.com"))
            .button("Next")
    };
    let mut flow = chosen();
    assert_eq!(
        on(&mut flow, &form(false), 0),
        "fill in the first name; fill in the last name; fill in the e-mail address"
    );
    assert_eq!(on(&mut flow, &form(true), 1), "press \"Next\"");
}

#[test]
fn the_sites_complaint_about_the_details_is_passed_on() {
    let form = || Page::new().heading(1, "Your information").field("Email", "email", "ana@example.com");
    let mut flow = chosen();
    assert_eq!(on(&mut flow, &form().button("Next"), 0), "press \"Next\"");
    let refused = form().text("Please enter a valid email address.").button("Next");
    assert_eq!(on(&mut flow, &refused, 1), "site_rejected_contact: ");
}

#[test]
fn a_code_or_a_captcha_is_the_patients_and_the_flow_goes_on_after_it() {
    let mut flow = chosen();
    let code =
        Page::new().heading(1, "Enter code").field("Verification code", "one-time-code", "").button("Next");
    assert_eq!(on(&mut flow, &code, 0), "interlude: verification_code");
    assert_eq!(flow.interlude(&code.seen(), at(0)), Some(HandoffReason::VerificationCode));
    assert_eq!(on(&mut flow, &review("2:30 PM").button("Next"), 9), "press \"Next\"");
}

#[test]
fn marketing_is_never_ticked_and_a_policy_only_where_the_profile_allows() {
    let page = |label: &str| review("2:30 PM").checkbox(label).button("Next");
    assert_eq!(
        on(&mut chosen(), &page("I agree to the cancellation policy"), 0),
        "tick \"I agree to the cancellation policy\""
    );
    for label in
        ["Send me offers", "I agree to the cancellation policy and to receive marketing", "I am over 18"]
    {
        assert_eq!(on(&mut chosen(), &page(label), 0), "press \"Next\"", "{label}");
    }
}

#[test]
fn a_lost_slot_ends_with_the_others_of_the_day() {
    let mut flow = chosen();
    flow.memory.slots = vec!["10:00 AM".into(), "2:30 PM".into(), "4:00 PM".into()];
    let page = Page::new()
        .heading(1, "Review")
        .text("Sorry, this time is no longer available.")
        .button("Choose another time");
    assert_eq!(on(&mut flow, &page, 0), "slot_lost: 10:00 AM, 4:00 PM");
}

#[test]
fn dialogs_are_declined_never_accepted() {
    let page = services().dialog("Get 10% off").button("Sign me up").button("No thanks");
    assert_eq!(on(&mut flow(), &page, 0), "decline \"Get 10% off\" with \"No thanks\"");
    let cookies =
        services().dialog("Cookies").text("We use cookies").button("Only necessary").button("Accept all");
    assert_eq!(on(&mut flow(), &cookies, 0), "decline \"Cookies\" with \"Only necessary\"");
}

#[test]
fn a_page_that_fails_in_the_middle_is_loaded_again_and_not_for_ever() {
    let mut flow = chosen();
    let page = Page::new().heading(1, "503 Service Unavailable");
    assert_eq!(on(&mut flow, &page, 0), "wait for content");
    for seconds in [1, 3] {
        let Move::Open(url) = flow.decide(&page.seen(), at(seconds)) else { panic!("not loaded again") };
        assert_eq!(url.as_str(), "https://clinic.example/booking");
        flow.opened(Opened::Answered(200));
        assert_eq!(on(&mut flow, &page, seconds), "wait for content");
    }
    assert_eq!(on(&mut flow, &page, 5), "site_unreachable: ");
}

#[test]
fn an_unknown_page_is_waited_out_and_described_without_personal_data() {
    let mut flow = chosen();
    let page =
        Page::new().heading(1, "Maintenance").text("Dear Ana Núñez, come back later").button("Call us");
    assert_eq!(on(&mut flow, &page, 0), "wait for anything known");
    let Move::Stop(failure) = flow.decide(&page.seen(), at(30)) else { panic!("not given up") };
    assert_eq!(failure.code, FailureCode::SiteChanged);
    assert!(
        failure.message.contains("Maintenance") && failure.message.contains("Call us"),
        "{}",
        failure.message
    );
    assert!(!failure.message.contains("Ana"), "{}", failure.message);
}

#[test]
fn a_final_control_is_refused_even_where_a_profile_allows_it() {
    let mut profile = crate::profile::SiteProfile::clone(&ProfileSet::built_in().by_name("generic").unwrap());
    profile.review.advance = vec!["Book appointment".into()];
    let mut flow = chosen();
    flow.profile = Arc::new(profile);
    let page = review("2:30 PM").button("Book appointment");
    assert_eq!(on(&mut flow, &page, 0), "wait for card fields");
    assert_eq!(on(&mut flow, &page, 10), "ready: review");
}
