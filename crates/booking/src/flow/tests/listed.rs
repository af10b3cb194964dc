//! Pages that list the times of several days at once.

use super::*;

fn asking_for(day: i8) -> Flow {
    let mut flow = chosen();
    flow.memory.chosen.time = None;
    flow.request.date = date(2026, 2, day);
    flow.memory.chosen.date = Some(flow.request.date.to_string());
    flow
}

/// A calendar in which a day is chosen, and behind it each day with its times.
fn stacked(chosen: i8, days: &[(&str, &[&str])]) -> Page {
    let slots =
        |page: Page, slots: &[&str]| slots.iter().fold(page, |page, slot| page.choice("generic", slot, None));
    days.iter().fold(calendar(Some(chosen)), |page, (day, times)| slots(page.heading(3, day), times))
}

/// What is pressed on the page, and how many such names stand before it.
fn pressed(flow: &mut Flow, page: &Page) -> (String, usize) {
    let seen = page.seen();
    let next = flow.decide(&seen, at(20));
    let Move::Act(actions) = &next else { panic!("nothing pressed: {}", said(&next)) };
    let nodes = &seen.frames[0].nodes;
    let index = nodes.iter().position(|node| node.ref_id == actions[0].target.ref_id).unwrap();
    let before = nodes[..index].iter().filter(|node| node.name == nodes[index].name).count();
    (nodes[index].name.clone(), before)
}

const TWO_DAYS: &[(&str, &[&str])] =
    &[("Thu, Feb 5", &["10:00 AM", "2:30 PM"]), ("Fri, Feb 6", &["10:00 AM", "2:30 PM"])];

#[test]
fn the_time_of_the_wanted_day_is_pressed_and_not_the_first_of_its_name() {
    assert_eq!(pressed(&mut asking_for(5), &stacked(5, TWO_DAYS)), ("2:30 PM".into(), 0));
    let page = stacked(5, TWO_DAYS);
    let mut flow = asking_for(6);
    flow.memory.chosen.date = None;
    assert_eq!(on(&mut flow, &page, 0), "choose the day 2026-02-06");
    let page = stacked(6, TWO_DAYS);
    assert_eq!(on(&mut flow, &page, 8), "choose the time 14:30");
    assert_eq!(pressed(&mut asking_for(6), &page), ("2:30 PM".into(), 1));
}

#[test]
fn a_time_that_only_another_day_has_is_not_free() {
    let days: &[(&str, &[&str])] = &[("Thu, Feb 5", &["10:00 AM", "11:00 AM"]), ("Fri, Feb 6", &["2:30 PM"])];
    let mut flow = asking_for(5);
    assert_eq!(on(&mut flow, &stacked(5, days), 0), "wait for more times");
    assert_eq!(on(&mut flow, &stacked(5, days), 2), "time_unavailable: 10:00 AM, 11:00 AM");
}

#[test]
fn a_day_that_is_listed_without_times_does_not_get_those_of_the_next() {
    let page = || stacked(5, &[("Thu, Feb 5", &[]), ("Fri, Feb 6", &["2:30 PM"])]);
    assert_eq!(on(&mut asking_for(5), &page(), 20), "wait for the times of the day");
}

#[test]
fn a_day_that_is_listed_as_full_is_not_free() {
    let day = |page: Page| with_slots(page.heading(3, "Fri, Feb 6"), &["2:30 PM"]);
    let full = day(calendar(Some(5)).heading(3, "Thu, Feb 5").text("No times available"));
    let mut flow = asking_for(5);
    assert_eq!(on(&mut flow, &full, 20), "wait for times instead of none");
    assert!(on(&mut flow, &full, 22).starts_with("date_unavailable"));
    let other_day = day(calendar(Some(5)).heading(3, "Wed, Feb 4").text("No times available"));
    assert_eq!(
        on(&mut asking_for(5), &other_day.heading(3, "Thu, Feb 5"), 20),
        "wait for the times of the day"
    );
}

/// In the clinic's zone it may be another day than where the request came from.
#[test]
fn the_times_of_today_are_not_taken_for_those_of_a_day_without_any() {
    let days: &[(&str, &[&str])] = &[
        ("Today", &["2:30 PM"]),
        ("Tomorrow", &["2:30 PM"]),
        ("Thu, Feb 5", &[]),
        ("Fri, Feb 6", &["2:30 PM"]),
    ];
    assert_eq!(on(&mut asking_for(5), &stacked(5, days), 20), "wait for the times of the day");
    let days: &[(&str, &[&str])] = &[("Today", &["2:30 PM"]), ("Thu, Feb 5", &["2:30 PM"])];
    assert_eq!(pressed(&mut asking_for(5), &stacked(5, days)), ("2:30 PM".into(), 1));
    let alone: &[(&str, &[&str])] = &[("Today", &["2:30 PM"])];
    assert_eq!(pressed(&mut asking_for(5), &stacked(5, alone)), ("2:30 PM".into(), 0));
}

