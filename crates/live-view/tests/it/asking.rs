//! What a page may ask of a phone: questions are asked by the phone itself, everything that only a person's own browser could give
//! is refused, and the page goes on after each.

use baton_live_view::Phase;
use serde_json::{Value, json};

use crate::phone::{Phone, becomes, eventually};
use crate::stand::{Stand, patience};

/// The clinic's page is the one that asks for much, and a phone looks at it.
async fn asked() -> (Stand, Phone) {
    let stand = Stand::start().await;
    let asking = format!("{}asking", stand.site.url);
    stand.page.goto(&patience(), &asking).await.unwrap();
    let phone = Phone::new(stand.phones.browser()).await;
    phone.open(&stand.link()).await;
    phone.press("Continue").await;
    phone.wait_for_control("Print this page").await;
    (stand, phone)
}

async fn the_page_says(stand: &Stand, wanted: &str) {
    becomes(wanted, async || stand.look("() => result.textContent").await).await;
}

/// The page still takes what is typed.
async fn the_page_goes_on(stand: &Stand, phone: &Phone) {
    phone.fill("Your note", "still here").await;
    eventually("it is typed into", async || {
        stand.look::<String>("() => note.value").await.ends_with("still here")
    })
    .await;
    stand.look::<Value>("() => { note.value = '?'; }").await;
}

#[tokio::test]
async fn an_alert_is_shown_and_holds_nobody() {
    let (stand, phone) = asked().await;
    phone.press("Tell me something").await;
    phone.wait_for_text("The office closes at five.").await;
    the_page_says(&stand, "alert read").await;
    phone.photograph("alert").await;
    phone.press("OK").await;
    the_page_goes_on(&stand, &phone).await;
}

#[tokio::test]
async fn a_question_has_the_patients_answer() {
    let (stand, phone) = asked().await;
    phone.press("Ask for a word").await;
    phone.wait_for_text("Your nickname?").await;
    phone.ask::<Value>("() => document.getElementById('question-text').focus()", Value::Null).await;
    phone.page.keyboard().type_text("Johnny").done().await.unwrap();
    phone.press("OK").await;
    the_page_says(&stand, "Johnny").await;
    phone.press("Ask a question").await;
    phone.wait_for_text("Really?").await;
    phone.press("Cancel").await;
    the_page_says(&stand, "no").await;
}

/// Windows of one site share their scripts' thread: a question of the page behind holds the bank's window too.
#[tokio::test]
async fn a_question_of_the_page_behind_a_window_is_heard() {
    let (stand, phone) = asked().await;
    phone.press("Open a window").await;
    phone.wait_for_control("Tell the clinic").await;
    phone.press("Tell the clinic").await;
    phone.wait_for_text("Your bank is waiting.").await;
    the_page_says(&stand, "alert read").await;
    phone.press("OK").await;
    phone.press("Ask the clinic").await;
    phone.wait_for_text("Pay in dollars?").await;
    phone.press("OK").await;
    the_page_says(&stand, "yes").await;
    phone.press("Approve").await;
    phone.wait_for_control("Print this page").await;
    the_page_says(&stand, "Approved by your bank").await;
    the_page_goes_on(&stand, &phone).await;
}

/// Which of the two asks first is chance; the later one has the phone, and the other is not held by a question that nobody sees.
#[tokio::test]
async fn of_two_questions_at_once_the_earlier_one_is_declined() {
    let (stand, phone) = asked().await;
    phone.press("Open a window of another site").await;
    phone.wait_for_control("Both ask").await;
    let listen = "() => { globalThis.asked = new Set(); const words = document.getElementById('question-words'); \
        new MutationObserver(() => asked.add(words.textContent)).observe(words, { childList: true }); }";
    phone.ask::<Value>(listen, Value::Null).await;
    phone.press("Both ask").await;
    phone.until("both questions have come", "() => asked.size === 2", Value::Null).await;
    phone.press("OK").await;
    eventually("the page behind goes on", async || {
        ["yes", "no"].contains(&stand.look::<String>("() => result.textContent").await.as_str())
    })
    .await;
    phone.press("Approve").await;
    the_page_says(&stand, "Approved by your bank").await;
    the_page_goes_on(&stand, &phone).await;
}

