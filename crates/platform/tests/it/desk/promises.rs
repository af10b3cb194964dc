//! What the desk promises of its database, whichever it is.

use std::sync::Arc;
use std::time::Duration;

use axum::http::StatusCode;
use baton_platform::store::{MessageState, PlatformStore};
use baton_platform::{Booking, Clinic, ClinicId};
use jiff::ToSpan;
use serde_json::json;

use crate::fixtures;
use crate::world::World;
use crate::world::baton::{ScriptedBaton, session};

const JANE: &str = "+14405550199";

async fn world(database: &str) -> World {
    let baton = Arc::<ScriptedBaton>::default();
    World::with(Arc::clone(&baton) as Arc<dyn Booking>, baton, database).await
}

/// Jane's conversation with a clinic up to the link.
async fn with_link(world: &World, clinic: &Clinic, prefix: &str) {
    let all = "My name is Jane Sample, I'm a new patient and I need Cheek Filler on Tuesday after 3, jane@example.com";
    for (at, text) in [all, "1"].into_iter().enumerate() {
        assert_eq!(world.text(&format!("{prefix}-{at}"), JANE, clinic, text).await, StatusCode::OK);
        world.desk.work_off().await.unwrap();
    }
}

fn success(number: usize) -> Vec<u8> {
    json!({ "type": "booking.completed", "timestamp": "2030-03-06T15:00:00Z", "sessionId": session(number), "state": "completed",
        "outcome": "success", "confirmationDetails": { "confirmationNumber": "MXE-2030-TEST1" } })
    .to_string()
    .into_bytes()
}

fn said(world: &World, words: &str) -> usize {
    world.carrier.accepted().iter().filter(|sms| sms.body.contains(words)).count()
}

pub(super) async fn a_callback_that_comes_many_times_at_once_is_one_message(database: &str) {
    let (world, clinic) = (world(database).await, fixtures::moxie());
    with_link(&world, &clinic, "a").await;
    let ids = ["msg_1", "msg_1", "msg_1", "msg_2", "msg_2", "msg_1", "msg_3", "msg_1"];
    let calls = ids.map(|id| world.call_back(id, &clinic, success(1)));
    for status in futures_util::future::join_all(calls).await {
        assert_eq!(status, StatusCode::NO_CONTENT);
    }
    world.desk.work_off().await.unwrap();
    assert_eq!(said(&world, "You're booked"), 1);
}

pub(super) async fn messages_that_come_at_once_are_all_heard_and_none_twice(database: &str) {
    let (world, clinic) = (world(database).await, fixtures::moxie());
    let ids: Vec<String> = (0..12).map(|at| format!("SM{}", at % 6)).collect();
    let texts = ids.iter().map(|id| world.text(id, JANE, &clinic, "HELP"));
    for status in futures_util::future::join_all(texts).await {
        assert_eq!(status, StatusCode::OK);
    }
    world.desk.work_off().await.unwrap();
    assert_eq!(world.carrier.accepted().len(), 6);
}

pub(super) async fn a_message_whose_sending_was_interrupted_is_not_sent_again(database: &str) {
    let (world, clinic) = (world(database).await, fixtures::moxie());
    world.text("SM1", JANE, &clinic, "Hi").await;
    let store = world.desk.store();
    // A process takes the message and dies before it can say what became of it.
    let taken = store.next_message(world.now(), Duration::from_mins(1)).await.unwrap().unwrap();
    assert_eq!(world.desk.send_messages().await.unwrap(), 0);
    world.wait(2.minutes());
    assert_eq!(world.desk.send_messages().await.unwrap(), 0);
    assert_eq!(world.carrier.requests(), 0);
    let thread = store.thread(taken.lead).await.unwrap();
    assert_eq!(thread.iter().map(|message| message.state).collect::<Vec<_>>(), [MessageState::Unclear]);
    // The conversation goes on.
    world.text("SM2", JANE, &clinic, "Jane Sample").await;
    world.desk.work_off().await.unwrap();
    assert_eq!(world.carrier.requests(), 1);
}

