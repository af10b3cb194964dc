//! What patients write about days and hours, and the windows that are meant: a table of phrases for each of several moments.

use baton_platform::Clinic;
use baton_platform::understanding::{Context, Rules, Understanding};
use jiff::Timestamp;
use jiff::civil::DateTime;

use crate::fixtures;

const PHRASES: &str = include_str!("../data/phrases.txt");
const INSTANTS: &str = include_str!("../data/instants.txt");

fn read(clinic: &Clinic, now: Timestamp, phrase: &str) -> Option<baton_platform::Schedule> {
    let context = Context { now, clinic, asked: None, options: &[], slots: &[], providers: &[] };
    Rules.read(phrase, &context).schedule
}

/// "now 2030-03-06 10:00 at the clinic" changes the moment for the lines after it.
fn moment(clinic: &Clinic, line: &str) -> Option<Timestamp> {
    let text = line.strip_prefix("now ")?.replace(' ', "T");
    let wall: DateTime = text.parse().expect("a moment is a date and a time");
    Some(clinic.zone.to_timestamp(wall).expect("the moment is on the calendar"))
}

fn lines(table: &str) -> impl Iterator<Item = &str> {
    table.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

#[test]
fn phrases_mean_these_windows() {
    let clinic = fixtures::moxie();
    let (mut now, mut count, mut wrong) = (Timestamp::UNIX_EPOCH, 0, Vec::new());
    for line in lines(PHRASES) {
        if let Some(moment) = moment(&clinic, line) {
            now = moment;
            continue;
        }
        let (phrase, expected) = line.split_once('|').expect("a line is a phrase and its windows");
        let found =
            read(&clinic, now, phrase.trim()).map_or_else(|| "nothing".to_owned(), |found| found.to_string());
        count += 1;
        if found != expected.trim() {
            wrong.push(format!("{} | {found}      (expected {})", phrase.trim(), expected.trim()));
        }
    }
    assert!(wrong.is_empty(), "{} of {count} phrases:\n{}", wrong.len(), wrong.join("\n"));
    assert!(count >= 300, "{count} phrases");
}

#[test]
fn instants_lie_within_a_phrase_by_the_clinics_clock() {
    let clinic = fixtures::moxie();
    let mut now = Timestamp::UNIX_EPOCH;
    for line in lines(INSTANTS) {
        if let Some(moment) = moment(&clinic, line) {
            now = moment;
            continue;
        }
        let parts: Vec<&str> = line.split('|').map(str::trim).collect();
        let [phrase, instant, expected] = parts.as_slice() else {
            panic!("a line is a phrase, an instant and yes or no")
        };
        let start: Timestamp = instant.parse().expect("an instant");
        let schedule = read(&clinic, now, phrase).expect("the phrase means something");
        assert_eq!(schedule.holds(start, &clinic.zone), *expected == "yes", "{line}: {schedule}");
    }
}
