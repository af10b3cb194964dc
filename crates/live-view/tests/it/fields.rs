//! Going from field to field: what the page is told when one is entered, passed by and left.

use baton_browser::Key;
use serde_json::{Value, json};

use crate::phone::{FIND, Phone, becomes, eventually};
use crate::stand::Stand;

async fn has_focus(phone: &Phone, label: &str) {
    phone.until(label, &format!("(label) => document.activeElement === ({FIND})(label)"), json!(label)).await;
}

/// An attribute of the native control that stands for one of the page.
async fn attribute_becomes(phone: &Phone, label: &str, name: &str, wanted: Option<&str>) {
    let look = format!("([label, name, wanted]) => ({FIND})(label)?.getAttribute(name) === wanted");
    phone.until(&format!("{label}: {name} is {wanted:?}"), &look, json!([label, name, wanted])).await;
}

/// Takes down what a field of the page hears of its coming and going.
fn listen(id: &str) -> String {
    format!(
        "() => {{ globalThis.heard = []; \
           for (const name of ['focus', 'change', 'blur']) {id}.addEventListener(name, () => heard.push(name)); }}"
    )
}

const HEARD: &str = "() => heard.join(' ')";

/// A phone that was loaded anew shows card fields as empty: it is never told what they hold.
#[tokio::test]
async fn a_key_in_a_card_field_that_was_not_edited_leaves_it_as_it_is() {
    let stand = Stand::start().await;
    let phone = stand.phone().await;
    phone.fill("Card number", "4111111111111111").await;
    becomes("4111 1111 1111 1111", async || stand.card("number").await).await;
    let load_anew = "() => { globalThis.isOld = true; setTimeout(() => location.reload()); }";
    phone.ask::<Value>(load_anew, Value::Null).await;
    phone.until("the page is loaded anew", "() => !globalThis.isOld", Value::Null).await;

    phone.press("Card number").await;
    has_focus(&phone, "Card number").await;
    let end_of_composition =
        "() => document.activeElement.dispatchEvent(new CompositionEvent('compositionend'))";
    phone.ask::<Value>(end_of_composition, Value::Null).await;
    for key in [Key::Escape, Key::ArrowDown, Key::Enter] {
        phone.key(key).await;
    }
    // What comes behind it has its effect behind it.
    phone.fill("ZIP code", "44114").await;
    becomes("44114", async || stand.look("() => zip.value").await).await;
    assert!(stand.card("number").await == "4111 1111 1111 1111", "the card number was changed");
}

#[tokio::test]
async fn next_goes_to_the_next_field_and_only_in_the_last_one_is_enter_for_the_page() {
    let stand = Stand::start().await;
    let phone = stand.phone().await;
    phone.fill("Name on card", "John Smith").await;
    phone.key(Key::Enter).await;
    has_focus(&phone, "E-mail").await;
    phone.key(Key::Enter).await;
    has_focus(&phone, "ZIP code").await;
    attribute_becomes(&phone, "ZIP code", "enterkeyhint", Some("next")).await;
    phone.page.keyboard().type_text("44114").done().await.unwrap();
    phone.key(Key::Enter).await;
    has_focus(&phone, "Notes").await;
    // In several lines Enter begins another one.
    phone.page.keyboard().type_text("two").done().await.unwrap();
    phone.key(Key::Enter).await;
    phone.page.keyboard().type_text("lines").done().await.unwrap();
    becomes("two\nlines", async || stand.look("() => notes.value").await).await;
    assert_eq!(stand.card("holder").await, "John Smith");
    assert_eq!(stand.look::<String>("() => zip.value").await, "44114");
    assert_eq!(stand.look::<u32>("() => count.pay ?? 0").await, 0, "nobody has pressed anything");

    stand.look::<Value>("() => notes.remove()").await;
    attribute_becomes(&phone, "ZIP code", "enterkeyhint", Some("go")).await;
    phone.press("ZIP code").await;
    has_focus(&phone, "ZIP code").await;
    phone.key(Key::Enter).await;
    eventually("the page had the Enter key", async || stand.look::<u32>("() => count.pay ?? 0").await == 1)
        .await;
}

