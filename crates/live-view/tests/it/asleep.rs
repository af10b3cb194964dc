//! A phone that was locked, or looked at something else, finds its way back: to a line that lives, and to a picture that is whole.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::Instant;

use crate::frames::COUNT;
use crate::phone::{Phone, becomes};
use crate::stand::Stand;

/// Lets a test put the phone away for so many milliseconds, which pass at once.
const SLEEP: &str = "(() => { let away = false; Object.defineProperty(document, 'visibilityState', { get: () => (away ? 'hidden' : 'visible') }); \
    const turn = (to) => { away = to; document.dispatchEvent(new Event('visibilitychange')); }; \
    globalThis.sleep = (milliseconds) => { turn(true); const now = Date.now(); Date.now = () => now + milliseconds; turn(false); delete Date.now; }; })();";

/// The first line of a page is never opened, and nobody says so.
const NOBODY_ANSWERS: &str = "(() => { let opened = 0; globalThis.WebSocket = new Proxy(WebSocket, { construct: (Line, args) => \
    (opened++ === 0 ? { readyState: 0, close() {} } : new Line(...args)) }); })();";

async fn sleepy(stand: &Stand) -> Phone {
    let phone = stand.phone_that_runs(&format!("{COUNT}; {SLEEP}")).await;
    phone.until("a frame has come", "() => seen.frames > 0", Value::Null).await;
    phone
}

async fn sleep(phone: &Phone, milliseconds: u32) {
    phone.ask::<Value>("(milliseconds) => sleep(milliseconds)", json!(milliseconds)).await;
}

async fn another_line(phone: &Phone, than: usize) {
    phone
        .until("another line is there", "(than) => seen.first.filter(Boolean).length > than", json!(than))
        .await;
}

#[tokio::test]
async fn a_line_that_slept_for_long_is_opened_again_at_once() {
    let stand = Stand::start().await;
    let phone = sleepy(&stand).await;
    sleep(&phone, 6_000).await;
    another_line(&phone, 1).await;
    phone.fill("ZIP code", "44114").await;
    becomes("44114", async || stand.look("() => zip.value").await).await;
    assert_eq!(phone.ask::<usize>("() => seen.opened.length", Value::Null).await, 2, "one line, not two");
}

#[tokio::test]
async fn a_line_that_is_deaf_after_a_moment_is_waited_for_a_second() {
    let stand = Stand::start().await;
    let phone = sleepy(&stand).await;
    phone.ask::<Value>("() => { seen.sockets.at(-1).send = () => {}; }", Value::Null).await;
    let since = Instant::now();
    sleep(&phone, 500).await;
    another_line(&phone, 1).await;
    assert!(since.elapsed() < Duration::from_secs(3), "after {:?}", since.elapsed());
}

#[tokio::test]
async fn a_line_that_lives_is_kept() {
    let stand = Stand::start().await;
    let phone = sleepy(&stand).await;
    sleep(&phone, 500).await;
    phone.fill("ZIP code", "44114").await;
    becomes("44114", async || stand.look("() => zip.value").await).await;
    assert_eq!(phone.ask::<usize>("() => seen.opened.length", Value::Null).await, 1);
}

#[tokio::test]
async fn a_line_that_is_never_opened_is_given_up() {
    let stand = Stand::start().await;
    stand.phone_that_runs(NOBODY_ANSWERS).await;
}

#[tokio::test]
async fn who_comes_back_does_not_wait_for_a_line_that_was_being_opened() {
    let stand = Stand::start().await;
    let phone = Phone::new(stand.phones.browser()).await;
    phone
        .page
        .add_init_script(&format!("{NOBODY_ANSWERS} {SLEEP}"), baton_browser::World::Page)
        .await
        .unwrap();
    phone.open(&stand.link()).await;
    phone.press("Continue").await;
    phone.wait_for_text("Connecting…").await;
    let since = Instant::now();
    sleep(&phone, 500).await;
    phone.wait_for_text("Your turn").await;
    assert!(since.elapsed() < Duration::from_secs(4), "after {:?}", since.elapsed());
}

/// A phone that is short of memory cannot read every picture.
#[tokio::test]
async fn a_picture_that_could_not_be_painted_is_asked_for_again() {
    let stand = Stand::start().await;
    let short_of_memory = "(() => { let missing = 2; const read = createImageBitmap; globalThis.createImageBitmap = (...args) => \
        (missing-- > 0 ? Promise.reject(new Error('short of memory')) : read(...args)); })()";
    let phone = stand.phone_that_runs(short_of_memory).await;
    phone
        .until("the picture is there", "() => document.querySelector('#picture').width > 0", Value::Null)
        .await;
}

#[tokio::test]
async fn a_canvas_that_was_lost_and_a_phone_that_is_back_get_the_whole_picture() {
    let stand = Stand::start().await;
    let phone = sleepy(&stand).await;
    let canvas_is_back = "() => { const picture = document.querySelector('#picture'); const drawing = picture.getContext('2d'); \
        drawing.fillRect(0, 0, picture.width, picture.height); picture.dispatchEvent(new Event('contextrestored')); }";
    let is_white = "() => { const picture = document.querySelector('#picture'); \
        return picture.getContext('2d').getImageData(0, picture.height - 20, 1, 1).data[0] > 200; }";
    phone.until("the foot of the page is light", is_white, Value::Null).await;
    phone.ask::<Value>(canvas_is_back, Value::Null).await;
    phone.until("the foot of the page is light again", is_white, Value::Null).await;

    let frames: u32 = phone.ask("() => seen.frames", Value::Null).await;
    sleep(&phone, 500).await;
    phone.until("a frame comes", "(before) => seen.frames > before", json!(frames)).await;
}
