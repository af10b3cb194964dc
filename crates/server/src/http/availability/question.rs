//! Turns the bodies of the availability endpoints into inquiries, or names every field that is wrong.

use std::time::Duration;

use baton_api::error::FieldError;
use baton_booking::availability::{Inquiry, Window, Wish};
use baton_booking::request::ServiceAlias;
use jiff::Timestamp;
use jiff::civil::{Date, Time, Weekday};
use jiff::tz::{Offset, TimeZone};
use serde_json::Value;

use crate::egress::Egress;
use crate::http::fields::Fields;
use crate::http::start_request::rules;

/// An inquiry and how it is to be answered.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Question {
    pub(super) inquiry: Inquiry,
    pub(super) profile: Option<String>,
    pub(super) patience: Duration,
}

type Read<T> = Result<T, Vec<FieldError>>;

const USUAL_PATIENCE: Duration = Duration::from_secs(30);
const MOST_DATES: usize = 31;

pub(super) fn one_day(body: &Value, egress: Egress, now: Timestamp) -> Read<(Question, Date)> {
    let mut fields = object(body)?;
    let question = question(&mut fields, egress);
    let earliest = today(now, question.as_ref());
    let date = fields.required("date", |text| rules::date(text, earliest));
    let asked = question.zip(date).map(|(question, date)| (question.wishing(Wish::Dates(vec![date])), date));
    fields.finish(asked)
}

pub(super) fn batch(body: &Value, egress: Egress, now: Timestamp) -> Read<(Question, Vec<Date>)> {
    let mut fields = object(body)?;
    let question = question(&mut fields, egress);
    let dates = dates(&mut fields, body, today(now, question.as_ref()));
    let asked = question.map(|question| (question.wishing(Wish::Dates(dates.clone())), dates));
    fields.finish(asked)
}

pub(super) fn calendar_slots(body: &Value, egress: Egress) -> Read<Question> {
    let mut fields = object(body)?;
    let question = question(&mut fields, egress);
    let weekdays = weekdays(&mut fields, body);
    let after = fields.optional("afterTime", clock);
    let before = fields.optional("beforeTime", clock);
    if after.zip(before).is_some_and(|(after, before)| before <= after) {
        fields.fault("beforeTime", "must be later than afterTime");
    }
    let max_slots = fields.optional_integer("maxSlots", 1..=20).unwrap_or(6);
    let max_months = fields.optional_integer("maxMonths", 1..=4).unwrap_or(3);
    let window = Window {
        weekdays,
        after,
        before,
        max_slots: usize::try_from(max_slots).expect("it is at most 20"),
        max_months: i32::try_from(max_months).expect("it is at most 4"),
    };
    let asked = question.map(|question| question.wishing(Wish::Window(window)));
    fields.finish(asked)
}

impl Question {
    fn wishing(self, wish: Wish) -> Self {
        Self { inquiry: Inquiry { wish, ..self.inquiry }, ..self }
    }
}

fn object(body: &Value) -> Read<Fields<'_>> {
    if body.is_object() {
        Ok(Fields::of(body))
    } else {
        Err(vec![FieldError { path: String::new(), message: "must be a JSON object".to_owned() }])
    }
}

/// What all three endpoints ask; the wish is filled in by each.
fn question(fields: &mut Fields<'_>, egress: Egress) -> Option<Question> {
    let booking_url = fields.required("bookingUrl", |text| rules::web_address(text, egress));
    let service = fields.optional("serviceName", |text| rules::short(text, 200));
    let provider = fields.optional("providerName", |text| rules::short(text, 200));
    let timezone = fields.optional("timezone", rules::timezone);
    let profile = fields.optional("profile", |text| rules::short(text, 64));
    let patience = fields.optional_integer("timeout", 1_000..=60_000).map(Duration::from_millis);
    let alias =
        |said: &str, service: &str| ServiceAlias { said: said.to_owned(), service: service.to_owned() };
    let aliases = fields.optional_pairs("serviceAliases", 200, alias);
    let wish = Wish::Dates(Vec::new());
    let inquiry = Inquiry { booking_url: booking_url?, service, provider, timezone, aliases, wish };
    Some(Question { inquiry, profile, patience: patience.unwrap_or(USUAL_PATIENCE) })
}

fn dates(fields: &mut Fields<'_>, body: &Value, earliest: Date) -> Vec<Date> {
    let listed = match body.get("dates") {
        None | Some(Value::Null) => {
            fields.fault("dates", "is required");
            return Vec::new();
        }
        Some(value) => value.as_array().filter(|dates| (1..=MOST_DATES).contains(&dates.len())),
    };
    let Some(listed) = listed else {
        fields.fault("dates", format!("must be a list of 1 to {MOST_DATES} dates"));
        return Vec::new();
    };
    let mut read = Vec::new();
    for (index, value) in listed.iter().enumerate() {
        let text = value.as_str().ok_or_else(|| "must be a text".to_owned());
        match text.and_then(|text| rules::date(text.trim(), earliest)) {
            Ok(date) => read.push(date),
            Err(message) => fields.fault(&format!("dates.{index}"), message),
        }
    }
    read
}

fn weekdays(fields: &mut Fields<'_>, body: &Value) -> Vec<Weekday> {
    let Some(value) = body.get("daysOfWeek").filter(|value| !value.is_null()) else { return Vec::new() };
    let weekday = |value: &Value| {
        i8::try_from(value.as_i64()?).ok().and_then(|day| Weekday::from_sunday_zero_offset(day).ok())
    };
    let read = value.as_array().and_then(|days| days.iter().map(weekday).collect::<Option<Vec<_>>>());
    if read.is_none() {
        fields.fault("daysOfWeek", "must be a list of whole numbers from 0 (Sunday) to 6");
    }
    read.unwrap_or_default()
}

/// `HH:MM`
fn clock(text: &str) -> Result<Time, String> {
    let two = |digits: &str| {
        digits.parse::<i8>().ok().filter(|_| digits.len() == 2 && !digits.starts_with(['+', '-']))
    };
    let read = text.split_once(':').and_then(|(hour, minute)| Time::new(two(hour)?, two(minute)?, 0, 0).ok());
    read.ok_or_else(|| "must be a time such as 09:30 or 15:00".to_owned())
}

/// Today at the clinic; where its zone is not known, today at the last place on earth where the day ends.
fn today(now: Timestamp, question: Option<&Question>) -> Date {
    let zone = question.and_then(|question| question.inquiry.timezone.clone());
    now.to_zoned(zone.unwrap_or_else(|| TimeZone::fixed(Offset::constant(-12)))).date()
}
