//! What lies under a bar of the clinic's page is brought out before a finger goes there: the bar may hold the button that books. Neither a
//! finger nor the Enter key presses anything but what they were meant for.

use baton_browser::Key;
use serde_json::{Value, json};

use crate::phone::{FIND, Phone, becomes};
use crate::stand::Stand;

/// A page with a bar along the lower edge, behind which the card form lies from so many pixels below its upper edge on.
async fn with_a_bar(from: u32) -> (Stand, Phone) {
    let stand = Stand::start().await;
    let bar = format!(
        "<div style=\"position: fixed; bottom: 0; width: 100%; background: #fff; \
         height: ${{innerHeight - card.getBoundingClientRect().top - {from}}}px\">\
         <button id=\"book\" style=\"height: 100%; margin: 0\">Book now</button></div>"
    );
    stand
        .look::<Value>(&format!(
            "() => {{ card.style.marginTop = '330px'; document.body.insertAdjacentHTML('beforeend', `{bar}`); \
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

/// The middle of the card form's frame is in sight; that of its second row is not.
const SECOND_ROW: u32 = 125;
/// All but the label of the card number.
const NEARLY_ALL: u32 = 20;

#[tokio::test]
async fn a_field_behind_a_bar_takes_what_is_typed_and_the_bar_is_not_pressed() {
    let (stand, phone) = with_a_bar(SECOND_ROW).await;
    let middle = "() => { const { y, height } = cvc.getBoundingClientRect(); return y + height / 2; }";
    let middle: f64 = stand.look_at_card(middle).await;
    assert!(middle > f64::from(SECOND_ROW), "the field is behind the bar: {middle}");
    focus(&phone, "Security code").await;
    phone.page.keyboard().type_text("123").done().await.unwrap();
    becomes("123", async || stand.card("cvc").await).await;
    assert_eq!(hits(&stand, "book").await, 0);
}

#[tokio::test]
async fn a_card_form_that_is_all_behind_a_bar_can_be_reached_by_the_keyboard() {
    let (stand, phone) = with_a_bar(NEARLY_ALL).await;
    focus(&phone, "Card number").await;
    phone.page.keyboard().type_text("4111").done().await.unwrap();
    becomes("4111", async || stand.card("number").await).await;
    assert_eq!(hits(&stand, "book").await, 0);
}

#[tokio::test]
async fn a_finger_on_a_bar_meets_the_bar_and_not_the_card_that_has_scrolled_behind_it() {
    let stand = Stand::start().await;
    let bar = "<div style=\"position: sticky; top: 0; height: 200px; background: #fff\"><button style=\"height: 100%; margin: 0\">Go back</button></div>";
    stand
        .look::<Value>(&format!(
            "() => {{ document.body.insertAdjacentHTML('afterbegin', '{bar}'); scrollTo(0, card.getBoundingClientRect().top - 100); }}"
        ))
        .await;
    let phone = stand.phone().await;
    phone.wait_for_control("Go back").await;
    phone.wait_for_control("Card number").await;
    let behind = format!(
        "() => {{ const {{ x, y, width, height }} = ({FIND})('Card number').getBoundingClientRect(); \
           return document.elementFromPoint(x + width / 2, y + height / 2).textContent; }}"
    );
    assert_eq!(phone.ask::<String>(&behind, Value::Null).await, "Go back");
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

#[tokio::test]
async fn enter_in_a_field_that_cannot_have_the_focus_presses_nothing_else() {
    let stand = Stand::start().await;
    stand.look::<Value>("() => { zip.onfocus = () => verify.focus(); }").await;
    // Enter is for the page only in the last field.
    stand.look::<Value>("() => notes.remove()").await;
    let phone = stand.phone().await;
    let enter = format!(
        "() => {{ const field = ({FIND})('ZIP code'); field.focus(); \
           field.dispatchEvent(new KeyboardEvent('keydown', {{ key: 'Enter', bubbles: true }})); }}"
    );
    phone.ask::<Value>(&enter, Value::Null).await;
    // What comes behind it has its effect behind it.
    focus(&phone, "E-mail").await;
    phone.page.keyboard().type_text("!").done().await.unwrap();
    becomes("john@example.com!", async || stand.look("() => email.value").await).await;
    assert_eq!(hits(&stand, "verify").await, 0);
}

const SHADE: &str = "() => document.body.insertAdjacentHTML('beforeend', \
    '<div id=shade style=\"position: fixed; inset: 0; background: #fffa\"><button>Saving</button></div>')";

/// Pages lie under a veil while they save something, and under a banner that somebody closes.
#[tokio::test]
async fn what_covers_the_page_for_a_moment_takes_no_field_from_whoever_types_in_it() {
    let stand = Stand::start().await;
    let phone = stand.phone().await;
    phone.fill("ZIP code", "441").await;
    becomes("441", async || stand.look("() => zip.value").await).await;
    under_a_veil(&stand, &phone, "E-mail").await;
    phone.page.keyboard().type_text("14").done().await.unwrap();
    becomes("44114", async || stand.look("() => zip.value").await).await;
    stand.look::<Value>("() => shade.remove()").await;
    phone.wait_for_control("E-mail").await;

    phone.fill("Security code", "1").await;
    becomes("1", async || stand.card("cvc").await).await;
    under_a_veil(&stand, &phone, "Card number").await;
    phone.page.keyboard().type_text("23").done().await.unwrap();
    becomes("123", async || stand.card("cvc").await).await;
    stand.look::<Value>("() => shade.remove()").await;
    phone.wait_for_control("Card number").await;
    phone.page.keyboard().type_text("4").done().await.unwrap();
    becomes("1234", async || stand.card("cvc").await).await;
}

#[tokio::test]
async fn a_box_that_scrolls_stays_with_the_field_that_somebody_types_in() {
    let stand = Stand::start().await;
    let into_a_box = "() => { const list = document.createElement('div'); list.className = 'list'; email.before(list); \
        list.append(zip); list.insertAdjacentHTML('beforeend', '<div style=\"height: 400px\">'); }";
    stand.look::<Value>(into_a_box).await;
    let phone = stand.phone().await;
    let is_in_a_box = format!("() => ({FIND})('ZIP code')?.closest('.scroller:not(.still)')");
    phone.until("the box is there", &is_in_a_box, Value::Null).await;
    phone.fill("ZIP code", "441").await;
    becomes("441", async || stand.look("() => zip.value").await).await;
    under_a_veil(&stand, &phone, "E-mail").await;
    phone.page.keyboard().type_text("1").done().await.unwrap();
    becomes("4411", async || stand.look("() => zip.value").await).await;
    stand.look::<Value>("() => shade.remove()").await;
    phone.wait_for_control("E-mail").await;
    phone.page.keyboard().type_text("4").done().await.unwrap();
    becomes("44114", async || stand.look("() => zip.value").await).await;
}

/// Returns once a field beside the one in use is covered.
async fn under_a_veil(stand: &Stand, phone: &Phone, beside: &str) {
    stand.look::<Value>(SHADE).await;
    phone.wait_for_control("Saving").await;
    phone.until("the page is covered", &format!("(label) => !({FIND})(label)"), json!(beside)).await;
}

#[tokio::test]
async fn a_covered_field_goes_when_it_is_left_and_one_that_the_page_removes_at_once() {
    let stand = Stand::start().await;
    let phone = stand.phone().await;
    let is_gone = format!("(label) => !({FIND})(label)");
    phone.fill("ZIP code", "44114").await;
    under_a_veil(&stand, &phone, "E-mail").await;
    assert!(phone.has_control("ZIP code").await);
    phone.ask::<Value>("() => document.activeElement.blur()", Value::Null).await;
    phone.until("the field is gone", &is_gone, json!("ZIP code")).await;
    becomes("44114", async || stand.look("() => zip.value").await).await;

    stand.look::<Value>("() => shade.remove()").await;
    phone.fill("ZIP code", "9").await;
    stand.look::<Value>("() => zip.remove()").await;
    phone.until("the field is gone", &is_gone, json!("ZIP code")).await;
}
