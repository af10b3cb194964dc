//! Walks over pages of other builds: calendars in tables and strips, native dates, selects, scripts that come late.

use super::*;

/// November 2026 as a table: the open days are links, and so are the months around it.
fn month_table(header: &str, before: &str, after: &str) -> Page {
    let page = Page::new().heading(1, "Choose a day").link(before).link(after).open("table", header);
    (1..=28).fold(page, |page, day| page.day_in_a_table(day, day % 7 != 1)).close()
}

fn in_february() -> Page {
    month_table("February 2026", "« January 2026", "March 2026 »")
}

#[test]
fn a_day_of_a_table_is_its_link() {
    let mut flow = flow();
    let Move::Act(actions) = flow.decide(&in_february().seen(), at(0)) else { panic!("nothing pressed") };
    let page = in_february().seen();
    let pressed = page.frames[0].nodes.iter().find(|node| node.ref_id == actions[0].target.ref_id).unwrap();
    assert_eq!((pressed.role.as_str(), pressed.name.as_str()), ("link", "5"));
}

#[test]
fn a_day_without_a_link_beside_days_with_one_is_closed() {
    let mut flow = flow_for("generic", |request| request.date = date(2026, 2, 8));
    assert_eq!(on(&mut flow, &in_february(), 0), "wait for the calendar to settle");
    let said = on(&mut flow, &in_february(), 2);
    assert_eq!(said, "date_unavailable: 2026-02-05, 2026-02-06, 2026-02-07, 2026-02-09, 2026-02-10");
}

#[test]
fn a_link_that_names_a_month_turns_the_calendar() {
    let mut flow = flow_for("generic", |request| request.date = date(2026, 4, 8));
    let Move::Act(actions) = flow.decide(&in_february().seen(), at(0)) else { panic!("nothing pressed") };
    assert_eq!(actions[0].purpose, "turn the calendar on from 2026-02");
    assert_eq!(actions[0].target.ref_id, 3, "the link to March");
}

/// Seven days from the given one of February on, all open, without a year or a header.
fn week(first: i8) -> Page {
    let page = Page::new().heading(2, "Pick a time").button("‹ Earlier");
    (first..first + 7).fold(page, |page, day| page.button(&format!("{day} Feb"))).button("Later ›")
}

#[test]
fn a_strip_of_days_is_turned_week_by_week() {
    let mut flow = flow_for("generic", |request| request.date = date(2026, 2, 18));
    assert_eq!(on(&mut flow, &week(2), 0), "turn the calendar on from 2026-02-02");
    assert_eq!(on(&mut flow, &week(9), 1), "turn the calendar on from 2026-02-09");
    assert_eq!(on(&mut flow, &week(16), 2), "choose the day 2026-02-18");
}

fn form(day: &str, times: &[&str]) -> Page {
    Page::new()
        .heading(2, "Plan your visit")
        .select("Treatment", &["Please select", "Lip Filler - 60 min", "HydraFacial - 45 min"])
        .open("group", "Team member")
        .choice("radio", "Any team member", Some(true))
        .choice("radio", "Brandi Sesock", Some(false))
        .close()
        .date_field("Day", day)
        .select("Time", times)
        .button("Next")
}

#[test]
fn the_service_is_selected_before_anybody_is_missed_in_the_team() {
    let mut flow = flow_for("generic", |request| request.provider = Some("Gale".into()));
    assert_eq!(on(&mut flow, &form("", &["Pick a day first"]), 0), "choose the service \"Lip Filler\"");
}

#[test]
fn a_provider_in_a_select_is_held_to_the_name() {
    let page = || {
        Page::new()
            .heading(2, "Plan your visit")
            .select("Specialist", &["Anyone", "Gale Tesar", "Brandi Sesock"])
    };
    assert_eq!(on(&mut flow(), &page(), 0), "choose the provider \"Brandi Sesock\"");
    let mut flow = flow_for("generic", |request| request.provider = Some("Doctor Nobody".into()));
    assert_eq!(on(&mut flow, &page(), 0), "provider_not_found: Gale Tesar, Brandi Sesock");
}

#[test]
fn where_only_anybody_is_offered_the_named_provider_is_missing() {
    let page = || Page::new().heading(2, "Pick your specialist").button("Any specialist");
    let mut flow = flow_for("generic", |request| request.provider = Some("Doctor Nobody".into()));
    assert_eq!(on(&mut flow, &page(), 0), "provider_not_found: ");
    let mut flow = flow_for("generic", |request| request.provider = None);
    assert_eq!(on(&mut flow, &page(), 0), "choose the provider \"Any specialist\"");
}

