//! Makes one list of what several providers have: by the instant at which it begins, not by what the clock shows.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{Contradiction, Slot};

/// The slots of `date`, each instant once. A slot that only one provider has names that provider.
pub fn merged(
    date: Date,
    of_providers: impl IntoIterator<Item = (Option<String>, Vec<Slot>)>,
) -> Result<Vec<Slot>, Contradiction> {
    let mut merged = BTreeMap::new();
    for (provider, slots) in of_providers {
        for slot in slots {
            let start = slot.start.clone().ok_or(Contradiction::ZoneUnknown)?;
            if start.date() != date {
                return Err(Contradiction::OtherDay);
            }
            let own = Slot { provider: provider.clone(), ..slot };
            merged.entry(start.timestamp()).and_modify(|known| share(known, &own)).or_insert(own);
        }
    }
    Ok(merged.into_values().collect())
}

/// Two providers have the same time: it is nobody's own, and as long as the shorter of the two.
fn share(known: &mut Slot, other: &Slot) {
    if known.provider != other.provider {
        known.provider = None;
    }
    if other.minutes < known.minutes {
        (known.minutes, known.end) = (other.minutes, other.end.clone());
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use jiff::tz::TimeZone;

    use super::super::slot_between;
    use super::*;

    fn slot(start: &str, end: &str) -> Slot {
        slot_between(start, end, Some(&TimeZone::get("America/New_York").unwrap())).unwrap()
    }

    #[test]
    fn the_same_instant_is_one_slot_however_it_is_written() {
        let gale = vec![slot("2026-02-06T09:00:00-05:00", "2026-02-06T10:00:00-05:00")];
        let brandi = vec![
            slot("2026-02-06T11:30:00", "2026-02-06T12:30:00"),
            slot("2026-02-06T14:00:00Z", "2026-02-06T14:45:00Z"),
        ];
        let all = merged(date(2026, 2, 6), [(Some("Gale".into()), gale), (Some("Brandi".into()), brandi)]);
        let told: Vec<_> =
            all.unwrap().iter().map(|slot| (slot.time.hour(), slot.provider.clone(), slot.minutes)).collect();
        assert_eq!(told, [(9, None, Some(45)), (11, Some("Brandi".to_owned()), Some(60))]);
    }

    #[test]
    fn an_hour_that_comes_twice_holds_two_slots() {
        let twice = vec![
            slot("2026-11-01T01:30:00-04:00", "2026-11-01T02:30:00-04:00"),
            slot("2026-11-01T01:30:00-05:00", "2026-11-01T02:30:00-05:00"),
        ];
        assert_eq!(merged(date(2026, 11, 1), [(None, twice)]).unwrap().len(), 2);
    }

    #[test]
    fn a_slot_of_another_day_gives_the_answer_away() {
        let slots = vec![slot("2026-02-07T09:00:00", "2026-02-07T10:00:00")];
        assert_eq!(merged(date(2026, 2, 6), [(None, slots)]), Err(Contradiction::OtherDay));
    }
}
