//! From the first tap to the last.

use baton_live_view::{Booked, Phase};
use serde_json::json;

use crate::phone::eventually;
use crate::stand::Stand;

#[tokio::test]
async fn a_patient_pays_in_the_clinics_own_page() {
    let stand = Stand::start().await;
    let mut presses = stand.hub.final_presses().unwrap();
    let phone = stand.phone().await;

    phone.fill("Card number", "4111111111111111").await;
    phone.fill("Expiry", "1229").await;
    phone.fill("Security code", "123").await;
    phone.fill("Name on card", "John Smith").await;
    phone.fill("ZIP code", "44114").await;
    phone.press("I accept").await;
    phone.press("Pay $50.00").await;

    let press = presses.recv().await.unwrap();
    assert_eq!(press.label, "Pay $50.00");
    assert_eq!(stand.look::<u32>("() => count.pay ?? 0").await, 0, "the press waits until it is noted");
    drop(press);
    eventually("the page was paid on", async || stand.look::<u32>("() => count.pay ?? 0").await == 1).await;
    assert_eq!(stand.card("number").await, "4111 1111 1111 1111");
    assert_eq!(stand.card("exp").await, "12 / 29");
    assert_eq!(stand.card("cvc").await, "123");
    assert_eq!(stand.card("holder").await, "John Smith");
    assert_eq!(stand.look::<String>("() => zip.value").await, "44114");
    assert!(stand.look::<bool>("() => terms.checked").await);

    stand.hub.say(Phase::CheckingPayment);
    phone.wait_for_text("Checking with the clinic").await;
    stand.hub.say(Phase::Booked(Booked { number: Some("MXE-2026-7K2QF".to_owned()), ..Booked::default() }));
    phone.wait_for_text("MXE-2026-7K2QF").await;
    phone.until("no card stays on the phone", "(card) => !document.body.innerText.includes(card)", json!("4111")).await;
}
