//! What may be asked, and that everything wrong is named at once.

use baton_booking::availability::Wish;
use jiff::civil::{Weekday, date, time};
use serde_json::{Value, json};

use super::question::{self, Question};
use crate::egress::Egress;

const URL: &str = "https://clinic.example.com/book";

fn with(fields: &Value) -> Value {
    let mut body = json!({ "bookingUrl": URL });
    let all = body.as_object_mut().unwrap();
    all.extend(fields.as_object().unwrap().clone());
    body
}

fn now() -> jiff::Timestamp {
    "2026-02-05T14:00:00Z".parse().unwrap()
}

fn guard() -> Egress {
    Egress::new(false)
}

fn faults<T>(read: Result<T, Vec<baton_api::error::FieldError>>) -> Vec<String> {
    read.err().unwrap_or_default().into_iter().map(|fault| fault.path).collect()
}

#[test]
fn a_day_is_asked_for_with_half_a_minute_of_patience() {
    let (question, day) = question::one_day(&with(&json!({ "date": "2026-02-06" })), guard(), now()).unwrap();
    assert_eq!((day, question.patience.as_secs()), (date(2026, 2, 6), 30));
    assert_eq!(question.inquiry.wish, Wish::Dates(vec![date(2026, 2, 6)]));
}

#[test]
fn every_bad_field_is_named_at_once() {
    let body = json!({
        "bookingUrl": "http://10.0.0.1/", "date": "2020-01-01", "serviceName": 7, "timeout": 999,
        "timezone": "Mars/Olympus",
    });
    assert_eq!(
        faults(question::one_day(&body, guard(), now())),
        ["bookingUrl", "serviceName", "timezone", "timeout", "date"]
    );
    let body = json!({
        "bookingUrl": URL, "daysOfWeek": [7], "afterTime": "3pm", "beforeTime": "24:00", "maxSlots": 21,
        "maxMonths": 0, "timeout": 60_001,
    });
    assert_eq!(
        faults(question::calendar_slots(&body, guard())),
        ["timeout", "daysOfWeek", "afterTime", "beforeTime", "maxSlots", "maxMonths"]
    );
    assert_eq!(faults(question::one_day(&json!([]), guard(), now())), [""]);
}

#[test]
fn a_batch_holds_one_to_thirty_one_days() {
    let batch = |dates: Value| question::batch(&with(&json!({ "dates": dates })), guard(), now());
    let (_, dates) = batch(json!(["2026-02-07", "2026-02-06", "2026-02-07"])).unwrap();
    assert_eq!(dates, [7, 6, 7].map(|day| date(2026, 2, day)), "the order is the caller's");
    assert_eq!(faults(batch(json!([]))), ["dates"]);
    assert_eq!(faults(batch(json!("2026-02-06"))), ["dates"]);
    assert_eq!(faults(batch(json!(vec!["2026-02-06"; 32]))), ["dates"]);
    assert_eq!(faults(batch(json!(["2026-02-06", "soon", 5]))), ["dates.1", "dates.2"]);
    assert_eq!(faults(question::batch(&with(&json!({})), guard(), now())), ["dates"]);
}

#[test]
fn a_search_takes_weekdays_from_sunday_and_strict_bounds() {
    let asked = json!({ "daysOfWeek": [0, 2], "afterTime": "15:00", "beforeTime": "18:30" });
    let Question { inquiry, .. } = question::calendar_slots(&with(&asked), guard()).unwrap();
    let Wish::Window(window) = inquiry.wish else { panic!("a search wishes for a window") };
    assert_eq!(window.weekdays, [Weekday::Sunday, Weekday::Tuesday]);
    assert_eq!((window.after, window.before), (Some(time(15, 0, 0, 0)), Some(time(18, 30, 0, 0))));
    assert_eq!((window.max_slots, window.max_months), (6, 3));
    let backwards = json!({ "afterTime": "15:00", "beforeTime": "15:00" });
    assert_eq!(faults(question::calendar_slots(&with(&backwards), guard())), ["beforeTime"]);
}
