//! When the clinic's queries are of no use, its page is visited instead.

use baton_mock_clinic::{Clock, Scenario, SlotFormat, SlotList};
use serde_json::json;

use super::{Desk, Way};

#[tokio::test]
async fn queries_that_are_too_slow_are_not_waited_for() {
    let desk = Desk::of(Scenario { graphql_delay_ms: 60_000, ..Scenario::quick() }).await;
    let day = desk.open_days(1).remove(0);
    let told = desk.ask("", Way::Queries, &json!({ "date": day, "timeout": 20_000 })).await;
    assert_eq!((told.status, told.body["source"].as_str()), (200, Some("browser")), "{}", told.body);
    assert!(!told.body["slots"].as_array().unwrap().is_empty());
    desk.close().await;
}

#[tokio::test]
async fn queries_that_know_nothing_of_a_service_of_the_page_are_not_believed() {
    let desk = Desk::open().await;
    let day = desk.open_days(1).remove(0);
    // The page's own parameters change what it offers; the clinic's slot query never hears of them.
    let parameters = [
        ("providers", r#"[{"id": "77", "name": "Ada Quill"}]"#),
        ("services", r#"{"Peels": [{"name": "Quiet Peel", "duration": 40, "providers": ["77"]}]}"#),
    ];
    let question = json!({ "date": day, "serviceName": "quiet peel", "bookingUrl": desk.clinic.booking_url_with(&parameters) });
    let told = desk.ask("", Way::Queries, &question).await;
    assert_eq!((told.status, told.body["source"].as_str()), (200, Some("browser")), "{}", told.body);
    assert_eq!(
        (&told.body["service"], &told.body["providers"]),
        (&json!("Quiet Peel"), &json!(["Ada Quill"]))
    );
    assert!(
        told.body["slots"].as_array().unwrap().iter().all(|slot| slot["duration"] == 40),
        "{}",
        told.body
    );
    desk.close().await;
}

#[tokio::test]
async fn a_visit_reads_any_way_of_writing_times() {
    for (clock, format) in [(Clock::TwentyFour, SlotFormat::Upper), (Clock::Twelve, SlotFormat::Mixed)] {
        let desk = Desk::of(Scenario { clock, slot_format: format, ..Scenario::quick() }).await;
        let day = desk.open_days(1).remove(0);
        let (api, page) = desk.ask_both("", &json!({ "date": day })).await;
        assert_eq!(super::free(&api), super::free(&page));
        desk.close().await;
    }
}

#[tokio::test]
async fn a_visit_reads_times_that_the_page_does_not_show_at_once() {
    for slot_list in [SlotList::Parts, SlotList::More] {
        let desk = Desk::of(Scenario { slot_list, ..Scenario::quick() }).await;
        let days = desk.open_days(2);
        let (api, page) = desk.ask_both("/batch", &json!({ "dates": days })).await;
        for (by_api, by_page) in
            api["results"].as_array().unwrap().iter().zip(page["results"].as_array().unwrap())
        {
            assert!(!super::free(by_api).is_empty());
            assert_eq!(super::free(by_api), super::free(by_page), "{slot_list:?}, {}", by_api["date"]);
        }
        desk.nothing_was_booked().await;
        desk.close().await;
    }
}
