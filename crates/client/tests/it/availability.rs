//! Asking for times: what is sent, and how a site that cannot be read is told from a service that cannot answer.

use baton_client::{
    AvailabilityRequest, BatchRequest, CalendarSlotsRequest, ClientError, ClinicQuestion, ErrorCode, Source,
    question,
};
use serde_json::{Value, json};
use wiremock::matchers::{body_json, method, path};
use wiremock::{Mock, ResponseTemplate};

use crate::support::{ok, refusal, stand_in};

const PAGE: &str = "https://clinic.example.com/book";

fn botox() -> ClinicQuestion {
    ClinicQuestion { service_name: Some("Botox".into()), ..question(PAGE) }
}

fn day(date: &str) -> Value {
    json!({ "success": true, "bookingUrl": PAGE, "date": date, "service": "Botox", "providers": ["Gale Tesar"], "source": "api",
        "timezone": "America/New_York", "scrapedAt": "2030-02-01T10:00:00Z",
        "slots": [{ "time": "2:30 PM", "available": true, "start": "2030-02-05T14:30:00-05:00", "end": "2030-02-05T15:00:00-05:00" }] })
}

#[tokio::test]
async fn the_times_of_a_day_come_with_their_instants() {
    let (server, client) = stand_in().await;
    Mock::given(method("POST"))
        .and(path("/api/v1/availability"))
        .and(body_json(json!({ "bookingUrl": PAGE, "date": "2030-02-05", "serviceName": "Botox" })))
        .respond_with(ok(day("2030-02-05")))
        .mount(&server)
        .await;
    let request = AvailabilityRequest { date: "2030-02-05".into(), clinic: botox() };
    let told = client.availability(&request).await.unwrap();
    assert_eq!((told.source, told.trouble), (Some(Source::Api), None));
    assert_eq!(told.slots[0].start.as_deref(), Some("2030-02-05T14:30:00-05:00"));
}

#[tokio::test]
async fn a_batch_is_answered_in_its_order() {
    let (server, client) = stand_in().await;
    let body = json!({ "success": true, "results": [day("2030-02-06"), day("2030-02-05")] });
    Mock::given(path("/api/v1/availability/batch")).respond_with(ok(body)).mount(&server).await;
    let dates = vec!["2030-02-06".to_owned(), "2030-02-05".to_owned()];
    let told = client.availability_batch(&BatchRequest { dates, clinic: botox() }).await.unwrap();
    assert_eq!(
        told.results.iter().map(|day| day.date.as_str()).collect::<Vec<_>>(),
        ["2030-02-06", "2030-02-05"]
    );
}

#[tokio::test]
async fn the_next_times_are_asked_for_by_weekday_and_hour() {
    let (server, client) = stand_in().await;
    let asked =
        json!({ "bookingUrl": PAGE, "serviceName": "Botox", "daysOfWeek": [2, 4], "afterTime": "15:00" });
    let body = json!({ "success": true, "bookingUrl": PAGE, "source": "browser", "totalDatesScanned": 3, "totalDatesWithSlots": 1,
        "results": [{ "date": "2030-02-05", "dayOfWeek": 2, "slots": [] }], "scrapedAt": "2030-02-01T10:00:00Z", "durationMs": 12 });
    Mock::given(path("/api/v1/availability/calendar-slots"))
        .and(body_json(asked))
        .respond_with(ok(body))
        .mount(&server)
        .await;
    let request = CalendarSlotsRequest {
        days_of_week: vec![2, 4],
        after_time: Some("15:00".into()),
        ..CalendarSlotsRequest::from(botox())
    };
    let told = client.calendar_slots(&request).await.unwrap();
    assert_eq!((told.source, told.results[0].day_of_week), (Some(Source::Browser), 2));
}

#[tokio::test]
async fn a_site_that_cannot_be_read_is_an_answer_and_is_not_asked_again() {
    let (server, client) = stand_in().await;
    let body = json!({ "success": false, "bookingUrl": PAGE, "date": "2030-02-05", "slots": [], "scrapedAt": "2030-02-01T10:00:00Z",
        "error": "\"Botox\" fits several services of the clinic.", "code": "service_ambiguous", "choices": ["Tox", "Botox"] });
    Mock::given(method("POST"))
        .respond_with(ResponseTemplate::new(502).set_body_json(body))
        .expect(1)
        .mount(&server)
        .await;
    let request = AvailabilityRequest { date: "2030-02-05".into(), clinic: botox() };
    let trouble = client.availability(&request).await.unwrap().trouble.unwrap();
    assert_eq!((trouble.code.as_str(), trouble.choices.len()), ("service_ambiguous", 2));
}

#[tokio::test]
async fn a_gateway_without_a_service_behind_it_is_asked_again() {
    let (server, client) = stand_in().await;
    Mock::given(method("POST"))
        .respond_with(ResponseTemplate::new(502))
        .up_to_n_times(1)
        .mount(&server)
        .await;
    Mock::given(method("POST")).respond_with(ok(day("2030-02-05"))).mount(&server).await;
    let request = AvailabilityRequest { date: "2030-02-05".into(), clinic: botox() };
    assert!(client.availability(&request).await.unwrap().success);
}

#[tokio::test]
async fn a_refused_question_is_known_by_its_code() {
    let (server, client) = stand_in().await;
    Mock::given(method("POST")).respond_with(refusal(400, "invalid_request")).mount(&server).await;
    let error = client.calendar_slots(&CalendarSlotsRequest::from(botox())).await.unwrap_err();
    assert!(matches!(&error, ClientError::Refused(_)), "{error}");
    assert_eq!(error.code(), Some(ErrorCode::InvalidRequest));
}
