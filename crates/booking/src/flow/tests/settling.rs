//! Calendars that are not yet what they will be: days and arrows that are disabled while the month loads.

use super::*;

/// February with these days open, and an arrow that can be used or not.
fn february(open: &[i8], arrow: bool) -> Page {
    let page = Page::new().heading(1, "Select date & time").heading(2, "February 2026").button("›");
    let page = if arrow { page } else { page.disabled() }.open("grid", "");
    (1..=28).fold(page, |page, day| page.cell(day, open.contains(&day), false)).close()
}

fn asking_for(month: i8, day: i8) -> Flow {
    flow_for("generic", |request| request.date = date(2026, month, day))
}

#[test]
fn a_month_that_loads_is_no_closed_month() {
    let mut flow = asking_for(2, 5);
    for seconds in [0, 3, 7] {
        assert_eq!(on(&mut flow, &february(&[], true), seconds), "wait for the calendar to settle");
    }
    assert_eq!(on(&mut flow, &february(&[4, 5, 6], true), 7), "choose the day 2026-02-05");
}

#[test]
fn a_month_that_stays_closed_is_closed() {
    let mut flow = asking_for(2, 5);
    assert_eq!(on(&mut flow, &february(&[], true), 0), "wait for the calendar to settle");
    assert_eq!(on(&mut flow, &february(&[], true), 9), "date_unavailable: ");
}

#[test]
fn a_closed_day_counts_once_no_more_days_open() {
    let mut flow = asking_for(2, 5);
    assert_eq!(on(&mut flow, &february(&[2], true), 0), "wait for the calendar to settle");
    assert_eq!(on(&mut flow, &february(&[2, 3], true), 1), "wait for the calendar to settle");
    assert_eq!(on(&mut flow, &february(&[2, 3], true), 2), "wait for the calendar to settle");
    assert_eq!(on(&mut flow, &february(&[2, 3], true), 3), "date_unavailable: 2026-02-02, 2026-02-03");
}

#[test]
fn a_busy_page_has_not_settled_and_is_not_waited_for_without_end() {
    let mut flow = asking_for(2, 5);
    let busy = || february(&[2], true).text("Loading…");
    for seconds in (0..20).step_by(4) {
        assert_eq!(on(&mut flow, &busy(), seconds), "wait for the calendar to settle");
    }
    assert_eq!(on(&mut flow, &busy(), 22), "date_unavailable: 2026-02-02");
}

#[test]
fn of_a_month_that_is_nearly_over_all_days_may_be_closed() {
    let mut flow = asking_for(2, 28);
    let evening = 26 * 24 * 3600;
    assert_eq!(on(&mut flow, &february(&[], true), evening), "wait for the calendar to settle");
    assert_eq!(on(&mut flow, &february(&[], true), evening + 2), "date_unavailable: ");
}

#[test]
fn an_arrow_that_is_disabled_for_a_moment_is_waited_for() {
    let mut flow = asking_for(4, 8);
    assert_eq!(on(&mut flow, &february(&[], false), 0), "wait for a way to turn the calendar");
    assert_eq!(on(&mut flow, &february(&[], false), 3), "wait for a way to turn the calendar");
    assert_eq!(on(&mut flow, &february(&[4], false), 4), "wait for a way to turn the calendar");
    assert_eq!(on(&mut flow, &february(&[4], false), 5), "wait for a way to turn the calendar");
    assert_eq!(on(&mut flow, &february(&[4], true), 5), "turn the calendar on from 2026-02");
    assert_eq!(on(&mut flow, &february(&[4], false), 6), "wait for a way to turn the calendar");
    assert_eq!(on(&mut flow, &february(&[4], false), 9), "wait for a way to turn the calendar");
    assert_eq!(on(&mut flow, &february(&[4], false), 11), "date_unavailable: 2026-02-04");
}

#[test]
fn a_visit_waits_for_a_month_once_and_not_for_each_of_its_days() {
    let mut flow = asking_for(2, 5);
    let page = february(&[2], true).seen();
    let look = |flow: &mut Flow, day, seconds| {
        flow.turn_to_day(date(2026, 2, day));
        flow.look_at_day(&page, at(seconds))
    };
    assert!(matches!(look(&mut flow, 5, 0), Looked::NotYet(Move::Wait(_))));
    for day in 5..28 {
        assert_eq!(look(&mut flow, day, 2), Looked::Closed, "{day}");
    }
}
