//! How calls end when the other end does not answer. Chrome never answers a call whose target is gone.

use std::time::{Duration, Instant};

use baton_browser::{
    Browser, Chrome, ConnectOptions, Heartbeat, LaunchOptions, Page, PageEnd, PageError, PageEvent, Progress,
    Stopped,
};
use futures_util::{SinkExt as _, StreamExt as _};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio_tungstenite::tungstenite::Message;

use crate::support::{Stage, event, progress};

/// Far below the deadline of the call, far above what a busy machine needs.
const SOON: Duration = Duration::from_secs(10);
const NEVER: &str = "() => new Promise(() => {})";

/// A call that no page answers; returns what it ended with and after how long.
async fn pending(page: Page) -> (PageError, Duration) {
    let started = Instant::now();
    let error = page.main_frame().evaluate::<()>(&progress(), NEVER, ()).await.unwrap_err();
    (error, started.elapsed())
}

fn signal(pid: u32, signal: Signal) {
    let pid = Pid::from_raw(i32::try_from(pid).unwrap()).unwrap();
    kill_process(pid, signal).unwrap();
}

#[tokio::test]
async fn a_killed_chrome_fails_the_pending_calls_at_once() {
    let stage = Stage::set().await;
    let kill = async { signal(stage.chrome.pid(), Signal::KILL) };
    let ((error, after), ()) = tokio::join!(pending(stage.page.clone()), kill);
    assert!(matches!(error, PageError::Ended(PageEnd::Lost(_))), "{error}");
    assert!(after < SOON, "took {after:?}");
    stage.browser().lost().await;
    assert!(stage.browser().is_lost());
    assert!(matches!(stage.page.ended().await, PageEnd::Lost(_)));
}

#[tokio::test]
async fn a_stopped_chrome_is_noticed_by_the_heartbeat() {
    let heartbeat = Heartbeat { every: Duration::from_millis(50), limit: Duration::from_millis(1500) };
    let connect = ConnectOptions { heartbeat };
    let chrome = Chrome::launch(LaunchOptions { connect, ..LaunchOptions::default() }).await.unwrap();
    let lost = chrome.browser().lost();
    signal(chrome.pid(), Signal::STOP);
    let lost = tokio::time::timeout(SOON, lost).await.expect("the heartbeat should have noticed");
    assert!(lost.reason.contains("no sign of life"), "{lost}");
    let refused = chrome.browser().version().await.unwrap_err();
    assert!(refused.to_string().contains("no sign of life"), "{refused}");
}

#[tokio::test]
async fn a_crashed_renderer_fails_the_pending_calls_and_says_so() {
    let stage = Stage::set().await;
    let mut events = stage.page.events();
    let crash = async {
        // The address is never reached, whatever Chrome calls that.
        stage.page.goto(&progress(), "chrome://crash").await.unwrap_err();
    };
    let ((error, after), ()) = tokio::join!(pending(stage.page.clone()), crash);
    // A crash navigates first: the pending script ends by the one or by the other.
    assert!(error.is_navigation() || error.is_end(), "{error}");
    assert!(after < SOON, "took {after:?}");
    event(&mut events, |event| matches!(event, PageEvent::Crashed).then_some(())).await;
    assert_eq!(stage.page.ended().await, PageEnd::Crashed);
    // The browser and its other pages go on.
    stage.context.new_page().await.unwrap();
}

#[tokio::test]
async fn a_closed_page_fails_the_pending_calls() {
    let stage = Stage::set().await;
    let page = stage.page.clone();
    let (closed, (error, after)) = tokio::join!(page.close(), pending(stage.page.clone()));
    closed.unwrap();
    assert!(matches!(error, PageError::Ended(PageEnd::Closed)), "{error}");
    assert!(after < SOON, "took {after:?}");
}

#[tokio::test]
async fn a_deadline_prints_what_was_awaited() {
    let stage = Stage::set().await;
    let progress = Progress::new(Duration::from_millis(300));
    progress.note("waiting for the slots of 14 February");
    let error = stage.page.main_frame().evaluate::<()>(&progress, NEVER, ()).await.unwrap_err();
    assert!(matches!(error, PageError::Stopped(Stopped::TimedOut { .. })), "{error}");
    assert!(error.to_string().contains("slots of 14 February"), "{error}");
}

#[tokio::test]
async fn a_connection_ends_with_its_last_handle_and_closes_nothing() {
    let stage = Stage::set().await;
    let second = Browser::connect(stage.chrome.endpoint()).await.unwrap();
    let lost = second.lost();
    drop(second);
    lost.await;
    assert_eq!(stage.ask::<u32>("() => 1 + 1").await, 2);
}

/// A browser that never says whether it is there, but goes on telling of its pages for as long as it is let. Counts how often it was asked;
/// lives as long as the set.
async fn busy_browser(talks: watch::Receiver<bool>, set: &mut JoinSet<()>) -> (String, watch::Receiver<u32>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("ws://{}/devtools/browser/busy", listener.local_addr().unwrap());
    let (count, asked) = watch::channel(0);
    set.spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        let mut socket = tokio_tungstenite::accept_async(stream).await.unwrap();
        let mut news = tokio::time::interval(Duration::from_millis(10));
        loop {
            let said = tokio::select! {
                _ = news.tick(), if *talks.borrow() => json!({ "method": "Target.targetInfoChanged", "params": {} }),
                Some(Ok(Message::Text(call))) = socket.next() => {
                    let call: Value = serde_json::from_str(&call).unwrap();
                    if call["method"] == "Browser.getVersion" {
                        count.send_modify(|count| *count += 1);
                        continue;
                    }
                    json!({ "id": call["id"], "result": {} })
                }
                else => return,
            };
            if socket.send(Message::text(said.to_string())).await.is_err() {
                return;
            }
        }
    });
    (endpoint, asked)
}

#[tokio::test]
async fn a_browser_too_busy_to_answer_is_not_given_up_until_it_falls_silent() {
    let (quiet, talks) = watch::channel(true);
    let mut servers = JoinSet::new();
    let (endpoint, mut asked) = busy_browser(talks, &mut servers).await;
    let heartbeat = Heartbeat { every: Duration::from_millis(20), limit: Duration::from_millis(60) };
    let browser = Browser::connect_with(&endpoint, ConnectOptions { heartbeat }).await.unwrap();

    // Two beats, each asked twice, and the beginning of a third.
    asked.wait_for(|asked| *asked > 4).await.unwrap();
    assert!(!browser.is_lost());

    quiet.send_replace(false);
    let lost = tokio::time::timeout(SOON, browser.lost()).await.expect("the heartbeat should have noticed");
    assert!(lost.reason.contains("no sign of life"), "{lost}");
}
