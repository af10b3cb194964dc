//! What cannot be answered says why, in the same shape.

use serde_json::json;

use super::{Desk, Way};
use crate::support::TestApp;

#[tokio::test]
async fn an_unknown_or_ambiguous_name_is_told_with_what_there_is() {
    let desk = Desk::open().await;
    let day = desk.open_days(1).remove(0);
    for way in [Way::Queries, Way::Visit] {
        let told = desk.ask("", way, &json!({ "date": day, "serviceName": "Massage" })).await;
        assert_eq!((told.status, told.body["code"].as_str()), (502, Some("service_not_found")), "{way:?}");
        assert_eq!((&told.body["success"], &told.body["slots"]), (&json!(false), &json!([])));
        assert_eq!(told.body["choices"].as_array().unwrap().len(), 23, "{way:?}");

        let told = desk.ask("", way, &json!({ "date": day, "providerName": "Nobody" })).await;
        assert_eq!((told.status, told.body["code"].as_str()), (502, Some("provider_not_found")), "{way:?}");
        assert_eq!(told.body["choices"], json!(["Gale Tesar", "Brandi Sesock"]), "{way:?}");
    }
    let told = desk
        .ask(
            "/batch",
            Way::Queries,
            &json!({ "dates": [day, day], "serviceName": "Weight Loss Consultation" }),
        )
        .await;
    assert_eq!((told.status, &told.body["success"]), (502, &json!(false)));
    let results = told.body["results"].as_array().unwrap();
    assert!(results.len() == 2 && results.iter().all(|result| result["code"] == "service_ambiguous"));
    desk.nothing_was_booked().await;
    desk.close().await;
}

#[tokio::test]
async fn a_site_that_is_not_there_is_a_bad_gateway() {
    let desk = Desk::open().await;
    let day = desk.open_days(1).remove(0);
    let gone = json!({ "date": day, "bookingUrl": "http://127.0.0.1:9/booking/gone", "timeout": 20_000 });
    let told = desk.ask("", Way::Queries, &gone).await;
    assert_eq!((told.status, told.body["code"].as_str()), (502, Some("site_unreachable")), "{}", told.body);
    let told =
        desk.ask("/calendar-slots", Way::Visit, &json!({ "bookingUrl": "http://127.0.0.1:9/x" })).await;
    assert_eq!((told.status, &told.body["success"]), (502, &json!(false)));
    assert_eq!(told.body["results"], json!([]));
    desk.close().await;
}

#[tokio::test]
async fn bad_fields_are_named_and_private_addresses_refused() {
    let app = TestApp::start().await;
    let body = json!({ "bookingUrl": "http://127.0.0.1/", "dates": [], "timeout": 1 });
    for endpoint in ["", "/batch", "/calendar-slots"] {
        let told = app.post(&format!("/api/v1/availability{endpoint}"), &body).await;
        assert_eq!(told.refusal(), (400, "invalid_request"));
        let paths: Vec<_> =
            told.body["details"].as_array().unwrap().iter().map(|detail| detail["path"].clone()).collect();
        assert!(paths.contains(&json!("bookingUrl")) && paths.contains(&json!("timeout")), "{paths:?}");
    }
}
