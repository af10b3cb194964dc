//! The question for free times as the site's endpoint takes it, and its answer, held against what was asked.

use std::collections::BTreeMap;

use baton_booking::availability::{Contradiction, Slot, slot_between};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Deserialize;
use serde_json::{Value, json};

/// The days from the first to the last, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) first: Date,
    pub(super) last: Date,
}

/// Why an answer is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum Unbelievable {
    #[error("the endpoint answered with errors, or in another shape")]
    Shape,
    #[error("it lists a day that was not asked for")]
    Unasked,
    #[error(transparent)]
    Contradiction(#[from] Contradiction),
}

/// The body to send. Without a provider the endpoint is asked for anyone; many clinics answer that with nothing at all.
pub(super) fn body(
    query: &str,
    medspa: &Value,
    service: &Value,
    provider: Option<&Value>,
    span: Span,
) -> Value {
    let mut wanted = json!({ "serviceMenuItemId": service, "noPreference": provider.is_none(), "order": 1 });
    if let Some(provider) = provider {
        wanted["providerId"] = provider.clone();
    }
    json!({
        "query": query,
        "variables": {
            "medspaId": medspa, "startDate": span.first, "endDate": span.last, "services": [wanted],
        },
    })
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Data {
    available_time_slots: TimeSlots,
}

#[derive(Deserialize)]
struct TimeSlots {
    dates: Vec<DaySlots>,
}

#[derive(Deserialize)]
struct DaySlots {
    date: String,
    slots: Vec<Moments>,
}

#[derive(Deserialize)]
struct Moments {
    start: String,
    end: String,
}

/// The free times by day.
pub(super) fn read(
    mut answer: Value,
    span: Span,
    zone: Option<&TimeZone>,
) -> Result<BTreeMap<Date, Vec<Slot>>, Unbelievable> {
    let data: Data = serde_json::from_value(answer["data"].take()).map_err(|_| Unbelievable::Shape)?;
    let mut days: BTreeMap<Date, Vec<Slot>> = BTreeMap::new();
    for day in data.available_time_slots.dates {
        let date: Date = day.date.get(..10).and_then(|date| date.parse().ok()).ok_or(Unbelievable::Shape)?;
        if date < span.first || date > span.last {
            return Err(Unbelievable::Unasked);
        }
        for slot in day.slots {
            days.entry(date).or_default().push(slot_between(&slot.start, &slot.end, zone)?);
        }
    }
    Ok(days)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const FEBRUARY: Span = Span { first: date(2026, 2, 1), last: date(2026, 2, 28) };

    fn answer(date: &str, start: &str, end: &str) -> Value {
        json!({ "data": { "availableTimeSlots": { "dates": [
            { "date": date, "slots": [{ "start": start, "end": end }] },
        ] } } })
    }

    fn told(answer: Value) -> Result<usize, Unbelievable> {
        let zone = TimeZone::get("America/New_York").unwrap();
        read(answer, FEBRUARY, Some(&zone)).map(|days| days.values().map(Vec::len).sum())
    }

    #[test]
    fn a_provider_is_named_or_nobody_is_preferred() {
        let of = |provider: Option<&Value>| {
            body("query", &json!(7), &json!("lip"), provider, FEBRUARY)["variables"]["services"][0].clone()
        };
        let gale = json!("18201");
        assert_eq!(
            of(Some(&gale)),
            json!({ "serviceMenuItemId": "lip", "noPreference": false, "order": 1, "providerId": "18201" })
        );
        assert_eq!(of(None), json!({ "serviceMenuItemId": "lip", "noPreference": true, "order": 1 }));
    }

    #[test]
    fn answers_are_held_against_the_question() {
        let (nine, ten) = ("2026-02-06T09:00:00", "2026-02-06T10:00:00-05:00");
        assert_eq!(told(answer("2026-02-06", nine, ten)), Ok(1));
        assert_eq!(told(answer("2026-02-06T00:00:00Z", nine, ten)), Ok(1));
        assert_eq!(told(answer("2026-03-01", nine, ten)), Err(Unbelievable::Unasked));
        assert_eq!(told(answer("2026-02-06", ten, nine)), Err(Contradiction::EndsFirst.into()));
        assert_eq!(told(json!({ "errors": [{ "message": "no" }] })), Err(Unbelievable::Shape));
        assert_eq!(told(json!({ "data": null })), Err(Unbelievable::Shape));
        assert_eq!(told(json!({ "data": { "availableTimeSlots": { "dates": [] } } })), Ok(0));
    }
}
