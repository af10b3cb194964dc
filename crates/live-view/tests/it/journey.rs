//! From the first tap to the last.

use baton_browser::{Key, Point};
use baton_live_view::{Booked, Phase};
use serde_json::json;

use crate::phone::{Phone, eventually};
use crate::stand::Stand;

#[tokio::test]
async fn a_patient_pays_in_the_clinics_own_page() {
    let stand = Stand::start().await;
    let mut presses = stand.hub.final_presses().unwrap();
    let phone = Phone::new(stand.phones.browser()).await;
    phone.open(&stand.link()).await;
    phone.wait_for_control("Continue").await;
    phone.photograph("lobby").await;
    phone.press("Continue").await;
    phone.wait_for_control("Card number").await;
    phone.photograph("your-turn").await;

    phone.fill("Card number", "4111111111111111").await;
    phone.photograph("typing").await;
    phone.fill("Expiry", "1229").await;
    phone.fill("Security code", "123").await;
    phone.fill("Name on card", "John Smith").await;
    phone.fill("ZIP code", "44114").await;
    phone.press("I accept").await;
    phone.photograph("filled").await;
    phone.press("Pay $50.00").await;

    let press = presses.recv().await.unwrap();
    assert_eq!(press.label, "Pay $50.00");
    assert_eq!(stand.look::<u32>("() => count.pay ?? 0").await, 0, "the press waits until it is noted");
    press.let_through();
    eventually("the page was paid on", async || stand.look::<u32>("() => count.pay ?? 0").await == 1).await;
    assert_eq!(stand.card("number").await, "4111 1111 1111 1111");
    assert_eq!(stand.card("exp").await, "12 / 29");
    assert_eq!(stand.card("cvc").await, "123");
    assert_eq!(stand.card("holder").await, "John Smith");
    assert_eq!(stand.look::<String>("() => zip.value").await, "44114");
    assert!(stand.look::<bool>("() => terms.checked").await);

    stand.hub.say(Phase::CheckingPayment);
    phone.wait_for_text("Checking with the clinic").await;
    phone.photograph("checking").await;
    stand
        .hub
        .say(Phase::Refused { message: "Your card was declined. Please try a different card.".to_owned() });
    phone.wait_for_text("Your card was declined").await;
    phone.photograph("refused").await;
    stand.hub.say(Phase::Booked(booked()));
    phone.wait_for_text("MXE-2026-7K2QF").await;
    phone.photograph("booked").await;
    phone
        .until(
            "no card stays on the phone",
            "(card) => !document.body.innerText.includes(card)",
            json!("4111"),
        )
        .await;
}

fn booked() -> Booked {
    Booked {
        number: Some("MXE-2026-7K2QF".to_owned()),
        time: Some("Thursday, February 5, 2:30 PM".to_owned()),
        starts_at: Some("2026-02-05T19:30:00Z".parse().unwrap()),
        minutes: Some(30),
        provider: Some("Brandi Sesock".to_owned()),
        service: Some("Tox (Botox, Jeuveau)".to_owned()),
    }
}

#[tokio::test]
async fn a_question_of_the_page_is_asked_by_the_phone() {
    let stand = Stand::start().await;
    let phone = stand.phone().await;
    phone.press("Ask a question").await;
    phone.wait_for_text("Really?").await;
    phone.photograph("question").await;
    phone.press("OK").await;
    eventually("the page has its answer", async || {
        stand.look::<String>("() => result.textContent").await == "You said yes"
    })
    .await;
}

#[tokio::test]
async fn a_window_of_the_bank_is_shown_and_closed_again() {
    let stand = Stand::start().await;
    let phone = stand.phone().await;
    phone.press("Verify with your bank").await;
    phone.wait_for_control("Approve").await;
    phone.photograph("bank").await;
    phone.press("Approve").await;
    phone.wait_for_control("Pay $50.00").await;
    assert_eq!(stand.look::<String>("() => result.textContent").await, "Approved by your bank");

    phone.press("Verify with your bank").await;
    phone.press("Close this window").await;
    phone.wait_for_control("Pay $50.00").await;
}

#[tokio::test]
async fn a_tap_on_the_picture_reaches_what_is_no_control() {
    let stand = Stand::start().await;
    let phone = stand.phone().await;
    let at: [f64; 2] = stand
        .look(
            "() => { const box = tile.getBoundingClientRect(); return [box.x + 40, box.y + scrollY + 12]; }",
        )
        .await;
    // The finger scrolls to it on the phone and taps what it sees there.
    let seen: Point = phone
        .ask(
            "([x, y]) => { const stage = document.getElementById('stage'); stage.scrollTop = y - 200; \
             const box = stage.getBoundingClientRect(); return { x: box.x + x, y: box.y + y - stage.scrollTop }; }",
            json!(at),
        )
        .await;
    phone.page.touch().tap(seen).done().await.unwrap();
    eventually("the tile was tapped", async || stand.look::<u32>("() => count.tile ?? 0").await == 1).await;
}

#[tokio::test]
async fn nothing_reaches_the_page_while_automation_has_it() {
    let stand = Stand::start().await;
    let phone = stand.phone().await;
    stand.hub.say(Phase::FillingIn { step: Some("review".to_owned()) });
    phone.wait_for_text("Checking everything").await;
    phone.photograph("filling-in").await;
    stand.hub.say(Phase::YourTurn { reason: "payment".to_owned() });
    phone.wait_for_text("Your turn").await;
    phone.fill("ZIP code", "44114").await;
    eventually("it is the patient's turn again", async || {
        stand.look::<String>("() => zip.value").await == "44114"
    })
    .await;
}

#[tokio::test]
async fn the_page_speaks_the_phones_language() {
    let stand = Stand::start().await;
    let phone = Phone::speaking(stand.phones.browser(), "es-MX").await;
    phone.open(&stand.link()).await;
    phone.wait_for_text("Su cita está casi lista").await;
    phone.photograph("lobby-es").await;
    phone.press("Continuar").await;
    phone.wait_for_text("Su turno").await;
}

#[tokio::test]
async fn a_patient_pays_with_the_keyboard_alone() {
    let stand = Stand::start().await;
    let phone = Phone::new(stand.phones.browser()).await;
    phone.open(&stand.link()).await;
    phone.wait_for_control("Continue").await;
    phone.tab_to("Continue").await;
    phone.key(Key::Enter).await;
    phone.wait_for_control("Card number").await;
    for (label, text) in [
        ("Card number", "4111111111111111"),
        ("Expiry", "1229"),
        ("Security code", "123"),
        ("Name on card", "John Smith"),
        ("ZIP code", "44114"),
    ] {
        phone.tab_to(label).await;
        phone.page.keyboard().type_text(text).done().await.unwrap();
    }
    phone.tab_to("I accept").await;
    phone.page.keyboard().type_text(" ").done().await.unwrap();
    phone.tab_to("Pay $50.00").await;
    phone.key(Key::Enter).await;
    eventually("the page was paid on", async || stand.look::<u32>("() => count.pay ?? 0").await == 1).await;
    assert_eq!(stand.card("number").await, "4111 1111 1111 1111");
    assert_eq!(stand.card("holder").await, "John Smith");
    assert_eq!(stand.look::<String>("() => zip.value").await, "44114");
    assert!(stand.look::<bool>("() => terms.checked").await);
}
