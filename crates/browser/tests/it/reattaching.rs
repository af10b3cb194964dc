//! Pages outlive the process that opened them.

use std::process::Command;

use baton_browser::{Browser, ContextOptions, Page, PageEvent, Snapshot, SnapshotOptions, TargetId, World};

use crate::support::{Site, event, find, launch, progress};

const ENDPOINT: &str = "BATON_TEST_ENDPOINT";
const ADDRESS: &str = "BATON_TEST_ADDRESS";
const NOTE: &str = "BATON_TEST_NOTE";

/// Opens a page in the Chrome named by the environment, leaves traces in it and dies without a word.
#[tokio::test]
#[ignore = "run as a process of its own by the test below"]
async fn the_first_client() {
    let browser = Browser::connect(&std::env::var(ENDPOINT).unwrap()).await.unwrap();
    let context = browser.new_context(ContextOptions::default()).await.unwrap();
    let page = context.new_page().await.unwrap();
    page.goto(&progress(), &std::env::var(ADDRESS).unwrap()).await.unwrap();
    let remember = "() => { window.chosen = 'Tox'; document.cookie = 'seen=1' }";
    page.main_frame().evaluate_main::<()>(&progress(), remember, ()).await.unwrap();
    std::fs::write(std::env::var(NOTE).unwrap(), page.target_id().as_str()).unwrap();
    std::process::abort();
}

/// Runs the first client and returns the page it has left behind.
fn run_first_client(endpoint: &str, address: &str) -> TargetId {
    let note = tempfile::NamedTempFile::new().unwrap();
    let mut client = Command::new(std::env::current_exe().unwrap());
    client.args(["--exact", "reattaching::the_first_client", "--ignored"]);
    client.env(ENDPOINT, endpoint).env(ADDRESS, address).env(NOTE, note.path());
    let output = client.output().unwrap();
    assert!(!output.status.success(), "the first client should have died");
    let target = std::fs::read_to_string(note.path()).unwrap();
    assert!(!target.is_empty(), "{}", String::from_utf8_lossy(&output.stdout));
    TargetId::new(target)
}

#[tokio::test]
async fn a_second_process_finds_the_state_and_the_cookies_of_the_first() {
    let chrome = launch().await;
    let site = Site::serve(&[("/", "<button>Pay</button>")]).await;
    let (endpoint, address) = (chrome.endpoint().to_owned(), site.url("/"));
    let target = tokio::task::spawn_blocking(move || run_first_client(&endpoint, &address)).await.unwrap();

    let page = chrome.browser().attach_page(&target).await.unwrap();

    let chosen: String = page.main_frame().evaluate_main(&progress(), "() => chosen", ()).await.unwrap();
    assert_eq!(chosen, "Tox");
    let context = chrome.browser().context(page.context_id().unwrap().clone(), ContextOptions::default());
    let mut cookies: Vec<String> =
        context.cookies().await.unwrap().into_iter().map(|cookie| cookie.name).collect();
    cookies.sort();
    assert_eq!(cookies, ["seen", "visited"]);
}

#[tokio::test]
async fn scripts_and_bindings_are_installed_anew() {
    let chrome = launch().await;
    let site = Site::serve(&[("/", "<button>Pay</button>")]).await;
    let context = chrome.browser().new_context(ContextOptions::default()).await.unwrap();
    let first = context.new_page().await.unwrap();
    first.goto(&progress(), &site.url("/")).await.unwrap();
    let target = first.target_id().clone();
    drop(first);

    let page = chrome.browser().attach_page(&target).await.unwrap();
    let mut events = page.events();
    page.add_binding("tell", World::Named("watcher")).await.unwrap();
    page.add_init_script("tell(document.querySelector('button').textContent)", World::Named("watcher"))
        .await
        .unwrap();

    let told = event(&mut events, |event| match event {
        PageEvent::Binding { name, payload, .. } if name == "tell" => Some(payload),
        _ => None,
    });
    assert_eq!(told.await, "Pay");
}

