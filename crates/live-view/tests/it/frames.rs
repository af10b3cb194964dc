//! The picture: there at once, also for those who come late, and silent while nothing changes.

use std::time::Duration;

use serde_json::{Value, json};

use crate::phone::{Phone, eventually};
use crate::stand::Stand;

/// Counts what arrives on the phone's sockets, from before the page's own scripts run.
pub(crate) const COUNT: &str = "(() => { const seen = globalThis.seen = { bytes: 0, frames: 0, opened: [], first: [] }; \
    globalThis.WebSocket = class extends WebSocket { constructor(...args) { super(...args); \
      const nth = seen.opened.push(0) - 1; seen.sockets = [...(seen.sockets ?? []), this]; \
      this.addEventListener('open', () => { seen.opened[nth] = performance.now(); }); \
      this.addEventListener('message', ({ data }) => { if (typeof data === 'string') return; \
        seen.bytes += data.byteLength; seen.frames += 1; seen.first[nth] ??= performance.now() - seen.opened[nth]; }); } }; })()";

async fn counting_phone(stand: &Stand) -> Phone {
    let phone = stand.phone_that_runs(COUNT).await;
    phone.until("a frame has come", "() => seen.frames > 0", Value::Null).await;
    phone
}

async fn bytes(phone: &Phone) -> u64 {
    phone.ask("() => seen.bytes", Value::Null).await
}

/// Waits until no frame has come for a while, and returns how many bytes have by then.
async fn settled(phone: &Phone) -> u64 {
    let mut before = bytes(phone).await;
    loop {
        // Longer than a page that was sent in a poorer picture stands still before it is sent in the best one.
        tokio::time::sleep(Duration::from_secs(2)).await;
        let now = bytes(phone).await;
        if now == before {
            return now;
        }
        before = now;
    }
}

#[tokio::test]
async fn a_page_that_stands_still_sends_nothing() {
    let stand = Stand::start().await;
    let phone = counting_phone(&stand).await;
    // A field with the focus must not blink either.
    phone.press("ZIP code").await;
    eventually("the page's field has the focus", async || {
        stand.look("() => document.activeElement === zip").await
    })
    .await;
    // A machine that was slow for a moment sends a poorer picture, and the best one afterwards; then nothing may come any more.
    eventually("nothing has come for five seconds", async || {
        let before = bytes(&phone).await;
        tokio::time::sleep(Duration::from_secs(5)).await;
        bytes(&phone).await == before
    })
    .await;
}

#[tokio::test]
async fn whoever_comes_back_sees_the_page_at_once() {
    let stand = Stand::start().await;
    let phone = counting_phone(&stand).await;
    settled(&phone).await;
    for round in 1..=5 {
        phone.ask::<Value>("() => seen.sockets.at(-1).close()", Value::Null).await;
        phone
            .until("a frame has come again", "(round) => seen.first[round] !== undefined", json!(round))
            .await;
    }
    let waits: Vec<f64> = phone.ask("() => seen.first", Value::Null).await;
    assert!(waits.iter().skip(1).all(|wait| *wait < 400.0), "milliseconds to the first frame: {waits:?}");
}

#[tokio::test]
async fn a_picture_of_the_payment_page_is_light() {
    let stand = Stand::start().await;
    let phone = counting_phone(&stand).await;
    settled(&phone).await;
    let average: f64 = phone.ask("() => seen.bytes / seen.frames", Value::Null).await;
    assert!(average <= 70_000.0, "{average} bytes");
}

#[tokio::test]
async fn nobody_is_filmed_for() {
    let stand = Stand::start().await;
    let phone = counting_phone(&stand).await;
    assert_eq!(stand.hub.viewers(), 1);
    phone.page.close().await.unwrap();
    eventually("the phone has left", async || stand.hub.viewers() == 0).await;
    stand.hub.left(Duration::from_millis(50)).await;
}

/// The page scrolls towards a field while the patient is already further down.
#[tokio::test]
async fn a_phone_that_has_scrolled_on_is_not_taken_back_by_the_page() {
    let stand = Stand::start().await;
    let mut presses = stand.hub.final_presses().unwrap();
    let phone = stand.phone().await;
    phone.press("Pay $50.00").await;
    // Until it is noted nothing that follows reaches the page.
    let press = presses.recv().await.unwrap();
    phone.ask::<Value>("() => { document.getElementById('stage').scrollTop = 300; }", Value::Null).await;
    stand.look::<Value>("() => { scrollTo(0, 100); verify.textContent = 'Verify now'; }").await;
    phone.wait_for_control("Verify now").await;
    press.let_through();
    eventually("the page has followed", async || stand.look::<bool>("() => scrollY === 300").await).await;
    let is_there = "() => document.getElementById('stage').scrollTop === 300";
    assert!(phone.ask::<bool>(is_there, Value::Null).await, "the phone has stayed where it was");
}

#[tokio::test]
async fn scrolling_on_the_phone_scrolls_the_page() {
    let stand = Stand::start().await;
    let phone = counting_phone(&stand).await;
    phone.ask::<Value>("() => { document.getElementById('stage').scrollTop = 300; }", Value::Null).await;
    eventually("the page has followed", async || stand.look::<bool>("() => scrollY === 300").await).await;
    // And the other way round: what the page does by itself is followed.
    stand.look::<Value>("() => scrollTo(0, 100)").await;
    phone
        .until(
            "the phone has followed",
            "() => document.getElementById('stage').scrollTop === 100",
            Value::Null,
        )
        .await;
}

#[tokio::test]
async fn turning_the_phone_turns_the_page() {
    let stand = Stand::start().await;
    let phone = counting_phone(&stand).await;
    let turned = baton_browser::Viewport { width: 844, height: 390 };
    phone.page.set_viewport(turned).await.unwrap();
    eventually("the page is wide", async || stand.look::<u32>("() => innerWidth").await == 844).await;
}