pub(super) async fn an_errand_whose_answer_was_not_saved_is_run_again_and_starts_no_second_session(
    database: &str,
) {
    let (world, clinic) = (world(database).await, fixtures::moxie());
    let all = "My name is Jane Sample, I'm a new patient and I need Cheek Filler on Tuesday after 3, jane@example.com";
    world.text("SM1", JANE, &clinic, all).await;
    world.desk.work_off().await.unwrap();
    world.text("SM2", JANE, &clinic, "1").await;
    // A process starts the session and dies before it can save the answer.
    let due = world.desk.store().due_errands(world.now(), Duration::from_mins(1), 8).await.unwrap();
    let [errand] = due.as_slice() else { panic!("one errand is due") };
    start(&world, &clinic, errand).await;
    world.desk.work_off().await.unwrap();
    assert_eq!(said(&world, "is ready"), 0);
    world.wait(2.minutes());
    world.desk.work_off().await.unwrap();
    assert_eq!(said(&world, "is ready"), 1);
    assert_eq!(world.baton.latest(), 1);
}

async fn start(world: &World, clinic: &Clinic, due: &baton_platform::store::DueErrand) {
    let baton_platform::conversation::Errand::StartBooking(wish) = &due.errand else {
        panic!("a session is to be started")
    };
    let key = format!("{}-{}", due.lead, wish.ticket);
    world.baton.start(baton_platform::BookingOrder { clinic, phone: JANE, wish, key: &key }).await.unwrap();
}

pub(super) async fn a_lead_is_found_by_its_session_within_its_clinic_alone(database: &str) {
    let (world, clinic) = (world(database).await, fixtures::moxie());
    with_link(&world, &clinic, "a").await;
    let store = world.desk.store();
    let found = store.lead_in_session(&clinic.id, session(1)).await.unwrap();
    assert_eq!(found.map(|record| record.phone), Some(JANE.to_owned()));
    let elsewhere = ClinicId("lakeside".to_owned());
    assert_eq!(store.lead_in_session(&elsewhere, session(1)).await.unwrap(), None);
    assert_eq!(world.call_back("msg_1", &fixtures::lakeside(), success(1)).await, StatusCode::NO_CONTENT);
    world.desk.work_off().await.unwrap();
    assert_eq!(said(&world, "You're booked"), 0);
}

pub(super) async fn a_second_booking_clears_what_the_first_left_behind(database: &str) {
    let (world, clinic) = (world(database).await, fixtures::moxie());
    with_link(&world, &clinic, "a").await;
    world.call_back("msg_1", &clinic, success(1)).await;
    for (at, text) in ["I'd like to book dermaplaning", "friday", "1"].into_iter().enumerate() {
        world.text(&format!("b-{at}"), JANE, &clinic, text).await;
        world.desk.work_off().await.unwrap();
    }
    let record = world.desk.store().lead_with_phone(&clinic.id, JANE).await.unwrap().unwrap();
    assert_eq!(record.lead.booking_session_id, Some(session(2)));
    assert_eq!(record.lead.booking_outcome, None);
    assert_eq!(record.lead.booking_confirmation_number, None);
    assert_eq!(record.lead.booking_completed_at, None);
    assert!(record.lead.booking_handoff_sent_at.is_some());
}

pub(super) async fn clinics_are_kept_as_they_were_set_up(database: &str) {
    let store = PlatformStore::open(database).await.unwrap();
    for clinic in fixtures::all() {
        store.put_clinic(&clinic).await.unwrap();
        store.put_clinic(&clinic).await.unwrap();
        assert_eq!(store.clinic(&clinic.id).await.unwrap().as_ref(), Some(&clinic));
        assert_eq!(store.clinic_at(&clinic.messaging_number).await.unwrap(), Some(clinic));
    }
    assert_eq!(store.clinic_at("+10000000000").await.unwrap(), None);
}
