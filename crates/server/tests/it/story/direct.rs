//! Handing out the site's own URL: only where it was tried and leads back, and the end is read there.

use std::fs;

use baton_browser::{ContextOptions, Page, Progress};
use baton_client::{HandoffMode, HandoffPreference, Outcome, SessionState, StartBooking, Uuid};
use baton_mock_clinic::{APPROVED_CARD, DEFAULT_SLUG};
use baton_server::config::Settings;

use super::{SERVICE, SOON, Story, confirmation_number, lead, pay};

/// Reads often, so that the test is short.
fn quick() -> Settings {
    Settings { poll_interval: Some("200ms".to_owned()), ..Settings::default() }
}

/// A vendor whose payment page is found again by its address.
const RESTORING: &str = "foreign/forms/";

async fn book(story: &Story, url: &str, handoff: Option<HandoffPreference>, profile: Option<&str>) -> Uuid {
    let (date, time) = story.world.clinic.open_slots()[0];
    let time = time.strftime("%-I:%M%P").to_string();
    let request = StartBooking {
        service: Some(SERVICE.to_owned()),
        callback_url: Some(story.world.callback_url.clone()),
        handoff,
        profile: profile.map(str::to_owned),
        ..baton_client::request(url, &date.to_string(), &time, lead())
    };
    story.world.client.start(&request).await.unwrap().session_id
}

fn restoring_url(story: &Story) -> String {
    format!("{}{RESTORING}{DEFAULT_SLUG}", story.world.clinic.url())
}

/// The patient, in a browser of their own, on the site's own page.
async fn visit(story: &Story, url: &str) -> Page {
    let context = story.phones.browser().new_context(ContextOptions::default()).await.unwrap();
    let page = context.new_page().await.unwrap();
    page.goto(&Progress::new(SOON), url).await.unwrap();
    page
}

async fn pay_there(page: &Page) {
    let script = "(card) => { const field = (name) => document.querySelector(`[name=${name}]`);
        field('number').value = card; field('expires').value = '12/34'; field('cv2').value = '123';
        document.querySelector('form').requestSubmit(); }";
    page.main_frame().evaluate::<()>(&Progress::new(SOON), script, APPROVED_CARD).await.unwrap();
}

#[tokio::test]
async fn a_url_that_leads_back_is_handed_out_and_the_end_is_read_there() {
    let profiles = tempfile::tempdir().unwrap();
    let generic = include_str!("../../../../../profiles/generic.toml");
    let restoring = generic.replace("name = \"generic\"", "name = \"restoring\"\ndirect_handoff = true");
    fs::write(profiles.path().join("restoring.toml"), restoring).unwrap();
    let folder = profiles.path().display().to_string();
    let story = Story::with(Settings { profiles: Some(folder), ..quick() }).await;
    let session = book(&story, &restoring_url(&story), None, Some("restoring")).await;

    let handoff = story.world.client.wait_for_handoff(session, SOON).await.unwrap();
    assert_eq!(handoff.handoff_mode, HandoffMode::Direct);
    assert!(handoff.handoff_url.starts_with(story.world.clinic.url().as_str()), "{}", handoff.handoff_url);
    let clinic = story.world.clinic.state().await;
    assert_eq!((clinic.final_presses, clinic.holds.len()), (0, 1), "the try has pressed nothing");

    let patient = visit(&story, &handoff.handoff_url).await;
    pay_there(&patient).await;
    let end = story.world.client.wait_for_outcome(session, SOON).await.unwrap();
    assert_eq!((end.state, end.outcome), (SessionState::Completed, Some(Outcome::Success)));
    let clinic = story.world.clinic.state().await;
    assert_eq!((clinic.bookings.len(), clinic.final_presses), (1, 1));
    assert_eq!(clinic.bookings[0].confirmation_number, confirmation_number(&end));
    let callback = story.world.leads.wait_for_end(session, SOON).await.expect("a callback arrives");
    assert_eq!(callback.outcome, Outcome::Success);
    story.end().await;
}

#[tokio::test]
async fn a_direct_link_that_nobody_uses_expires() {
    let settings = Settings {
        session_ttl: Some("20s".to_owned()),
        payment_retry_window: Some("1s".to_owned()),
        ..quick()
    };
    let story = Story::with(settings).await;
    let session = book(&story, &restoring_url(&story), Some(HandoffPreference::Direct), None).await;
    let handoff = story.world.client.wait_for_handoff(session, SOON).await.unwrap();
    assert_eq!(handoff.handoff_mode, HandoffMode::Direct);
    let end = story.world.client.wait_for_outcome(session, SOON).await.unwrap();
    assert_eq!((end.state, end.outcome), (SessionState::Abandoned, Some(Outcome::Timeout)));
    assert_eq!(story.world.clinic.state().await.final_presses, 0);
    story.end().await;
}

#[tokio::test]
async fn direct_at_a_site_whose_url_forgets_is_live() {
    let story = Story::with(quick()).await;
    let url = story.world.clinic.booking_url_with(&[("slotDelayMs", "50"), ("processingMs", "50")]);
    let session = book(&story, &url, Some(HandoffPreference::Direct), None).await;
    let handoff = story.world.client.wait_for_handoff(session, SOON).await.unwrap();
    assert_eq!(handoff.handoff_mode, HandoffMode::Live);
    assert_eq!(story.world.client.status(session).await.unwrap().handoff_mode, Some(HandoffMode::Live));

    let phone = story.phone(&handoff.handoff_url).await;
    pay(&phone, APPROVED_CARD).await;
    let end = story.world.client.wait_for_outcome(session, SOON).await.unwrap();
    assert_eq!(end.outcome, Some(Outcome::Success));
    story.end().await;
}
