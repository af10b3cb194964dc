//! What the patient typed and chose outlives the line, the process and the page; what they pressed is never pressed for them again.

use baton_live_view::Phase;
use serde_json::{Value, json};

use crate::phone::{FIND, Phone, TOLD, becomes, eventually};
use crate::stand::Stand;

/// Whether a message of this kind was among what [`TOLD`] took down.
const HEARD: &str = "(kind) => told.some(({ t }) => t === kind)";

/// Types, chooses and presses while nobody listens.
async fn go_on_without_a_line(phone: &Phone) {
    phone.fill("Card number", "4111111111111111").await;
    phone.fill("ZIP code", "44114").await;
    phone.press("I accept").await;
    phone.press("Remind me by e-mail").await;
    phone.press("Pay $50.00").await;
    phone.wait_for_text("No connection just now").await;
}

async fn everything_has_arrived(stand: &Stand) {
    becomes("4111 1111 1111 1111", async || stand.card("number").await).await;
    becomes("44114", async || stand.look("() => zip.value").await).await;
    eventually("the box is ticked", async || stand.look("() => terms.checked && mail.checked").await).await;
    assert_eq!(stand.look::<u32>("() => count.pay ?? 0").await, 0, "an old press is not pressed again");
}

#[tokio::test]
async fn before_the_first_line_nothing_is_said_to_be_lost() {
    let stand = Stand::start().await;
    let cut = stand.cut_lines();
    let phone = Phone::new(stand.phones.browser()).await;
    phone.open(&stand.link()).await;
    phone.press("Continue").await;
    phone.wait_for_text("Connecting…").await;
    let bar = "() => document.querySelector('.bar').innerText.trim()";
    assert_eq!(phone.ask::<String>(bar, Value::Null).await, "Connecting…");
    drop(cut);
    phone.wait_for_text("Your turn").await;
}

#[tokio::test]
async fn what_was_typed_while_the_service_was_started_anew_arrives() {
    let mut stand = Stand::start().await;
    let phone = stand.phone().await;
    phone.fill("Name on card", "John Smith").await;
    becomes("John Smith", async || stand.card("holder").await).await;
    let cut = stand.cut_lines();
    go_on_without_a_line(&phone).await;
    stand.restart();
    drop(cut);
    everything_has_arrived(&stand).await;
    assert_eq!(stand.card("holder").await, "John Smith");
    phone.press("Pay $50.00").await;
    eventually("the page was paid on", async || stand.look::<u32>("() => count.pay ?? 0").await == 1).await;
}

#[tokio::test]
async fn what_was_chosen_while_the_line_was_down_arrives() {
    let stand = Stand::start().await;
    let phone = stand.phone().await;
    let cut = stand.cut_lines();
    go_on_without_a_line(&phone).await;
    drop(cut);
    everything_has_arrived(&stand).await;
}

#[tokio::test]
async fn somebody_who_types_goes_on_typing_when_the_service_is_another() {
    let mut stand = Stand::start().await;
    let phone = stand.phone().await;
    phone.fill("Name on card", "John").await;
    becomes("John", async || stand.card("holder").await).await;
    stand.restart();
    let before = stand.hub.clone();
    eventually("the phone is back", async || before.viewers() == 1).await;
    phone
        .until("it knows the new names", "() => !document.querySelector('#veil:not([hidden])')", Value::Null)
        .await;
    phone.page.keyboard().type_text(" Smith").done().await.unwrap();
    becomes("John Smith", async || stand.card("holder").await).await;
}

#[tokio::test]
async fn a_page_that_was_prepared_anew_is_given_what_was_typed() {
    let mut stand = Stand::start().await;
    let phone = stand.phone().await;
    phone.fill("Card number", "4111111111111111").await;
    becomes("4111 1111 1111 1111", async || stand.card("number").await).await;
    phone.fill("ZIP code", "44114").await;
    phone.press("I accept").await;
    eventually("the box is ticked", async || stand.look("() => terms.checked").await).await;
    stand.lose_the_browser().await;
    becomes("4111 1111 1111 1111", async || stand.card("number").await).await;
    becomes("44114", async || stand.look("() => zip.value").await).await;
    eventually("the box is ticked again", async || stand.look("() => terms.checked").await).await;
    assert_eq!(stand.look::<u32>("() => count.pay ?? 0").await, 0);
    phone.press("Pay $50.00").await;
    eventually("the page was paid on", async || stand.look::<u32>("() => count.pay ?? 0").await == 1).await;
}

/// The turn is given once the controls have their new names, so that no press is told to nobody.
#[tokio::test]
async fn what_is_pressed_in_the_first_moment_after_the_page_is_back_reaches_it() {
    let mut stand = Stand::start().await;
    let phone = stand.phone().await;
    lose_the_browser_and_press_at_once(&mut stand, &phone).await;
    eventually("the page was paid on", async || stand.look::<u32>("() => count.pay ?? 0").await == 1).await;
}

