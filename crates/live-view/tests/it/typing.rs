//! What is typed arrives, exactly, whatever the site does with it.

use baton_browser::Key;
use baton_live_view::Phase;
use serde_json::{Value, json};

use crate::phone::{FIND, Phone, TOLD, becomes, eventually};
use crate::stand::Stand;

/// Puts a text into the focused field in one go, as autofill, paste and autocorrect do.
async fn insert(phone: &Phone, text: &str) {
    phone.page.keyboard().insert_text(text).done().await.unwrap();
}

async fn holds(stand: &Stand, id: &str, wanted: &str) {
    let look = format!("() => {id}.value");
    becomes(wanted, async || stand.look(&look).await).await;
}

#[tokio::test]
async fn every_kind_of_field_takes_what_it_is_given() {
    let stand = Stand::start().await;
    let phone = stand.phone().await;

    phone.fill("Notes", "No latex @ all, a+b. Gr").await;
    insert(&phone, "üße 👋🏽").await;
    holds(&stand, "notes", "No latex @ all, a+b. Grüße 👋🏽").await;

    phone.ask::<Value>(&format!("(label) => {{ const select = ({FIND})(label); select.value = 'NY'; select.dispatchEvent(new Event('change')); }}"), json!("State")).await;
    eventually("the state is chosen", async || stand.look::<String>("() => state.value").await == "NY").await;

    phone.ask::<Value>(&format!("(label) => {{ const date = ({FIND})(label); date.value = '1990-02-03'; date.dispatchEvent(new Event('input')); }}"), json!("Date of birth")).await;
    holds(&stand, "birth", "1990-02-03").await;

    phone.press("Remind me by e-mail").await;
    eventually("the radio is chosen", async || stand.look::<bool>("() => mail.checked").await).await;
    phone.press("I accept").await;
    eventually("the box is ticked", async || stand.look::<bool>("() => terms.checked").await).await;
}

#[tokio::test]
async fn a_filled_field_can_be_corrected_in_its_middle() {
    let stand = Stand::start().await;
    let phone = stand.phone().await;
    phone.press("E-mail for the receipt").await;
    phone
        .until(
            "it shows what the page holds",
            &format!("(label) => ({FIND})(label).value === 'john@example.com'"),
            json!("E-mail"),
        )
        .await;
    phone.ask::<Value>(&format!("(label) => ({FIND})(label).setSelectionRange(4, 4)"), json!("E-mail")).await;
    insert(&phone, ".smith").await;
    holds(&stand, "email", "john.smith@example.com").await;
    phone.ask::<Value>(&format!("(label) => ({FIND})(label).setSelectionRange(0, 5)"), json!("E-mail")).await;
    phone.key(Key::Backspace).await;
    holds(&stand, "email", "smith@example.com").await;
}

#[tokio::test]
async fn formatters_have_their_way_and_lose_nothing() {
    let stand = Stand::start().await;
    let phone = stand.phone().await;
    phone.press("Card number").await;
    // Autofill: all digits in one go, which the keydown formatter would never see.
    insert(&phone, "4000 0000 0000 0002").await;
    eventually("the number arrived", async || stand.card("number").await == "4000 0000 0000 0002").await;
    phone.key(Key::Backspace).await;
    insert(&phone, "9").await;
    eventually("the number was corrected", async || stand.card("number").await == "4000 0000 0000 0009")
        .await;
    phone.press("Expiry").await;
    insert(&phone, "03/30").await;
    eventually("the expiry arrived", async || stand.card("exp").await == "03 / 30").await;
}

#[tokio::test]
async fn what_is_taken_back_from_a_formatted_number_costs_a_key_each() {
    let stand = Stand::start().await;
    let phone = stand.phone().await;
    phone.press("Card number").await;
    insert(&phone, "411111111111").await;
    eventually("the number arrived", async || stand.card("number").await == "4111 1111 1111").await;
    let count = "() => { globalThis.keys = []; number.addEventListener('keydown', ({ key }) => keys.push(key), { capture: true }); }";
    stand.look_at_card::<Value>(count).await;
    for left in ["4111 1111 111", "4111 1111 11", "4111 1111 1", "4111 1111", "4111 111"] {
        phone.key(Key::Backspace).await;
        eventually(left, async || stand.card("number").await == left).await;
    }
    assert_eq!(stand.look_at_card::<Vec<String>>("() => keys").await, ["Backspace"; 5]);
}

#[tokio::test]
async fn nothing_that_was_typed_is_lost_with_the_line() {
    let stand = Stand::start().await;
    let phone = stand.phone().await;
    phone.fill("ZIP code", "44").await;
    holds(&stand, "zip", "44").await;
    let cut = stand.cut_lines();
    phone.page.keyboard().type_text("114").done().await.unwrap();
    drop(cut);
    holds(&stand, "zip", "44114").await;
}

#[tokio::test]
async fn a_turn_that_is_told_again_is_no_news() {
    let stand = Stand::start().await;
    let phone = stand.phone_that_runs(TOLD).await;
    // Whoever runs the session tells it with every key.
    phone.press("ZIP code").await;
    for typed in ["4", "44", "441"] {
        stand.hub.say(stand.hub.phase());
        phone.page.keyboard().type_text(&typed[typed.len() - 1..]).done().await.unwrap();
        holds(&stand, "zip", typed).await;
    }
    stand.hub.say(Phase::CheckingPayment);
    phone.wait_for_text("Checking with the clinic").await;
    let phases = "() => told.filter(({ t }) => t === 'phase').map(({ phase }) => phase.name)";
    let phases: Vec<String> = phone.ask(phases, Value::Null).await;
    assert_eq!(phases, ["your_turn", "checking_payment"], "at each the phone says again what is unconfirmed");
}

#[tokio::test]
async fn the_focus_moves_between_the_frames_of_two_sites() {
    let stand = Stand::start().await;
    let phone = stand.phone().await;
    phone.fill("Name on card", "John Smith").await;
    phone.fill("ZIP code", "44114").await;
    holds(&stand, "zip", "44114").await;
    phone.fill("Security code", "123").await;
    becomes("123", async || stand.card("cvc").await).await;
    assert_eq!(stand.card("holder").await, "John Smith");
}

/// Sites send whoever has filled a field on to the next one. What is put right in the first one is none of the next one's business.
#[tokio::test]
async fn what_is_put_right_in_a_field_never_lands_in_another() {
    let stand = Stand::start().await;
    let go_on = "() => { zip.oninput = () => { if (zip.value.length < 3) return; zip.value = zip.value.slice(0, 3); email.focus(); }; }";
    stand.look::<Value>(go_on).await;
    let phone = stand.phone_that_runs(TOLD).await;
    phone.press("ZIP code").await;
    insert(&phone, "441").await;
    holds(&stand, "zip", "441").await;
    insert(&phone, "9").await;
    let settled = "() => told.some(({ t, seq }) => t === 'settled' && seq === 2)";
    phone.until("the page has its way", settled, Value::Null).await;
    holds(&stand, "zip", "441").await;
    assert_eq!(stand.look::<String>("() => email.value").await, "john@example.com");
}
