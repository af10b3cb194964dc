//! A press that the page never had is made good where that does no harm, and only there.

use serde_json::{Value, json};

use crate::phone::{FIND, becomes, eventually};
use crate::stand::Stand;

/// A page that takes touches for itself lets no click come of them, as a finger's tap that a busy machine takes for a long press.
const SWALLOW_TOUCHES: &str = "() => { globalThis.swallowed = 0; addEventListener('touchstart', (event) => { swallowed += 1; event.preventDefault(); }, { passive: false, capture: true }); }";

async fn deaf_stand() -> Stand {
    let stand = Stand::start().await;
    stand.look::<Value>(SWALLOW_TOUCHES).await;
    stand
}

#[tokio::test]
async fn a_box_stands_as_the_patient_wants_it_though_its_tap_was_lost() {
    let stand = deaf_stand().await;
    let phone = stand.phone().await;
    let ticked = async || stand.look::<bool>("() => terms.checked").await;
    stand.look::<Value>("() => { terms.onclick = () => { count.terms = (count.terms ?? 0) + 1; }; }").await;
    phone.press("I accept").await;
    eventually("the box is ticked", ticked).await;
    phone.press("Remind me by e-mail").await;
    eventually("the radio is chosen", async || stand.look::<bool>("() => mail.checked").await).await;
    phone.press("I accept").await;
    eventually("the box is empty again", async || !ticked().await).await;
    assert_eq!(stand.look::<u32>("() => count.terms").await, 2, "one click for each");
}

#[tokio::test]
async fn a_lost_press_is_repeated_unless_it_may_pay() {
    let stand = deaf_stand().await;
    let phone = stand.phone().await;
    phone.press("Pay $50.00").await;
    phone.press("Verify with your bank").await;
    phone.wait_for_control("Approve").await;
    assert_eq!(stand.look::<u32>("() => swallowed").await, 2, "both were touched");
    assert_eq!(stand.look::<[u32; 2]>("() => [count.pay ?? 0, count.verify ?? 0]").await, [0, 1]);
}

#[tokio::test]
async fn a_page_that_refuses_a_tick_has_its_way() {
    let stand = Stand::start().await;
    let phone = stand.phone().await;
    stand.look::<Value>("() => { terms.onclick = (event) => { count.terms = (count.terms ?? 0) + 1; event.preventDefault(); }; }").await;
    phone.press("I accept").await;
    phone
        .until(
            "the phone shows it empty again",
            "() => !document.querySelector('[data-unsettled], input[type=checkbox]:checked')",
            Value::Null,
        )
        .await;
    assert_eq!(stand.look::<u32>("() => count.terms").await, 1, "it is not pressed again and again");
}

/// Sites put their own calendar behind such a field, or let nobody type before it was touched.
#[tokio::test]
async fn a_field_in_which_nobody_can_type_is_pressed() {
    let stand = Stand::start().await;
    stand
        .look::<Value>(
            "() => { zip.readOnly = true; zip.value = '441'; zip.onclick = () => hit('zip'); \
               card.insertAdjacentHTML('afterend', '<label>Saved card <input readonly value=1111></label>'); }",
        )
        .await;
    let phone = stand.phone().await;
    assert!(!phone.has_control("Saved card: ").await, "what a card field holds never leaves the page");
    phone.wait_for_control("Saved card").await;
    phone.press("ZIP code: 441").await;
    eventually("it was pressed", async || stand.look::<u32>("() => count.zip ?? 0").await == 1).await;

    stand.look::<Value>("() => { zip.readOnly = false; }").await;
    let is_field = format!("(label) => ({FIND})(label)?.tagName === 'INPUT'");
    phone.until("it can be typed in", &is_field, json!("ZIP code")).await;
    phone.fill("ZIP code", "14").await;
    becomes("44114", async || stand.look("() => zip.value").await).await;
}
