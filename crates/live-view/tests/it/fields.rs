//! Going from field to field: what the page is told when one is entered, passed by and left.

use baton_browser::Key;
use serde_json::{Value, json};

use crate::phone::{FIND, Phone, becomes};
use crate::stand::Stand;

async fn has_focus(phone: &Phone, label: &str) {
    phone.until(label, &format!("(label) => document.activeElement === ({FIND})(label)"), json!(label)).await;
}

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
