//! Walks over days with many times, and over days on which the clocks are changed. All times are wall times of the clinic.

use super::*;

/// Every time of a grid, as a page with 24 or with 12 hours writes it.
fn grid(minutes: i8, format: &str) -> Vec<(jiff::civil::Time, String)> {
    let times = (0..24).flat_map(|hour| (0..60 / minutes).map(move |part| time(hour, part * minutes, 0, 0)));
    times.map(|time| (time, time.strftime(format).to_string())).collect()
}

/// The name of what is pressed for the 5th of February at `wanted`.
fn pressed(slots: &[(jiff::civil::Time, String)], wanted: jiff::civil::Time) -> String {
    let names: Vec<&str> = slots.iter().map(|(_, name)| name.as_str()).collect();
    let page = with_slots(calendar(Some(5)), &names).seen();
    let mut flow = flow_for("generic", |request| request.time = wanted);
    let Move::Act(actions) = flow.decide(&page, at(0)) else { panic!("nothing pressed for {wanted}") };
    let node = page.frames[0].nodes.iter().find(|node| node.ref_id == actions[0].target.ref_id);
    node.expect("it is on the page").name.clone()
}

#[test]
fn every_time_of_a_narrow_grid_is_told_from_its_neighbours() {
    for (minutes, format) in [(15, "%H:%M"), (30, "%H:%M"), (15, "%-I:%M %p"), (30, "%-I:%M%P")] {
        let slots = grid(minutes, format);
        for (wanted, name) in slots.iter().step_by(7) {
            assert_eq!(&pressed(&slots, *wanted), name, "{minutes} {format}");
        }
    }
}

#[test]
fn a_time_between_those_of_the_grid_is_not_rounded() {
    let slots = grid(15, "%H:%M");
    let names: Vec<&str> = slots.iter().map(|(_, name)| name.as_str()).collect();
    let page = with_slots(calendar(Some(5)), &names);
    let mut flow = flow_for("generic", |request| request.time = time(14, 20, 0, 0));
    assert_eq!(on(&mut flow, &page, 0), "wait for more times");
    assert!(on(&mut flow, &page, 3).starts_with("time_unavailable: 00:00, 00:15"));
}

#[test]
fn an_hour_that_is_skipped_is_no_time_and_one_that_comes_twice_is_the_first() {
    // New York, 8 March and 1 November 2026: what a page shows there, in wall time.
    let spring = with_slots(calendar(Some(5)), &["01:30", "03:00", "03:30"]);
    let mut flow = flow_for("generic", |request| request.time = time(2, 30, 0, 0));
    assert_eq!(on(&mut flow, &spring, 0), "wait for more times");
    assert_eq!(on(&mut flow, &spring, 3), "time_unavailable: 01:30, 03:00, 03:30");

    let autumn = with_slots(calendar(Some(5)), &["01:00", "01:30", "01:00", "01:30", "02:00"]);
    let mut flow = flow_for("generic", |request| request.time = time(1, 30, 0, 0));
    let Move::Act(actions) = flow.decide(&autumn.seen(), at(0)) else { panic!("nothing pressed") };
    let twice: Vec<u32> = autumn.seen().frames[0]
        .nodes
        .iter()
        .filter(|node| node.name == "01:30")
        .map(|node| node.ref_id)
        .collect();
    assert_eq!(actions[0].target.ref_id, twice[0]);
}

#[test]
fn a_month_in_which_the_clocks_change_has_all_its_days() {
    for (year, month, days) in [(2026, 3, 31), (2026, 11, 30), (2026, 4, 30), (2026, 10, 31)] {
        for day in 1..=days {
            let wanted = date(year, month, day);
            let header = wanted.strftime("%B %Y").to_string();
            let page = Page::new().heading(1, "Select date & time").heading(2, &header).open("grid", "");
            let page = (1..=days).fold(page, |page, day| page.cell(day, true, false)).close().seen();
            let mut flow = flow_for("generic", |request| request.date = wanted);
            let Move::Act(actions) = flow.decide(&page, at(0)) else {
                panic!("nothing pressed for {wanted}")
            };
            assert_eq!(actions[0].purpose, format!("choose the day {wanted}"));
            let cell = page.frames[0].nodes.iter().find(|node| node.ref_id == actions[0].target.ref_id);
            assert_eq!(cell.expect("it is on the page").name, day.to_string());
        }
    }
}