#[tokio::test]
async fn a_field_that_is_left_on_the_phone_is_left_in_the_page() {
    let stand = Stand::start().await;
    let phone = stand.phone().await;
    stand.look::<Value>(&listen("zip")).await;
    stand.look_at_card::<Value>(&listen("cvc")).await;
    let put_the_keyboard_away = "() => document.activeElement.blur()";

    phone.fill("Security code", "123").await;
    phone.ask::<Value>(put_the_keyboard_away, Value::Null).await;
    becomes("focus change blur", async || stand.look_at_card(HEARD).await).await;
    phone.fill("ZIP code", "44114").await;
    phone.ask::<Value>(put_the_keyboard_away, Value::Null).await;
    becomes("focus change blur", async || stand.look(HEARD).await).await;
    assert_eq!(stand.look::<String>("() => zip.value").await, "44114");
    assert_eq!(stand.card("cvc").await, "123");
}

/// A phone that fills in a whole card writes in fields that nobody is in.
#[tokio::test]
async fn a_field_that_was_filled_in_from_elsewhere_is_left_in_the_page() {
    let stand = Stand::start().await;
    let phone = stand.phone().await;
    stand.look::<Value>(&listen("zip")).await;
    phone.press("Card number").await;
    let fill_in = format!(
        "() => {{ const field = ({FIND})('ZIP code'); field.value = '44114'; \
           field.dispatchEvent(new Event('input', {{ bubbles: true }})); }}"
    );
    phone.ask::<Value>(&fill_in, Value::Null).await;
    becomes("focus change blur", async || stand.look(HEARD).await).await;
    assert_eq!(stand.look::<String>("() => zip.value").await, "44114");
    has_focus(&phone, "Card number").await;
}

/// A phone takes the focus from its page, too, when another app is looked at.
#[tokio::test]
async fn a_field_is_not_left_when_another_app_is_looked_at() {
    let stand = Stand::start().await;
    let phone = stand.phone().await;
    stand.look::<Value>(&listen("zip")).await;
    phone.fill("ZIP code", "441").await;
    becomes("441", async || stand.look("() => zip.value").await).await;
    let to_another_app = "() => { document.hasFocus = () => false; document.activeElement.blur(); }";
    phone.ask::<Value>(to_another_app, Value::Null).await;
    let clock = "(before) => document.querySelector('#clock').textContent !== before";
    for _ in 0..2 {
        let now: String = phone.ask("() => document.querySelector('#clock').textContent", Value::Null).await;
        phone.until("a second has passed", clock, json!(now)).await;
    }
    phone.ask::<Value>("() => { delete document.hasFocus; }", Value::Null).await;
    phone.fill("ZIP code", "14").await;
    becomes("44114", async || stand.look("() => zip.value").await).await;
    assert_eq!(stand.look::<String>(HEARD).await, "focus");
}

#[tokio::test]
async fn what_was_left_while_the_line_was_down_is_left_in_the_page_when_it_is_back() {
    let stand = Stand::start().await;
    let phone = stand.phone().await;
    stand.look::<Value>(&listen("zip")).await;
    let cut = stand.cut_lines();
    phone.fill("ZIP code", "44114").await;
    phone.ask::<Value>("() => document.activeElement.blur()", Value::Null).await;
    phone.wait_for_text("Connection lost").await;
    drop(cut);
    becomes("focus change blur", async || stand.look(HEARD).await).await;
    assert_eq!(stand.look::<String>("() => zip.value").await, "44114");
}

/// On a pad of digits there is no slash.
#[tokio::test]
async fn a_date_on_a_card_is_typed_on_a_pad_of_digits_only_where_the_site_says_so() {
    let stand = Stand::start().await;
    let phone = stand.phone().await;
    attribute_becomes(&phone, "Expiry", "inputmode", Some("numeric")).await;
    stand.look_at_card::<Value>("() => { exp.inputMode = ''; number.inputMode = ''; }").await;
    attribute_becomes(&phone, "Expiry", "inputmode", None).await;
    attribute_becomes(&phone, "Card number", "inputmode", Some("numeric")).await;
    // By this a browser that fills it in knows how many digits a year has.
    attribute_becomes(&phone, "Expiry", "placeholder", Some("MM / YY")).await;
}
