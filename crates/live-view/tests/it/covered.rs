//! What lies under a bar of the clinic's page is brought out before a finger goes there: the bar may hold the button that books.

use baton_browser::Key;
use serde_json::{Value, json};

use crate::phone::{FIND, Phone, becomes};
use crate::stand::Stand;

/// A page whose card form stands `down` further down, partly behind a bar that stays at the lower edge.
async fn with_a_bar(down: u32) -> (Stand, Phone) {
    let stand = Stand::start().await;
    let bar = "<div style=\"position: fixed; inset: 640px 0 0; background: #fff\"><button id=\"book\" style=\"height: 100%; margin: 0\">Book now</button></div>";
    stand
        .look::<Value>(&format!(
            "() => {{ card.style.marginTop = '{down}px'; document.body.insertAdjacentHTML('beforeend', '{bar}'); \
               book.onclick = () => hit('book'); }}"
        ))
        .await;
    let phone = stand.phone().await;
    phone.wait_for_control("Book now").await;
    (stand, phone)
}

/// Gives a field the focus as the keyboard's "next" does, wherever it stands.
async fn focus(phone: &Phone, label: &str) {
    phone.wait_for_control(label).await;
    phone
        .ask::<Value>(&format!("(label) => ({FIND})(label).focus({{ preventScroll: true }})"), json!(label))
        .await;
}

async fn hits(stand: &Stand, name: &str) -> u32 {
    stand.look(&format!("() => count.{name} ?? 0")).await
}

#[tokio::test]
async fn a_field_behind_a_bar_takes_what_is_typed_and_the_bar_is_not_pressed() {
    let (stand, phone) = with_a_bar(330).await;
    let middle: f64 = stand
        .look_at_card(
            "() => { const { y, height } = holder.getBoundingClientRect(); return y + height / 2; }",
        )
        .await;
    let top: f64 = stand.look("() => card.getBoundingClientRect().y").await;
    assert!((640.0..780.0).contains(&(top + middle)), "the field is behind the bar: {}", top + middle);
    focus(&phone, "Name on card").await;
    phone.page.keyboard().type_text("Jane Sample").done().await.unwrap();
    becomes("Jane Sample", async || stand.card("holder").await).await;
    assert_eq!(hits(&stand, "book").await, 0);
}

#[tokio::test]
async fn a_card_form_that_is_all_behind_a_bar_can_be_reached_by_the_keyboard() {
    let (stand, phone) = with_a_bar(470).await;
    focus(&phone, "Card number").await;
    phone.page.keyboard().type_text("4111").done().await.unwrap();
    becomes("4111", async || stand.card("number").await).await;
    assert_eq!(hits(&stand, "book").await, 0);
}

#[tokio::test]
async fn a_finger_on_the_bar_meets_the_bar() {
    let (_stand, phone) = with_a_bar(330).await;
    phone.wait_for_control("Name on card").await;
    let met = format!(
        "() => {{ const {{ x, y, width, height }} = ({FIND})('Name on card').getBoundingClientRect(); \
           return document.elementFromPoint(x + width / 2, y + height / 2).getAttribute('aria-label'); }}"
    );
    assert_eq!(phone.ask::<String>(&met, Value::Null).await, "Book now");
}

#[tokio::test]
async fn a_press_that_would_meet_another_button_is_not_made() {
    let stand = Stand::start().await;
    let column = "<button id=\"column\" style=\"position: fixed; inset: 0 35%; width: 30%; margin: 0\">Book now</button>";
    stand
        .look::<Value>(&format!(
            "() => {{ document.body.insertAdjacentHTML('beforeend', '{column}'); column.onclick = () => hit('column'); }}"
        ))
        .await;
    let phone = stand.phone().await;
    focus(&phone, "Ask a question").await;
    phone.key(Key::Enter).await;
    phone.wait_for_text("press again").await;
    assert_eq!([hits(&stand, "column").await, hits(&stand, "ask").await], [0, 0]);
}