/// What the scripts of the first connection go on telling must not be taken for what those of the second tell: theirs are other numbers
/// for the same elements.
#[tokio::test]
async fn what_the_scripts_of_an_earlier_connection_tell_is_not_heard() {
    const TELL: &str = "{ const name = Math.random(); addEventListener('click', () => tell(String(name))); tell(String(name)); }";
    let chrome = launch().await;
    let site = Site::serve(&[("/", "<button>Pay</button>")]).await;
    let context = chrome.browser().new_context(ContextOptions::default()).await.unwrap();
    let first = context.new_page().await.unwrap();
    first.goto(&progress(), &site.url("/")).await.unwrap();
    let early = installed(&first, TELL).await;

    let second = chrome.browser().attach_page(first.target_id()).await.unwrap();
    let mut events = second.events();
    let late = installed(&second, TELL).await;
    assert_ne!(early, late);
    let seen: String = second.main_frame().evaluate(&progress(), "() => typeof tell", ()).await.unwrap();
    assert_eq!(seen, "function");
    second.main_frame().evaluate::<()>(&progress(), "() => document.body.click()", ()).await.unwrap();
    second.main_frame().evaluate::<()>(&progress(), "() => tell('the end')", ()).await.unwrap();

    let mut heard = Vec::new();
    while heard.last().is_none_or(|last| last != "the end") {
        heard.push(event(&mut events, told).await);
    }
    assert_eq!(heard, [late.clone(), late, "the end".to_owned()]);
}

async fn installed(page: &baton_browser::Page, script: &str) -> String {
    let mut events = page.events();
    page.add_binding("tell", World::Own).await.unwrap();
    page.add_init_script(script, World::Own).await.unwrap();
    event(&mut events, told).await
}

fn told(event: PageEvent) -> Option<String> {
    match event {
        PageEvent::Binding { name, payload, .. } if name == "tell" => Some(payload),
        _ => None,
    }
}

#[tokio::test]
async fn frames_that_were_there_before_are_in_their_places() {
    const NAMES: [&str; 6] = ["A", "B", "C", "D", "E", "F"];
    let chrome = launch().await;
    let button = |name: &str| format!("<body style='margin:0'><button style='margin:0'>{name}</button>");
    let frame = |name: &str| {
        format!("<iframe src={{other}}/{name} style='display:block;border:0;height:50px'></iframe>")
    };
    let all: String = NAMES.iter().map(|name| frame(name)).collect();
    let mut pages = vec![("/".to_owned(), format!("<body style='margin:0'>{all}"))];
    pages.extend(NAMES.iter().map(|name| (format!("/{name}"), button(name))));
    let pages: Vec<(&str, &str)> = pages.iter().map(|(path, html)| (path.as_str(), html.as_str())).collect();
    let site = Site::serve(&pages).await;
    let context = chrome.browser().new_context(ContextOptions::default()).await.unwrap();
    let first = context.new_page().await.unwrap();
    first.goto(&progress(), &site.url("/")).await.unwrap();
    let options = SnapshotOptions::default();
    let tops = |shot: &Snapshot| NAMES.map(|name| find(shot, "button", name).map(|button| button.rect.y));
    // With all the frames on it, however late they come.
    let complete = async |page: &Page| {
        let mut shot = page.snapshot(&progress(), &options).await.unwrap();
        while tops(&shot).contains(&None) {
            shot = page.snapshot_after(&progress(), shot.version, &options).await.unwrap();
        }
        shot
    };
    let places = [0.0, 50.0, 100.0, 150.0, 200.0, 250.0].map(Some);
    assert_eq!(tops(&complete(&first).await), places);
    let second = Browser::connect(chrome.endpoint()).await.unwrap();
    let again = second.attach_page(first.target_id()).await.unwrap();
    assert_eq!(tops(&complete(&again).await), places);
}
