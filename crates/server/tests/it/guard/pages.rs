//! What a page behind the gate gets.

use std::collections::BTreeMap;
use std::time::Duration;

use baton_browser::{Chrome, ContextOptions, LaunchOptions, Page, Progress};

use baton_server::browsers::hold_outward_links;

use super::gateway;
use super::site::Site;
use super::trap::Trap;

/// The page gives every attempt up by then.
const LIMIT: Duration = Duration::from_mins(1);

async fn intrude(page: &Page) -> BTreeMap<String, String> {
    page.main_frame().evaluate_main(&Progress::new(LIMIT), "() => intrude()", ()).await.unwrap()
}

#[tokio::test]
async fn a_page_reaches_its_own_site_and_nothing_private() {
    let trap = Trap::set().await;
    let site = Site::open(trap.address).await;
    let options = LaunchOptions { gateway: Some(gateway(site.address)), ..LaunchOptions::default() };
    let chrome = Chrome::launch(options).await.unwrap();
    let context = chrome.browser().new_context(ContextOptions::default()).await.unwrap();
    let page = context.new_page().await.unwrap();
    let opened = page.goto(&Progress::new(LIMIT), &site.url()).await.unwrap();
    assert_eq!(opened.status, Some(200));

    let results = intrude(&page).await;
    println!(
        "{} attempts of a page: {} connections; its site heard {} calls",
        results.len(),
        trap.caught(),
        site.calls()
    );
    assert!(results.len() > 100, "{results:?}");
    assert_eq!(trap.caught(), 0, "{results:?}");
    assert!(site.calls() > 0, "the site itself is open");

    for address in [
        format!("http://{}/", trap.address),
        chrome.endpoint().replace("ws://", "http://"),
        "http://169.254.169.254/".to_owned(),
    ] {
        let opened = page.goto(&Progress::new(LIMIT), &address).await.unwrap();
        assert_eq!(opened.status, Some(403), "{address}");
    }
    assert_eq!(trap.caught(), 0);
    chrome.close().await;
}

#[tokio::test]
async fn without_the_gate_the_same_page_is_caught() {
    let trap = Trap::set().await;
    let site = Site::open(trap.address).await;
    let chrome = Chrome::launch(LaunchOptions::default()).await.unwrap();
    let context = chrome.browser().new_context(ContextOptions::default()).await.unwrap();
    let page = context.new_page().await.unwrap();
    page.goto(&Progress::new(LIMIT), &site.url()).await.unwrap();
    intrude(&page).await;
    println!("without the gate: {} connections", trap.caught());
    assert!(trap.caught() > 0, "the trap works, so its silence means something");
    chrome.close().await;
}

#[tokio::test]
async fn a_page_in_a_patients_hands_stays_on_its_site() {
    let trap = Trap::set().await;
    let site = Site::open(trap.address).await;
    let chrome = Chrome::launch(LaunchOptions::default()).await.unwrap();
    let context = chrome.browser().new_context(ContextOptions::default()).await.unwrap();
    let page = context.new_page().await.unwrap();
    hold_outward_links(&page).await.unwrap();
    page.goto(&Progress::new(LIMIT), &format!("{}links", site.url())).await.unwrap();

    let main = page.main_frame();
    let wanted: BTreeMap<String, bool> =
        main.evaluate_main(&Progress::new(LIMIT), "() => pressAll()", ()).await.unwrap();
    let wanted: Vec<(&str, bool)> = wanted.iter().map(|(link, leads)| (link.as_str(), *leads)).collect();
    assert_eq!(
        wanted,
        [("inside", true), ("mail", false), ("outside", false), ("paypal", true), ("window", false)]
    );
    chrome.close().await;
}