#[test]
fn a_service_in_a_select_is_never_a_substitute() {
    let page = || {
        let treatments =
            ["Please select", "Lip Filler - 60 min", "Mini Lip Filler - 45 min", "Peel - 45 min"];
        Page::new().heading(2, "Plan your visit").select("Treatment", &treatments)
    };
    let asked = |service: &str| {
        let mut flow = flow_for("generic", |request| request.service = Some(service.into()));
        on(&mut flow, &page(), 0)
    };
    assert_eq!(asked("Lip Filler"), "choose the service \"Lip Filler\"");
    assert_eq!(asked("Filler"), "service_ambiguous: Lip Filler, Mini Lip Filler");
    assert_eq!(asked("Massage"), "service_not_found: Lip Filler, Mini Lip Filler, Peel");
}

#[test]
fn a_native_date_is_set_and_its_times_are_selected() {
    let mut flow = chosen();
    (flow.memory.chosen.date, flow.memory.chosen.time) = (None, None);
    flow.request.provider = None;
    flow.memory.see_service("Lip Filler", None);
    let bare = |day: &str, times: &[&str]| {
        Page::new().heading(2, "Plan your visit").date_field("Day", day).select("Time", times).button("Next")
    };
    assert_eq!(on(&mut flow, &bare("", &["Pick a day first"]), 0), "set the day 2026-02-05");
    let loading = bare("2026-02-05", &["Loading…"]);
    assert_eq!(on(&mut flow, &loading, 1), "wait for the times of the day");
    let there = bare("2026-02-05", &["Please select", "10:00 AM", "2:30 PM"]);
    assert_eq!(on(&mut flow, &there, 2), "choose the time 14:30");
}

#[test]
fn a_native_date_without_times_ends_with_the_days_that_the_page_names() {
    let mut flow = chosen();
    flow.memory.chosen.time = None;
    let notice = "No times available on this day. Other days: February 4, 2026; February 6, 2026.";
    let page = Page::new()
        .date_field("Day", "2026-02-05")
        .select("Time", &["No times available"])
        .text(notice)
        .button("Next");
    assert_eq!(on(&mut flow, &page, 0), "wait for times instead of none");
    assert_eq!(on(&mut flow, &page, 3), "date_unavailable: 2026-02-04, 2026-02-06");
}

#[test]
fn nothing_is_done_before_the_pages_scripts_have_run_unless_they_never_do() {
    let mut flow = flow();
    assert_eq!(on(&mut flow, &services().loading(), 0), "wait for the page's scripts");
    assert_eq!(on(&mut flow, &services(), 1), "choose the service \"Lip Filler\"");
    let mut flow = super::flow();
    assert_eq!(on(&mut flow, &services().loading(), 0), "wait for the page's scripts");
    assert_eq!(on(&mut flow, &services().loading(), 3), "choose the service \"Lip Filler\"");
}

#[test]
fn a_dialog_that_comes_back_with_every_page_is_declined_every_time() {
    let mut flow = flow();
    let page = || services().dialog("Get 10% off").button("Sign me up").button("No thanks");
    for look in 0..5 {
        assert_eq!(on(&mut flow, &page(), look * 10), "decline \"Get 10% off\" with \"No thanks\"");
        flow.memory.chosen.service = None;
        flow.memory.forget("choose");
        assert_eq!(on(&mut flow, &services(), look * 10 + 1), "choose the service \"Lip Filler\"");
    }
}

#[test]
fn the_category_that_holds_the_name_out_of_sight_is_opened_alone() {
    let page = Page::new()
        .heading(1, "Select a service")
        .category_holding("Facials (2)", "HydraFacial 45 min Peel 30 min")
        .category_holding("Injectables (2)", "Lip Filler 60 min Jawline 30 min")
        .category_holding("Wellness (1)", "Vitamin drip 30 min");
    assert_eq!(on(&mut flow(), &page, 0), "open the category \"Injectables\"");
}

#[test]
fn a_review_by_title_that_asks_for_no_money_waits_for_no_card() {
    let page = review("2:30 PM").button("Book appointment");
    let mut flow = Flow { memory: chosen().memory, ..flow_for("moxie", |_| {}) };
    assert_eq!(on(&mut flow, &page, 0), "wait for card fields");
    assert_eq!(on(&mut flow, &page, 1), "ready: review");
}

#[test]
fn a_review_that_asks_for_a_deposit_gives_its_card_fields_time() {
    let page = review("2:30 PM").text("A deposit of $50.00 is due today").button("Book appointment");
    let mut flow = Flow { memory: chosen().memory, ..flow_for("moxie", |_| {}) };
    assert_eq!(on(&mut flow, &page, 0), "wait for card fields");
    assert_eq!(on(&mut flow, &page, 1), "wait for card fields");
    assert_eq!(on(&mut flow, &page, 3), "ready: review");
}