/// The frame with the card tells of its fields later than the page with the button.
#[tokio::test]
async fn nothing_is_pressed_before_the_card_is_there_again() {
    let mut stand = Stand::start().await;
    let phone = stand.phone().await;
    phone.fill("Card number", "4111111111111111").await;
    becomes("4111 1111 1111 1111", async || stand.card("number").await).await;
    let note_what_is_said = "() => { window.said = []; const send = WebSocket.prototype.send; \
         WebSocket.prototype.send = function (text) { said.push(JSON.parse(text).t); send.call(this, text); }; }";
    phone.ask::<Value>(note_what_is_said, Value::Null).await;
    lose_the_browser_and_press_at_once(&mut stand, &phone).await;

    becomes("4111 1111 1111 1111", async || stand.card("number").await).await;
    let said: Vec<String> =
        phone.ask("() => said.filter((t) => t === 'text' || t === 'press')", Value::Null).await;
    assert_eq!(said.first().map(String::as_str), Some("text"), "{said:?}");
    assert_eq!(said.last().map(String::as_str), Some("press"), "{said:?}");
}

/// The patient presses the last button in the first moment in which it can be pressed.
async fn lose_the_browser_and_press_at_once(stand: &mut Stand, phone: &Phone) {
    stand.hub.say(Phase::Reconnecting);
    phone.wait_for_text("bringing your page back").await;
    let first_moment = format!(
        "() => {{ const button = ({FIND})('Pay $50.00'); \
         return button && !button.closest('[inert]') && button.ariaDisabled !== 'true' && (button.click(), true); }}"
    );
    let patient = phone.until("the button can be pressed", &first_moment, Value::Null);
    let service = async {
        stand.lose_the_browser().await;
        stand.hub.say(Phase::YourTurn { reason: "payment".to_owned() });
    };
    tokio::join!(patient, service);
}

/// Neither the phone nor the service can know whether such a press has reached the page; only the patient may press again.
#[tokio::test]
async fn a_press_that_was_lost_with_the_line_is_asked_for_again() {
    let stand = Stand::start().await;
    let phone = stand.phone().await;
    let lose_it = "() => { const send = WebSocket.prototype.send; WebSocket.prototype.send = function (text) { \
         if (JSON.parse(text).t !== 'press') return send.call(this, text); WebSocket.prototype.send = send; this.close(); }; }";
    phone.ask::<Value>(lose_it, Value::Null).await;
    phone.press("Pay $50.00").await;
    phone.wait_for_text("press again").await;
    assert_eq!(stand.look::<u32>("() => count.pay ?? 0").await, 0);
    phone.photograph("press-lost").await;

    // The words do not lie over what they ask for.
    phone.press("Pay $50.00").await;
    eventually("the page was paid on", async || stand.look::<u32>("() => count.pay ?? 0").await == 1).await;
    phone
        .until("nothing is asked any more", "() => document.querySelector('#toast').hidden", Value::Null)
        .await;
}

/// A press may be on its way while the turn ends.
#[tokio::test]
async fn a_press_that_comes_when_it_is_nobodys_turn_is_asked_for_again() {
    let stand = Stand::start().await;
    let phone = stand.phone().await;
    stand.hub.say(Phase::Reconnecting);
    phone.wait_for_text("bringing your page back").await;
    phone.ask::<Value>(&format!("() => ({FIND})('Pay $50.00').click()"), Value::Null).await;
    phone.wait_for_text("press again").await;

    stand.hub.say(Phase::YourTurn { reason: "payment".to_owned() });
    phone.press("Pay $50.00").await;
    eventually("the page was paid on", async || stand.look::<u32>("() => count.pay ?? 0").await == 1).await;
}

#[tokio::test]
async fn a_press_that_has_arrived_is_not_asked_for_again_when_the_line_is_lost() {
    let stand = Stand::start().await;
    let phone = stand.phone_that_runs(TOLD).await;
    phone.press("Pay $50.00").await;
    phone.until("the press is confirmed", HEARD, json!("pressed")).await;

    phone.ask::<Value>("() => { told.length = 0; }", Value::Null).await;
    drop(stand.cut_lines());
    phone.until("the line is back", HEARD, json!("scene")).await;
    assert!(phone.ask::<bool>("() => document.querySelector('#toast').hidden", Value::Null).await);
    assert_eq!(stand.look::<u32>("() => count.pay ?? 0").await, 1);
}

/// The frame that holds the card fields tells of itself later than the page around it.
#[tokio::test]
async fn a_field_that_got_the_focus_while_the_service_changed_loses_no_key() {
    let mut stand = Stand::start().await;
    let phone = stand.phone().await;
    let mut name = String::new();
    for part in ["Anna ", "Maria ", "Luisa ", "Smith "] {
        type_slowly(&phone, "ZIP code", "1").await;
        stand.restart();
        type_slowly(&phone, "Name on card", part).await;
        name += part;
        becomes(name.as_str(), async || stand.card("holder").await).await;
    }
    becomes("1111", async || stand.look("() => zip.value").await).await;
}

/// Goes to the field without a finger: taps as quick as a machine's would select what is in it.
async fn type_slowly(phone: &Phone, label: &str, text: &str) {
    phone
        .ask::<Value>(&format!("(label) => {{ ({FIND})(label).focus(); return null; }}"), label.into())
        .await;
    for letter in text.chars() {
        phone.page.keyboard().type_text(&letter.to_string()).done().await.unwrap();
    }
}
