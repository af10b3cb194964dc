//! Turns what was found into the bodies of the outside contract. Plain conversions; decides nothing.

use std::time::Duration;

use baton_api::availability::{Availability, CalendarSlots, DayOfSlots, Slot, Source, Trouble};
use baton_booking::availability::{self as found, Inquiry};
use baton_booking::outcome::Failure;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Unit, Zoned};

use crate::availability as desk;

/// One day's answer, also where it could not be read.
pub(super) fn day(inquiry: &Inquiry, answer: &desk::Answer, date: Date, at: Timestamp) -> Availability {
    let findings = &answer.findings;
    let read = findings.on(date);
    Availability {
        success: read.is_some(),
        booking_url: inquiry.booking_url.to_string(),
        date: date.to_string(),
        slots: read.map_or_else(Vec::new, |day| day.slots.iter().map(slot).collect()),
        provider: findings.provider.clone(),
        service: findings.service.clone(),
        providers: listed(&findings.providers),
        timezone: zone_name(findings.timezone.as_ref()),
        source: read.and(answer.source).map(source),
        scraped_at: moment(at),
        trouble: read.is_none().then(|| trouble(&answer.why_not())),
    }
}

/// The answer to a search. What was found before the time was over is worth telling.
pub(super) fn calendar(
    inquiry: &Inquiry,
    answer: &desk::Answer,
    at: Timestamp,
    took: Duration,
) -> CalendarSlots {
    let findings = &answer.findings;
    let days = findings.days.iter().filter(|day| !day.slots.is_empty());
    let results: Vec<DayOfSlots> = days.map(day_of_slots).collect();
    let failure = answer.failure.as_ref().filter(|_| results.is_empty());
    CalendarSlots {
        success: failure.is_none(),
        booking_url: inquiry.booking_url.to_string(),
        service: findings.service.clone(),
        providers: listed(&findings.providers),
        timezone: zone_name(findings.timezone.as_ref()),
        source: answer.source.map(source),
        total_dates_scanned: count(findings.days.len()),
        total_dates_with_slots: count(results.len()),
        results,
        scraped_at: moment(at),
        duration_ms: u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
        trouble: failure.map(trouble),
    }
}

fn day_of_slots(day: &found::Day) -> DayOfSlots {
    DayOfSlots {
        date: day.date.to_string(),
        day_of_week: day.date.weekday().to_sunday_zero_offset().unsigned_abs(),
        slots: day.slots.iter().map(slot).collect(),
    }
}

fn slot(slot: &found::Slot) -> Slot {
    let instant = |at: &Option<Zoned>| at.as_ref().map(|at| at.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string());
    Slot {
        time: slot.time.strftime("%-I:%M %p").to_string(),
        available: slot.free,
        provider: slot.provider.clone(),
        duration: slot.minutes.and_then(|minutes| u32::try_from(minutes).ok()),
        start: instant(&slot.start),
        end: instant(&slot.end),
    }
}

fn source(source: desk::Source) -> Source {
    match source {
        desk::Source::Api => Source::Api,
        desk::Source::Browser => Source::Browser,
    }
}

fn trouble(failure: &Failure) -> Trouble {
    Trouble {
        error: failure.message.clone(),
        code: failure.code.as_str().to_owned(),
        choices: failure.choices.clone(),
    }
}

fn listed(providers: &[String]) -> Option<Vec<String>> {
    (!providers.is_empty()).then(|| providers.to_vec())
}

fn zone_name(zone: Option<&TimeZone>) -> Option<String> {
    zone.and_then(TimeZone::iana_name).map(str::to_owned)
}

fn moment(at: Timestamp) -> String {
    at.round(Unit::Millisecond).unwrap_or(at).to_string()
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
