//! Lists of a page's own making: a box that opens options.

use super::*;

const TREATMENTS: [&str; 3] = ["Please select", "Lip Filler - 60 min", "Mini Lip Filler - 45 min"];

fn page(open: &str, options: &[&str]) -> Page {
    let names = ["Treatment", "Team member", "Time"];
    let boxes = names.iter().fold(Page::new().heading(2, "Plan your visit"), |page, name| {
        page.text(name).list_box(name, *name == open)
    });
    options.iter().fold(boxes.button("Next"), |page, option| page.choice("option", option, Some(false)))
}

fn asking_for(service: &str) -> Flow {
    flow_for("generic", |request| request.service = Some(service.into()))
}

#[test]
fn a_box_is_opened_and_its_option_chosen() {
    let mut flow = flow();
    assert_eq!(on(&mut flow, &page("", &[]), 0), "open the list \"Treatment\"");
    assert_eq!(on(&mut flow, &page("Treatment", &TREATMENTS), 1), "choose the service \"Lip Filler\"");
    assert_eq!(on(&mut flow, &page("", &[]), 2), "open the list \"Team member\"");
    let team = ["Any team member", "Gale Tesar", "Brandi Sesock"];
    assert_eq!(on(&mut flow, &page("Team member", &team), 3), "choose the provider \"Brandi Sesock\"");
}

#[test]
fn an_option_is_never_a_substitute() {
    let told = |service: &str| on(&mut asking_for(service), &page("Treatment", &TREATMENTS), 0);
    assert_eq!(told("Filler"), "service_ambiguous: Lip Filler, Mini Lip Filler");
    assert_eq!(told("Massage"), "service_not_found: Lip Filler, Mini Lip Filler");
}

#[test]
fn a_box_of_times_is_opened_once_a_day_is_chosen() {
    let mut flow = chosen();
    flow.memory.chosen.time = None;
    assert_eq!(on(&mut flow, &page("", &[]), 0), "open the list \"Time\"");
    assert_eq!(
        on(&mut flow, &page("Time", &["Please select", "10:00 AM", "2:30 PM"]), 1),
        "choose the time 14:30"
    );
}

#[test]
fn the_name_of_a_box_is_no_row_of_a_summary() {
    assert_eq!(on(&mut chosen(), &page("", &[]), 0), "press \"Next\"");
}

#[test]
fn a_box_that_does_not_open_is_not_passed_over() {
    let mut flow = flow();
    flow.memory.chosen.service = Some("Lip Filler".into());
    assert_eq!(on(&mut flow, &page("", &[]), 0), "open the list \"Team member\"");
    assert_eq!(on(&mut flow, &page("", &[]), 4), "open the list \"Team member\"");
    assert_eq!(on(&mut flow, &page("", &[]), 8), "site_changed: ");
}
