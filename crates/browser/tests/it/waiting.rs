//! Waiting for a page to change: no wake-up is lost, none is repeated for nothing.

use std::time::Duration;

use baton_browser::{Progress, Stopped};

use crate::support::{Stage, progress};

#[tokio::test]
async fn a_change_between_the_look_and_the_wait_is_not_lost() {
    let (stage, _site) = Stage::showing("<p id=slot>Loading</p>").await;
    let shot = stage.look().await;
    stage.ask_page::<()>("() => { document.querySelector('#slot').textContent = '7:15 PM' }").await;
    stage.page.changed_since(&progress(), shot.version).await.unwrap();
    stage.find("text", "7:15 PM").await;
}

#[tokio::test]
async fn a_page_that_rests_wakes_nobody() {
    let (stage, _site) = Stage::showing("<p>Rest</p>").await;
    // The document's own loading is a change; wait until that is over.
    let quiet = loop {
        let version = stage.page.version();
        let waited = stage.page.changed_since(&Progress::new(Duration::from_millis(400)), version).await;
        if let Err(error) = waited {
            break error;
        }
    };
    assert!(matches!(quiet, baton_browser::PageError::Stopped(Stopped::TimedOut { .. })), "{quiet}");
}

#[tokio::test]
async fn many_changes_in_one_frame_are_told_once_or_twice() {
    let (stage, _site) = Stage::showing("<p>Busy</p>").await;
    stage.look().await;
    let before = stage.page.version();
    stage
        .ask_page::<()>(
            "async () => { for (let i = 0; i < 500; i++) { document.body.textContent = `change ${i}`; await null } }",
        )
        .await;
    stage.page.changed_since(&progress(), before).await.unwrap();
    stage.look_until(|shot| shot.main().unwrap().nodes.iter().any(|node| node.text == "change 499")).await;
    assert!(stage.page.version() - before < 20, "{} changes", stage.page.version() - before);
}

#[tokio::test]
async fn a_change_inside_a_shadow_root_is_told() {
    let (stage, _site) = Stage::showing(
        "<my-slots></my-slots><script>
        customElements.define('my-slots', class extends HTMLElement {
            connectedCallback() { this.attachShadow({mode: 'open'}).innerHTML = '<p>Loading</p>' }
        })</script>",
    )
    .await;
    stage.find("text", "Loading").await;
    let version = stage.look().await.version;
    stage
        .ask_page::<()>("() => { document.querySelector('my-slots').shadowRoot.innerHTML = '<p>Noon</p>' }")
        .await;
    stage.page.changed_since(&progress(), version).await.unwrap();
    stage.find("text", "Noon").await;
}

#[tokio::test]
async fn a_page_in_the_background_still_tells_of_changes() {
    let (stage, _site) = Stage::showing("<p id=slot>0</p>").await;
    let front = stage.context.new_page().await.unwrap();
    front.bring_to_front().await.unwrap();
    stage
        .ask_page::<()>(
            "() => { let n = 0; setInterval(() => document.querySelector('#slot').textContent = ++n, 30) }",
        )
        .await;
    for _ in 0..5 {
        let version = stage.look().await.version;
        stage.page.changed_since(&progress(), version).await.unwrap();
    }
    stage.look_until(|shot| shot.main().unwrap().nodes[0].text.parse::<u32>().unwrap() > 5).await;
}

#[tokio::test]
async fn a_navigation_ends_a_wait_and_a_look_survives_it() {
    let (stage, site) = Stage::showing("<p>First</p>").await;
    stage.find("text", "First").await;
    let version = stage.page.version();
    let (wait, there) = (progress(), site.url("/status/200"));
    let (changed, gone) =
        tokio::join!(stage.page.changed_since(&wait, version), stage.page.goto(&wait, &there));
    gone.unwrap();
    changed.unwrap();
    stage.find("text", "As you asked").await;
}
