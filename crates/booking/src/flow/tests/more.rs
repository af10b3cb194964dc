//! Lists that are not shown whole.

use super::*;

/// The step of day and time, with the parts of the day as tabs; the first names the one that is shown.
fn day_in_parts(shown: &str, slots: &[&str]) -> Page {
    let parts = ["Morning (2)", "Afternoon (2)", "Evening"];
    let tab = |page: Page, part: &&str| page.tab(part, part.starts_with(shown));
    with_slots(parts.iter().fold(calendar(Some(5)), tab), slots)
}

fn looking_for_a_time() -> Flow {
    let mut flow = chosen();
    flow.memory.chosen.time = None;
    flow
}

#[test]
fn the_part_of_the_day_that_holds_the_time_is_turned_to_at_once() {
    let mut flow = looking_for_a_time();
    assert_eq!(
        on(&mut flow, &day_in_parts("Morning", &["9:00 AM", "10:30 AM"]), 0),
        "look into \"Afternoon (2)\""
    );
    let afternoon = day_in_parts("Afternoon", &["1:00 PM", "2:30 PM"]);
    assert_eq!(on(&mut flow, &afternoon, 1), "choose the time 14:30");
}

#[test]
fn a_part_of_the_day_without_times_is_no_day_without_times() {
    let mut flow = looking_for_a_time();
    let morning = day_in_parts("Morning", &[]).text("No times available");
    assert_eq!(on(&mut flow, &morning, 0), "look into \"Afternoon (2)\"");
}

#[test]
fn a_time_is_missing_once_every_part_of_the_day_has_been_seen() {
    let mut flow = looking_for_a_time();
    assert_eq!(on(&mut flow, &day_in_parts("Morning", &["9:00 AM"]), 0), "look into \"Afternoon (2)\"");
    let afternoon = day_in_parts("Afternoon", &["1:00 PM", "2:00 PM"]);
    assert_eq!(on(&mut flow, &afternoon, 1), "wait for more times");
    assert_eq!(on(&mut flow, &afternoon, 3), "look into \"Morning (2)\"");
    assert_eq!(on(&mut flow, &day_in_parts("Morning", &["9:00 AM"]), 4), "wait for more times");
    assert_eq!(on(&mut flow, &day_in_parts("Morning", &["9:00 AM"]), 6), "look into \"Evening\"");
    let evening = day_in_parts("Evening", &["7:00 PM"]);
    assert_eq!(on(&mut flow, &evening, 7), "wait for more times");
    assert_eq!(on(&mut flow, &evening, 9), "time_unavailable: 9:00 AM, 1:00 PM, 2:00 PM, 7:00 PM");
}

#[test]
fn a_day_whose_last_part_is_empty_is_no_day_without_times() {
    let mut flow = looking_for_a_time();
    assert_eq!(on(&mut flow, &day_in_parts("Morning", &["9:00 AM"]), 0), "look into \"Afternoon (2)\"");
    let empty = |part| day_in_parts(part, &[]).text("No times available");
    assert_eq!(on(&mut flow, &empty("Afternoon"), 1), "wait for times instead of none");
    assert_eq!(on(&mut flow, &empty("Afternoon"), 3), "look into \"Morning (2)\"");
    assert_eq!(on(&mut flow, &day_in_parts("Morning", &["9:00 AM"]), 4), "wait for more times");
    assert_eq!(on(&mut flow, &day_in_parts("Morning", &["9:00 AM"]), 6), "look into \"Evening\"");
    assert_eq!(on(&mut flow, &empty("Evening"), 7), "wait for times instead of none");
    assert_eq!(on(&mut flow, &empty("Evening"), 9), "time_unavailable: 9:00 AM");
}

#[test]
fn a_list_is_asked_for_more_as_long_as_it_grows() {
    let mut flow = looking_for_a_time();
    let list = |slots: &[&str]| with_slots(calendar(Some(5)), slots).button("Show more times");
    assert_eq!(on(&mut flow, &list(&["9:00 AM"]), 0), "wait for more times");
    assert_eq!(on(&mut flow, &list(&["9:00 AM"]), 2), "look into \"Show more times\"");
    assert_eq!(on(&mut flow, &list(&["9:00 AM", "10:00 AM"]), 3), "wait for more times");
    assert_eq!(on(&mut flow, &list(&["9:00 AM", "10:00 AM"]), 5), "look into \"Show more times\"");
    assert_eq!(on(&mut flow, &list(&["9:00 AM", "10:00 AM"]), 6), "wait for more times");
    assert_eq!(on(&mut flow, &list(&["9:00 AM", "10:00 AM"]), 8), "time_unavailable: 9:00 AM, 10:00 AM");
}

#[test]
fn a_taken_time_is_not_looked_for_elsewhere() {
    let mut flow = looking_for_a_time();
    let page = day_in_parts("Afternoon", &["1:00 PM"]).taken_slot("2:30 PM");
    assert_eq!(on(&mut flow, &page, 0), "wait for more times");
    assert_eq!(on(&mut flow, &page, 2), "time_unavailable: 1:00 PM");
}

#[test]
fn services_that_are_kept_back_are_brought_out_before_a_part_of_a_name_is_enough() {
    let mut flow = flow();
    flow.request.service = Some("Filler".into());
    let list = |page: Page| page.button("Show all services");
    let some = Page::new().heading(1, "Select service(s)").button("Lip Filler 60 min $650.00");
    assert_eq!(on(&mut flow, &list(some.clone()), 0), "look into \"Show all services\"");
    let all = some.button("Mini Lip Filler 60 min $400.00");
    assert_eq!(on(&mut flow, &all, 1), "service_ambiguous: Lip Filler, Mini Lip Filler");
}

#[test]
fn what_leads_elsewhere_is_left_alone() {
    for leading in
        ["See all", "See all locations", "Read more", "More", "Show more reviews", "View all 2:30 PM"]
    {
        let mut flow = looking_for_a_time();
        let page = || with_slots(calendar(Some(5)), &["9:00 AM"]).button(leading);
        assert_eq!(on(&mut flow, &page(), 0), "wait for more times", "{leading}");
        assert_eq!(on(&mut flow, &page(), 2), "time_unavailable: 9:00 AM", "{leading}");
    }
    let mut flow = looking_for_a_time();
    let page = || with_slots(calendar(Some(5)), &["9:00 AM"]).link("View all times");
    assert_eq!(on(&mut flow, &page(), 0), "wait for more times");
    assert_eq!(on(&mut flow, &page(), 2), "time_unavailable: 9:00 AM");
}