#[test]
fn where_several_days_are_listed_and_none_is_the_wanted_one_nothing_is_pressed() {
    let mut flow = asking_for(9);
    assert_eq!(on(&mut flow, &stacked(9, TWO_DAYS), 20), "wait for the times of the day");
}

#[test]
fn other_days_below_those_of_the_chosen_one_are_left_alone() {
    let page = with_slots(calendar(Some(5)), &["10:00 AM"]).heading(3, "Friday, February 6");
    let page = with_slots(page, &["2:30 PM"]);
    let mut flow = asking_for(5);
    assert_eq!(on(&mut flow, &page, 20), "wait for more times");
    assert_eq!(on(&mut flow, &page, 22), "time_unavailable: 10:00 AM");
}

#[test]
fn a_text_with_another_date_does_not_take_the_times_of_one_day_away() {
    let page = calendar(Some(5)).heading(3, "Thursday, February 5").text("Prices change on Feb 9");
    assert_eq!(pressed(&mut asking_for(5), &with_slots(page, &["2:30 PM"])), ("2:30 PM".into(), 0));
}

/// Days as buttons, each with its times below it in reading order.
fn columns() -> Page {
    let day = |page: Page, day: i8| with_slots(page.button(&format!("{day} Feb")), &["10:00 AM", "2:30 PM"]);
    (4..8).fold(Page::new().heading(2, "Pick a time"), day)
}

#[test]
fn times_between_the_days_belong_to_the_day_before_them() {
    assert_eq!(pressed(&mut asking_for(5), &columns()), ("2:30 PM".into(), 1));
    assert_eq!(pressed(&mut asking_for(7), &columns()), ("2:30 PM".into(), 3));
}

/// A row of dates with the times below, row by row.
fn week_table(chosen: i8, times_at: [f64; 3]) -> Page {
    let lefts = [0.0, 100.0, 200.0];
    let date = |page: Page, (day, left)| {
        page.part("columnheader", &format!("Thu, Feb {day}")).placed(left, 300.0, 100.0)
    };
    let page = [5, 6, 7].into_iter().zip(lefts).fold(calendar(Some(chosen)), date);
    let slot = |page: Page, left| page.choice("generic", "2:30 PM", None).placed(left, 340.0, 60.0);
    times_at.into_iter().fold(page, slot)
}

#[test]
fn in_a_table_of_days_the_column_decides() {
    for (day, before) in [(5, 0), (6, 1), (7, 2)] {
        let page = week_table(day, [20.0, 120.0, 220.0]);
        assert_eq!(pressed(&mut asking_for(day), &page), ("2:30 PM".into(), before), "{day}");
    }
}

#[test]
fn a_time_in_no_column_is_nobodys() {
    let page = week_table(5, [500.0, 600.0, 700.0]);
    let mut flow = asking_for(5);
    assert_eq!(on(&mut flow, &page, 20), "wait for the times of the day");
    assert_eq!(on(&mut flow, &page, 60), "site_changed: ");
}

#[test]
fn a_summary_of_another_day_is_a_mismatch_although_its_time_is_right() {
    let page = || Page::new().heading(1, "Your details").text("Fri, Feb 6 at 2:30 PM").button("Next");
    let mut flow = chosen();
    assert_eq!(on(&mut flow, &page(), 0), "wait for the summary to agree");
    assert_eq!(on(&mut flow, &page(), 3), "selection_mismatch: ");
}

#[test]
fn other_dates_and_times_on_a_page_are_no_mismatch() {
    for told in [
        "Thu, Feb 5 at 2:30 PM",
        "Free cancellation until Wed, Feb 4 at 2:30 PM",
        "Closed on Feb 16, 2026. Open Mon-Fri 9:00 AM - 5:00 PM",
        "Open daily 9:00 AM - 2:30 PM",
        "Last updated Jan 3, 2026",
        "Next available: Fri, Feb 6 at 2:30 PM",
    ] {
        let page = Page::new().heading(1, "Your details").text(told).button("Next");
        assert_eq!(on(&mut chosen(), &page, 0), "press \"Next\"", "{told}");
    }
    let in_a_field = Page::new().date_field("Day", "2026-02-05").text("Fri, Feb 6 at 2:30 PM").button("Next");
    assert_eq!(on(&mut chosen(), &in_a_field, 0), "press \"Next\"");
    let both = Page::new().text("Fri, Feb 6 at 2:30 PM").text("February 5, 2026").button("Next");
    assert_eq!(on(&mut chosen(), &both, 0), "press \"Next\"");
}
