//! Confirmations that name another appointment than the one that was prepared are told apart from those that do not.

use baton_booking::outcome::Difference;

use crate::notation;
use crate::page::Rendition;
use crate::replay::play;

fn differences(told: &crate::replay::Told) -> String {
    let differs = told.confirmation().map(|confirmation| confirmation.differs.clone()).unwrap_or_default();
    differs.into_iter().map(Difference::as_str).collect::<Vec<_>>().join(", ")
}

#[test]
fn another_appointment_is_a_success_with_a_flag() {
    for history in notation::read("mismatch") {
        for rendition in [Rendition::Whole, Rendition::Leaves] {
            let told = play(&history, rendition);
            let wanted = history.expect.particulars.get("differs").cloned().unwrap_or_default();
            assert_eq!(
                (told.class(), differences(&told)),
                ("success", wanted),
                "{} {rendition:?}",
                history.name
            );
        }
    }
}

#[test]
fn no_confirmation_of_the_corpus_is_flagged_without_reason() {
    let mut seen = 0;
    let histories = notation::read("tuning").into_iter().chain(notation::read("held_out"));
    for history in histories.filter(|history| history.expect.class == "success") {
        let told = play(&history, Rendition::Whole);
        seen += usize::from(told.confirmation().is_some());
        assert_eq!(differences(&told), "", "{}: {:?}", history.name, told.confirmation());
    }
    println!("{seen} confirmations, none flagged");
}
