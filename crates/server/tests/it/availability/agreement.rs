//! Both ways give the same times.

use serde_json::{Value, json};

use super::{Desk, free};

#[tokio::test]
async fn one_day_is_the_same_both_ways() {
    let desk = Desk::open().await;
    let day = desk.open_days(1).remove(0);
    let (api, page) = desk.ask_both("", &json!({ "date": day })).await;

    assert_eq!((api["source"].as_str(), page["source"].as_str()), (Some("api"), Some("browser")));
    assert_eq!(free(&api), free(&page));
    assert_eq!(
        free(&api).len(),
        desk.clinic.open_slots().iter().filter(|slot| slot.0.to_string() == day).count()
    );
    for told in [&api, &page] {
        assert_eq!((&told["success"], &told["date"]), (&json!(true), &json!(day)));
        assert_eq!((&told["service"], &told["timezone"]), (&json!("Lip Filler"), &json!("America/New_York")));
        assert_eq!(told["providers"], json!(["Gale Tesar", "Brandi Sesock"]));
        assert!(told.get("error").is_none() && told.get("provider").is_none());
    }
    assert_eq!(page["slots"].as_array().unwrap().len(), 19, "a page also shows what is taken");
    desk.nothing_was_booked().await;
    desk.close().await;
}

#[tokio::test]
async fn seven_days_are_the_same_both_ways_in_the_callers_order() {
    let desk = Desk::open().await;
    let mut days = desk.open_days(7);
    days.reverse();
    let (api, page) = desk.ask_both("/batch", &json!({ "dates": days, "providerName": "Brandi" })).await;

    let dates = |told: &Value| -> Vec<Value> {
        told["results"].as_array().unwrap().iter().map(|day| day["date"].clone()).collect()
    };
    assert_eq!((dates(&api), dates(&page)), (days.iter().map(|day| json!(day)).collect(), dates(&api)));
    for (by_api, by_page) in
        api["results"].as_array().unwrap().iter().zip(page["results"].as_array().unwrap())
    {
        assert_eq!(free(by_api), free(by_page), "{}", by_api["date"]);
        assert!(!free(by_api).is_empty());
        assert_eq!(
            (&by_api["provider"], &by_page["provider"]),
            (&json!("Brandi Sesock"), &json!("Brandi Sesock"))
        );
    }
    desk.nothing_was_booked().await;
    desk.close().await;
}

#[tokio::test]
async fn the_next_times_that_suit_are_the_same_both_ways() {
    let desk = Desk::open().await;
    let question = json!({
        "daysOfWeek": [2, 4], "afterTime": "15:00", "beforeTime": "17:00", "maxSlots": 12, "maxMonths": 2,
    });
    let (api, page) = desk.ask_both("/calendar-slots", &question).await;

    let days = |told: &Value| -> Vec<Value> {
        let days = told["results"].as_array().unwrap().iter();
        days.map(|day| json!([day["date"], day["dayOfWeek"], free(day)])).collect()
    };
    assert_eq!(days(&api), days(&page));
    for count in ["totalDatesScanned", "totalDatesWithSlots"] {
        assert_eq!(api[count], page[count], "{count}");
    }
    let slots: Vec<&Value> =
        api["results"].as_array().unwrap().iter().flat_map(|day| day["slots"].as_array().unwrap()).collect();
    assert_eq!(slots.len(), 12);
    for slot in slots {
        let start = slot["start"].as_str().unwrap();
        assert!(start[11..16] > *"15:00" && start[11..16] < *"17:00", "{start}: after and before are strict");
    }
    assert!(api["durationMs"].is_u64() && api["scrapedAt"].is_string());
    desk.nothing_was_booked().await;
    desk.close().await;
}

#[tokio::test]
async fn a_closed_day_has_no_times_both_ways() {
    let desk = Desk::open().await;
    let open = desk.open_days(60);
    let first: jiff::civil::Date = open[0].parse().unwrap();
    // The clinic is booked out on every 13th.
    let full = first.series(jiff::ToSpan::days(1)).find(|date| date.day() == 13).unwrap();
    let (api, page) = desk.ask_both("", &json!({ "date": full.to_string() })).await;
    assert_eq!((&api["slots"], &page["slots"]), (&json!([]), &json!([])));
    desk.close().await;
}
