//! Calendars whose header is in pieces, and arrows without a name.

use super::*;

fn days_below(page: Page) -> Page {
    let page = page.open("grid", "");
    (1..=28).fold(page, |page, day| page.cell(day, true, false)).close()
}

#[test]
fn month_and_year_may_stand_beside_each_other() {
    let headers = [
        Page::new().text("February").text("2026"),
        Page::new().text("2026").text("February"),
        Page::new().text("Feb").text("2026"),
        Page::new().text("February"),
        Page::new().part("columnheader", "FEBRERO").text("Febrero"),
        Page::new().select("Month", &["February", "March"]).select("Year", &["2026", "2027"]),
        Page::new().select("Month", &["Feb", "Mar"]).text("2026"),
        Page::new().select("Month", &["February 2026", "March 2026"]),
        Page::new().button("Feb").button("2026"),
        Page::new()
            .text("February 2026")
            .tab("Jan", false)
            .tab("Feb", true)
            .tab("Mar", false)
            .tab("2026", true),
    ];
    for header in headers {
        assert_eq!(
            on(&mut flow(), &days_below(header.clone()), 0),
            "choose the day 2026-02-05",
            "{header:?}"
        );
    }
}

#[test]
fn a_weekday_that_looks_like_a_month_is_no_header() {
    let week = ["lun", "mar", "mié", "jue"];
    for header in [Page::new().text("Febrero"), Page::new().text("Febrero").text("2026")] {
        let page = days_below(week.iter().fold(header, |page, day| page.text(day)));
        assert_eq!(on(&mut flow(), &page, 0), "choose the day 2026-02-05");
    }
}

#[test]
fn without_a_year_the_month_is_the_next_or_the_last_of_its_name() {
    for (wanted, name) in [
        (date(2026, 2, 9), "February"),
        (date(2026, 12, 9), "December"),
        (date(2026, 1, 9), "January"),
        (date(2026, 5, 9), "May"),
    ] {
        let mut flow = flow_for("generic", |request| request.date = wanted);
        let page = days_below(Page::new().text(name));
        assert_eq!(on(&mut flow, &page, 0), format!("choose the day {wanted}"));
    }
}

/// Icons around a header, at these places.
fn with_icons(icons: &[(&str, f64)]) -> Page {
    let icon = |page: Page, (name, x): &(&str, f64)| page.button(name).placed(*x, 10.0, 20.0);
    let page = icons.iter().fold(Page::new(), icon).text("February 2026").placed(100.0, 10.0, 100.0);
    days_below(page.button("").placed(300.0, 500.0, 20.0))
}

fn pressed_at(month: i8, icons: &[(&str, f64)]) -> f64 {
    let mut flow = flow_for("generic", |request| request.date = date(2026, month, 8));
    let page = with_icons(icons).seen();
    let next = flow.decide(&page, at(0));
    let Move::Act(actions) = &next else { panic!("nothing pressed: {}", said(&next)) };
    let nodes = &page.frames[0].nodes;
    nodes.iter().find(|node| node.ref_id == actions[0].target.ref_id).unwrap().rect.x
}

#[test]
fn arrows_without_a_name_are_told_by_their_place() {
    let both = [("", 20.0), ("", 260.0)];
    assert_eq!((pressed_at(4, &both), pressed_at(1, &both)), (260.0, 20.0));
    let behind = [("", 220.0), ("", 260.0)];
    assert_eq!((pressed_at(4, &behind), pressed_at(1, &behind)), (260.0, 220.0));
    let years_too = [("", 20.0), ("", 50.0), ("", 230.0), ("", 260.0)];
    assert_eq!((pressed_at(4, &years_too), pressed_at(1, &years_too)), (230.0, 50.0));
}

#[test]
fn arrows_may_be_named_by_their_icon() {
    for (back, on) in [
        ("navigate_before", "navigate_next"),
        ("arrow_back_ios", "arrow_forward_ios"),
        ("chevron_left", "chevron_right"),
    ] {
        let both = [(back, 20.0), (on, 260.0)];
        assert_eq!((pressed_at(4, &both), pressed_at(1, &both)), (260.0, 20.0), "{on}");
    }
}

#[test]
fn a_control_without_a_name_is_no_arrow_where_its_counterpart_has_one() {
    let page = || {
        let page = Page::new().button("Previous month").placed(20.0, 10.0, 20.0);
        let page = page.text("February 2026").placed(100.0, 10.0, 100.0);
        days_below(page.button("").placed(300.0, 10.0, 20.0))
    };
    let mut flow = flow_for("generic", |request| request.date = date(2026, 4, 8));
    assert_eq!(on(&mut flow, &page(), 0), "wait for a way to turn the calendar");
    assert!(on(&mut flow, &page(), 9).starts_with("date_unavailable"));
}

#[test]
fn a_calendar_that_is_not_understood_is_no_closed_day() {
    let page = || days_below(Page::new().heading(1, "Select date & time"));
    let mut flow = flow();
    assert_eq!(on(&mut flow, &page(), 0), "wait for the days of the month");
    assert_eq!(on(&mut flow, &page(), 16), "site_changed: ");
}

#[test]
fn a_calendar_without_any_arrow_is_no_closed_day_but_one_that_turns_back_only_is() {
    let page = |arrow: &str| days_below(Page::new().heading(2, "February 2026").button(arrow));
    let asked = |page: &dyn Fn() -> Page| {
        let mut flow = flow_for("generic", |request| request.date = date(2026, 4, 8));
        assert_eq!(on(&mut flow, &page(), 0), "wait for a way to turn the calendar");
        on(&mut flow, &page(), 9).split(':').next().unwrap().to_owned()
    };
    assert_eq!(asked(&|| page("Help")), "site_changed");
    assert_eq!(asked(&|| page("‹")), "date_unavailable");
}

#[test]
fn on_a_visit_a_calendar_that_cannot_be_turned_ends_with_its_last_month() {
    let mut flow = flow();
    let page = days_below(Page::new().heading(2, "February 2026")).seen();
    flow.turn_to_day(date(2026, 4, 8));
    assert!(matches!(flow.look_at_day(&page, at(0)), Looked::NotYet(_)));
    let looked = flow.look_at_day(&page, at(9));
    assert_eq!(looked, Looked::Beyond(crate::calendar::Month { year: 2026, month: 2 }));
}
