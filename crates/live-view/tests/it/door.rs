//! Who gets in, and who does not.

use std::time::Duration;

use baton_live_view::door::Binding;
use baton_live_view::{Advice, Phase};
use serde_json::{Value, json};

use crate::phone::{Phone, eventually};
use crate::stand::{LINK, SECRET, Stand};

pub(crate) fn client() -> reqwest::Client {
    let _already = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap()
}

/// Those that open links in messages before the person does: previews of messengers, scanners of mail and of phone companies.
const ROBOTS: [&str; 20] = [
    "WhatsApp/2.23.20.0 A",
    "Mozilla/5.0 (Macintosh) AppleWebKit/601.2.4 Version/9.0.1 Safari/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0",
    "TelegramBot (like TwitterBot)",
    "facebookexternalhit/1.1",
    "Facebot",
    "Slackbot-LinkExpanding 1.0",
    "Twitterbot/1.0",
    "Discordbot/2.0",
    "LinkedInBot/1.0",
    "SkypeUriPreview Preview/0.5",
    "Viber",
    "Signal-Desktop/7.0",
    "Google-PageRenderer Google (+https://developers.google.com/+/web/snippet/)",
    "GoogleMessages/1.0",
    "Applebot/0.1",
    "bingbot/2.0",
    "BingPreview/1.0b",
    "ZoomBot",
    "Barracuda Sentinel (EE)",
    "SafeLinks/1.0",
];

#[tokio::test]
async fn previews_and_robots_spend_nothing() {
    let stand = Stand::start().await;
    let client = client();
    let page = format!("{}h/{LINK}", stand.base);
    for robot in ROBOTS {
        let seen = client.get(&page).header("user-agent", robot).send().await.unwrap();
        assert_eq!(seen.status(), 200);
        assert!(seen.headers().get("set-cookie").is_none());
        assert_eq!(client.head(&page).header("user-agent", robot).send().await.unwrap().status(), 200);
        // A robot that makes up a POST is not a tap.
        let claim = client.post(format!("{page}/claim")).json(&json!({ "secret": SECRET }));
        assert_eq!(claim.send().await.unwrap().status(), 404);
    }
    // A robot with scripts opens the page and runs them, but nobody taps.
    for robot in &ROBOTS[..3] {
        let robot = Phone::known_as(stand.phones.browser(), robot).await;
        robot.open(&stand.link()).await;
        robot.wait_for_text("Forever 22 Med Spa").await;
        robot.ask::<Value>("() => document.getElementById('lobby-go').click()", Value::Null).await;
    }
    assert_eq!(stand.door.state.lock().unwrap().claims, 0);
    stand.phone().await;
    assert_eq!(stand.door.state.lock().unwrap().claims, 1);
}

#[tokio::test]
async fn the_page_is_locked_down() {
    let stand = Stand::start().await;
    let seen = client().get(format!("{}h/{LINK}", stand.base)).send().await.unwrap();
    for (name, part) in [
        ("cache-control", "no-store"),
        ("referrer-policy", "no-referrer"),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("x-robots-tag", "noindex"),
        ("content-security-policy", "default-src 'none'; script-src 'self'"),
        ("content-security-policy", "frame-ancestors 'none'"),
    ] {
        let value = seen.headers().get(name).unwrap().to_str().unwrap();
        assert!(value.contains(part), "{name}: {value}");
    }
}

#[tokio::test]
async fn a_second_device_is_refused_until_it_takes_over() {
    let stand = Stand::start().await;
    let first = stand.phone().await;
    let second = Phone::new(stand.phones.browser()).await;
    second.open(&stand.link()).await;
    second.press("Continue").await;
    second.wait_for_text("Already open on another device").await;
    second.photograph("other-device").await;
    assert_eq!(stand.hub.viewers(), 1);
    second.press("Go on here").await;
    second.wait_for_control("Pay $50.00").await;
    first.wait_for_text("Continued on another device").await;
    first.photograph("taken-over").await;
}

/// A message that was forwarded, or a tablet that shows the same messages: what the first has typed of a card is not shown to the second.
#[tokio::test]
async fn who_takes_over_finds_no_card_of_the_other() {
    let stand = Stand::start().await;
    let first = stand.phone().await;
    first.fill("Card number", "4111111111111111").await;
    first.fill("ZIP code", "44114").await;
    eventually("the card is typed", async || stand.card("number").await == "4111 1111 1111 1111").await;
    eventually("the code is typed", async || stand.look::<String>("() => zip.value").await == "44114").await;
    let second = Phone::new(stand.phones.browser()).await;
    second.open(&stand.link()).await;
    second.press("Continue").await;
    second.press("Go on here").await;
    second.wait_for_control("Pay $50.00").await;
    assert_eq!(stand.card("number").await, "");
    assert_eq!(stand.look::<String>("() => zip.value").await, "44114", "what is no secret stays");
}

/// It was asleep when the other device took the link over, and so was not told.
#[tokio::test]
async fn a_device_that_comes_back_to_a_link_of_another_is_told_so() {
    let stand = Stand::start().await;
    let first = stand.phone().await;
    let line = stand.cut_lines();
    stand.door.state.lock().unwrap().binding = Binding::default();
    drop(line);
    first.wait_for_text("Continued on another device").await;
}

#[tokio::test]
async fn a_browser_that_keeps_no_cookies_is_told_why_it_gets_no_further() {
    let stand = Stand::start().await;
    let phone = Phone::new(stand.phones.browser()).await;
    phone.open(&stand.link()).await;
    stand.door.state.lock().unwrap().forgets = true;
    phone.press("Continue").await;
    phone.wait_for_text("This browser keeps no cookies").await;
    phone.photograph("no-cookies").await;
}

#[tokio::test]
async fn the_same_device_comes_back_without_a_tap() {
    let stand = Stand::start().await;
    let phone = stand.phone().await;
    phone.open("about:blank").await;
    phone.open(&stand.link()).await;
    phone.wait_for_control("Pay $50.00").await;
    assert_eq!(stand.door.state.lock().unwrap().claims, 1);
}

#[tokio::test]
async fn a_wrong_secret_opens_nothing() {
    let stand = Stand::start().await;
    let phone = Phone::new(stand.phones.browser()).await;
    phone.open(&format!("{}h/{LINK}#{}", stand.base, "f".repeat(32))).await;
    phone.press("Continue").await;
    phone.wait_for_text("This link is not complete").await;
    assert_eq!(stand.door.state.lock().unwrap().claims, 0);
}

#[tokio::test]
async fn a_cancelled_handoff_sends_its_phone_away_within_a_second() {
    let stand = Stand::start().await;
    let phone = stand.phone().await;
    stand.hub.say(Phase::Cancelled);
    stand.door.state.lock().unwrap().over = Some(Phase::Cancelled);
    let since = tokio::time::Instant::now();
    stand.hub.revoke();
    while stand.hub.viewers() > 0 {
        assert!(since.elapsed() < Duration::from_secs(1));
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    phone.wait_for_text("This booking was cancelled").await;
    phone.open(&stand.link()).await;
    phone.wait_for_text("This booking was cancelled").await;
}

#[tokio::test]
async fn a_stranger_is_not_told_how_it_ended() {
    let stand = Stand::start().await;
    let advice = Advice::CallBeforePaying;
    stand.door.state.lock().unwrap().over = Some(Phase::Failed { advice, message: "Private".to_owned() });
    let seen = client().get(format!("{}h/{LINK}", stand.base)).send().await.unwrap();
    assert_eq!(seen.status(), 410);
    assert!(!seen.text().await.unwrap().contains("Private"));
}
