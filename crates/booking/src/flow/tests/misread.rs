//! What reads like a name, a way on, a question or a complaint, and is none.

use super::*;

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
