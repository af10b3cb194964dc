//! From what a site writes to instants: with an offset or without one, on days when the clocks change too.

use jiff::civil::DateTime;
use jiff::fmt::temporal::{Pieces, PiecesOffset};
use jiff::tz::{AmbiguousOffset, Offset, TimeZone};
use jiff::{Timestamp, Zoned};

use super::Slot;

/// Why a site's answer cannot be true, or cannot be understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Contradiction {
    #[error("a time is no time")]
    NotATime,
    #[error("a time lies where the clinic's clocks are put forward")]
    NoSuchTime,
    #[error("a time without an offset came before the clinic's zone was known")]
    ZoneUnknown,
    #[error("a time ends before it begins")]
    EndsFirst,
    #[error("a time is listed under another day")]
    OtherDay,
}

/// A moment as a site writes it.
#[derive(Debug, Clone, Copy)]
enum Written {
    /// `2026-02-06T14:00:00Z`: says nothing of the clinic's clocks.
    Instant(Timestamp),
    /// `2026-02-06T09:00:00-05:00`
    WithOffset(DateTime, Offset),
    /// `2026-02-07T09:00:00`: the clinic's wall time.
    Wall(DateTime),
}

/// The free slot that a site describes by two moments in ISO 8601.
pub fn slot_between(start: &str, end: &str, zone: Option<&TimeZone>) -> Result<Slot, Contradiction> {
    let start = read(start)?.at_the_clinic(zone, None)?;
    let end = read(end)?.at_the_clinic(zone, Some(start.timestamp()))?;
    if end <= start {
        return Err(Contradiction::EndsFirst);
    }
    let minutes = end.timestamp().duration_since(start.timestamp()).as_mins();
    Ok(Slot {
        time: start.time(),
        free: true,
        provider: None,
        minutes: Some(minutes),
        start: Some(start),
        end: Some(end),
    })
}

/// The instant at which the zone's clocks show `wall`; the first of two. `None` where they skip it.
pub(super) fn instant(wall: DateTime, zone: &TimeZone) -> Option<Zoned> {
    let ambiguous = zone.to_ambiguous_zoned(wall);
    match ambiguous.offset() {
        AmbiguousOffset::Gap { .. } => None,
        AmbiguousOffset::Unambiguous { .. } | AmbiguousOffset::Fold { .. } => ambiguous.earlier().ok(),
    }
}

fn read(text: &str) -> Result<Written, Contradiction> {
    let pieces = Pieces::parse(text.trim()).map_err(|_| Contradiction::NotATime)?;
    let wall = pieces.date().to_datetime(pieces.time().ok_or(Contradiction::NotATime)?);
    match pieces.offset() {
        None => Ok(Written::Wall(wall)),
        Some(PiecesOffset::Numeric(numeric)) => Ok(Written::WithOffset(wall, numeric.offset())),
        Some(_) => Offset::UTC.to_timestamp(wall).map(Written::Instant).map_err(|_| Contradiction::NotATime),
    }
}

impl Written {
    /// `after`: the slot's beginning. An hour that comes twice is meant the second time when the first would lie before it.
    fn at_the_clinic(
        self,
        zone: Option<&TimeZone>,
        after: Option<Timestamp>,
    ) -> Result<Zoned, Contradiction> {
        match (self, zone) {
            (Self::Instant(at), Some(zone)) => Ok(at.to_zoned(zone.clone())),
            (Self::Instant(_) | Self::Wall(_), None) => Err(Contradiction::ZoneUnknown),
            (Self::WithOffset(wall, offset), zone) => {
                let at = offset.to_timestamp(wall).map_err(|_| Contradiction::NotATime)?;
                Ok(at.to_zoned(zone.cloned().unwrap_or_else(|| TimeZone::fixed(offset))))
            }
            (Self::Wall(wall), Some(zone)) => {
                let first = instant(wall, zone).ok_or(Contradiction::NoSuchTime)?;
                let too_early = after.is_some_and(|after| first.timestamp() <= after);
                let second = || zone.to_ambiguous_zoned(wall).later().unwrap_or_else(|_| first.clone());
                Ok(if too_early { second() } else { first })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn new_york() -> TimeZone {
        TimeZone::get("America/New_York").unwrap()
    }

    fn check(start: &str, end: &str, expect: Result<(&str, &str, i64), Contradiction>) {
        let slot = slot_between(start, end, Some(&new_york()));
        let told = slot.map(|slot| {
            let text = |at: Option<Zoned>| at.unwrap().strftime("%Y-%m-%dT%H:%M%:z").to_string();
            (text(slot.start), text(slot.end), slot.minutes.unwrap())
        });
        let expect = expect.map(|(start, end, minutes)| (start.to_owned(), end.to_owned(), minutes));
        assert_eq!(told, expect, "{start} to {end}");
    }

    #[test]
    fn the_three_ways_of_writing_a_moment_mean_the_same() {
        let nine = Ok(("2026-02-06T09:00-05:00", "2026-02-06T10:00-05:00", 60));
        check("2026-02-06T09:00:00-05:00", "2026-02-06T10:00:00-05:00", nine);
        check("2026-02-06T09:00:00", "2026-02-06T10:00:00", nine);
        check("2026-02-06T14:00:00.000Z", "2026-02-06T15:00:00Z", nine);
        check("2026-02-06T08:00:00-06:00", "2026-02-06T10:00:00", nine);
    }

    #[test]
    fn clocks_that_are_put_forward_shorten_no_appointment_and_offer_no_skipped_time() {
        check(
            "2026-03-08T01:30:00",
            "2026-03-08T03:30:00",
            Ok(("2026-03-08T01:30-05:00", "2026-03-08T03:30-04:00", 60)),
        );
        check("2026-03-08T02:30:00", "2026-03-08T03:30:00", Err(Contradiction::NoSuchTime));
    }

    #[test]
    fn an_hour_that_comes_twice_is_told_by_its_offset_or_meant_the_first_time() {
        check(
            "2026-11-01T01:30:00-05:00",
            "2026-11-01T02:00:00-05:00",
            Ok(("2026-11-01T01:30-05:00", "2026-11-01T02:00-05:00", 30)),
        );
        check(
            "2026-11-01T01:00:00",
            "2026-11-01T01:30:00",
            Ok(("2026-11-01T01:00-04:00", "2026-11-01T01:30-04:00", 30)),
        );
        check(
            "2026-11-01T01:30:00-04:00",
            "2026-11-01T01:15:00",
            Ok(("2026-11-01T01:30-04:00", "2026-11-01T01:15-05:00", 45)),
        );
    }

    #[test]
    fn what_cannot_be_is_told() {
        check("2026-02-06T10:00:00", "2026-02-06T09:00:00", Err(Contradiction::EndsFirst));
        check("2026-02-06", "2026-02-06T09:00:00", Err(Contradiction::NotATime));
        check("soon", "later", Err(Contradiction::NotATime));
    }

    #[test]
    fn without_a_zone_only_an_offset_tells_the_wall_time() {
        let slot = slot_between("2026-02-06T09:00:00-05:00", "2026-02-06T09:30:00-05:00", None).unwrap();
        assert_eq!((slot.time.hour(), slot.minutes), (9, Some(30)));
        for unknown in ["2026-02-06T09:00:00", "2026-02-06T14:00:00Z"] {
            let told = slot_between(unknown, "2026-02-06T16:00:00Z", None);
            assert_eq!(told, Err(Contradiction::ZoneUnknown), "{unknown}");
        }
    }
}