#[tokio::test]
async fn leaving_a_page_with_something_in_it_is_asked_first() {
    let (stand, phone) = asked().await;
    the_page_goes_on(&stand, &phone).await;
    phone.press("Leave this page").await;
    phone.wait_for_text("Leave this page? What you entered may be lost.").await;
    phone.photograph("leave").await;
    phone.press("Stay here").await;
    the_page_goes_on(&stand, &phone).await;
    phone.press("Leave this page").await;
    phone.wait_for_text("may be lost").await;
    phone.press("Leave").await;
    phone.wait_for_control("Back to the clinic").await;
    assert!(stand.page.url().ends_with("/elsewhere"));
}

#[tokio::test]
async fn what_only_a_persons_own_browser_could_give_is_refused() {
    let (stand, phone) = asked().await;
    for (button, answer) in [
        ("Print this page", "print asked"),
        ("Choose a file", "chooser asked"),
        ("Where am I", "location refused"),
        ("Notify me", "notifications denied"),
        ("Use the camera", "camera refused"),
    ] {
        phone.press(button).await;
        the_page_says(&stand, answer).await;
    }
    let mut events = stand.page.events();
    phone.press("Download a file").await;
    let refused = async {
        loop {
            if let baton_browser::PageEvent::DownloadRefused { url } = events.recv().await.unwrap() {
                return url;
            }
        }
    };
    assert!(refused.await.ends_with("/file"));
    assert!(stand.page.url().ends_with("/asking"));
    the_page_goes_on(&stand, &phone).await;
}

#[tokio::test]
async fn before_the_patient_counts_as_gone_one_tap_says_that_they_are_not() {
    let stand = Stand::with(|options| options.idle_limit = std::time::Duration::from_secs(61)).await;
    let phone = stand.phone().await;
    phone.wait_for_text("Are you still there?").await;
    phone.photograph("still-there").await;
    let before = *stand.hub.activity().borrow();
    phone.press("Yes").await;
    eventually("the tap counts", async || *stand.hub.activity().borrow() > before).await;
    phone.until("the question is gone", "() => document.getElementById('still').hidden", Value::Null).await;
}

/// A screen reader reads out all that changes in a live region.
#[tokio::test]
async fn whether_somebody_is_there_is_said_once_and_beside_other_words() {
    let stand = Stand::with(|options| options.idle_limit = std::time::Duration::from_secs(61)).await;
    let phone = stand.phone().await;
    let read_out = "() => { globalThis.said = 0; globalThis.seconds = new Set(); \
        new MutationObserver((changes) => { for (const { target } of changes) { \
          const near = target.nodeType === Node.TEXT_NODE ? target.parentElement : target; \
          if (near.closest('[aria-live], [role=status]')) said += near.closest('#toast, #still') ? 1 : 0; \
          const [left] = near.closest('#toast, #still')?.innerText.match(/\\d:\\d\\d/) ?? []; if (left) seconds.add(left); \
        } }).observe(document.body, { subtree: true, childList: true, characterData: true }); }";
    phone.ask::<Value>(read_out, Value::Null).await;
    phone.wait_for_text("Are you still there?").await;
    phone.until("two seconds are counted", "() => seconds.size > 2", Value::Null).await;
    assert!(phone.ask::<u32>("() => said", Value::Null).await <= 1, "it is read out again and again");

    stand.hub.say(Phase::Refused { message: "Your card was declined.".to_owned() });
    phone.wait_for_text("Your card was declined.").await;
    let counted: usize = phone.ask("() => seconds.size", Value::Null).await;
    phone.until("another second", "(counted) => seconds.size > counted", json!(counted)).await;
    assert!(phone.text().await.contains("Your card was declined."));
    phone.press("Yes").await;
    phone
        .until("the question is gone", "() => !document.body.innerText.includes('still there')", Value::Null)
        .await;
    assert!(phone.text().await.contains("Your card was declined."));
}
