//! The handoff on an iPhone, as far as its engine goes: what a patient does there, in WebKit.

use serde_json::{Value, json};

use crate::phone::{becomes, eventually};
use crate::stand::Stand;
use crate::webkit::WebKitPhone;

/// A phone with the live page on its glass.
async fn iphone(stand: &Stand) -> WebKitPhone {
    let phone = WebKitPhone::new().await;
    phone.open(&stand.link()).await;
    phone.press("Continue").await;
    phone.wait_for_control("Pay $50.00").await;
    phone
}

#[tokio::test]
async fn a_patient_pays() {
    let stand = Stand::start().await;
    let mut presses = stand.hub.final_presses().unwrap();
    let phone = iphone(&stand).await;
    phone.fill("Card number", "4111111111111111").await;
    phone.fill("Expiry", "1229").await;
    phone.fill("Security code", "123").await;
    phone.fill("Name on card", "John Smith").await;
    phone.fill("ZIP code", "44114").await;
    phone.fill("State", "Ohio").await;
    phone.press("I accept").await;
    phone.press("Remind me by e-mail").await;
    phone.fill("Notes", "Zoë, O'Neil & co. + 50 %").await;
    phone.photograph("iphone-filled").await;
    phone.press("Pay $50.00").await;

    presses.recv().await.unwrap().let_through();
    eventually("the page was paid on", async || stand.look::<u32>("() => count.pay ?? 0").await == 1).await;
    assert_eq!(stand.card("number").await, "4111 1111 1111 1111");
    assert_eq!(stand.card("exp").await, "12 / 29");
    assert_eq!(stand.card("cvc").await, "123");
    assert_eq!(stand.card("holder").await, "John Smith");
    let form = "() => [zip.value, state.value, String(terms.checked), form.elements.remind.value, notes.value].join('|')";
    assert_eq!(stand.look::<String>(form).await, "44114|OH|true|mail|Zoë, O'Neil & co. + 50 %");
}

#[tokio::test]
async fn the_picture_shows_what_was_typed_and_falls_into_its_place_when_the_page_is_moved() {
    let stand = Stand::start().await;
    stand
        .look::<Value>(
            "() => { document.body.insertAdjacentHTML('beforeend', '<div id=below style=\"position: absolute; left: 500px; \
             top: 1700px; width: 60px; height: 60px; background: rgb(0, 120, 40)\"></div>'); below.onclick = () => hit('below'); }",
        )
        .await;
    let phone = iphone(&stand).await;
    let seen = "([x, y]) => { const picture = document.querySelector('#picture'); \
        const at = [x - picture.offsetLeft, y - picture.offsetTop].map((part) => Math.round(part * 2)); \
        const [red, green, blue] = picture.getContext('2d').getImageData(...at, 1, 1).data; \
        return red < 40 && Math.abs(green - 120) < 20 && blue < 80; }";
    phone
        .ask::<Value>(
            "() => document.querySelector('#stage').scrollTo({ left: 300, top: 1500 })",
            Value::Null,
        )
        .await;
    phone.until("what lies below is in the picture", seen, json!([530, 1730])).await;
    phone.photograph("iphone-moved").await;
    let at = "() => { const stage = document.querySelector('#stage'); const { left, top } = stage.getBoundingClientRect(); \
        return [left + 530 - stage.scrollLeft, top + 1730 - stage.scrollTop]; }";
    phone.tap(phone.ask(at, Value::Null).await).await;
    eventually("the press arrives", async || stand.look("() => count.below === 1").await).await;
}

#[tokio::test]
async fn a_lost_line_comes_back_with_what_was_typed_meanwhile() {
    let stand = Stand::start().await;
    let phone = iphone(&stand).await;
    phone.fill("ZIP code", "441").await;
    becomes("441", async || stand.look("() => zip.value").await).await;
    let cut = stand.cut_lines();
    phone.fill("ZIP code", "14").await;
    drop(cut);
    becomes("44114", async || stand.look("() => zip.value").await).await;
}

#[tokio::test]
async fn questions_and_windows_of_the_page_are_shown() {
    let stand = Stand::start().await;
    let phone = iphone(&stand).await;
    phone.press("Ask a question").await;
    phone.wait_for_text("Really?").await;
    phone.press("OK").await;
    becomes("You said yes", async || stand.look("() => result.textContent").await).await;
    phone.press("Verify with your bank").await;
    phone.press("Approve").await;
    becomes("Approved by your bank", async || stand.look("() => result.textContent").await).await;
}

#[tokio::test]
async fn next_goes_to_the_next_field_and_a_field_that_is_left_is_left_in_the_page() {
    const RETURN: &str = "\u{E006}";
    let stand = Stand::start().await;
    let listen = "() => { globalThis.heard = []; \
        for (const field of [zip, notes]) field.addEventListener('change', () => heard.push(field.id)); }";
    stand.look::<Value>(listen).await;
    let phone = iphone(&stand).await;
    phone.fill("ZIP code", &format!("44114{RETURN}")).await;
    let is_next = "() => document.activeElement.getAttribute('aria-label') === 'Notes'";
    phone.until("the next field has the focus", is_next, Value::Null).await;
    becomes("zip", async || stand.look("() => heard.join(' ')").await).await;
    phone.fill("Notes", "thanks").await;
    phone.ask::<Value>("() => document.activeElement.blur()", Value::Null).await;
    becomes("zip notes", async || stand.look("() => heard.join(' ')").await).await;
    let holds = stand.look::<[String; 2]>("() => [zip.value, notes.value]").await;
    assert_eq!(holds, ["44114", "thanks"]);
    assert_eq!(stand.look::<u32>("() => count.pay ?? 0").await, 0, "nobody has pressed anything");
}
