//! The commands of the binary, as a person or a script runs them.

use std::process::{Output, Stdio};

use serde_json::Value;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

use super::{APPROVED_CARD, SERVICE, Story};

fn baton(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_baton"));
    command
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    command
}

async fn run(arguments: &[&str]) -> Output {
    baton(arguments).output().await.unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[tokio::test]
async fn the_demo_tells_its_whole_story_and_ends_well() {
    let demo = run(&["demo", "--card", "declined"]).await;
    let story = said(&demo);
    assert!(demo.status.success(), "{story}\n{}", String::from_utf8_lossy(&demo.stderr));
    for line in
        ["payment refused", "sees the confirmation", "Booked.", "signature verified", "own records hold MXE-"]
    {
        assert!(story.contains(line), "{line} in {story}");
    }
}

/// Starts `baton book` for a free time of the story's clinic.
fn book(story: &Story) -> Child {
    let (date, time) = story.world.clinic.open_slot();
    let (date, time) = (date.to_string(), time.strftime("%-I:%M%P").to_string());
    let (server, page) = (story.world.service.base_url(), story.world.booking_url());
    let who = ["--first-name", "Jane", "--phone", "+14405550123", "--email", "jane@example.com"];
    let what = ["--booking-url", &page, "--date", &date, "--time", &time, "--service", SERVICE];
    baton(&["book", "--json", "--server", &server]).args(who).args(what).spawn().unwrap()
}

/// Reads what the command tells, line by line, until the event that is wanted.
async fn event(lines: &mut tokio::io::Lines<BufReader<tokio::process::ChildStdout>>, wanted: &str) -> Value {
    loop {
        let line = lines.next_line().await.unwrap().expect("the command tells of it before it ends");
        let event: Value = serde_json::from_str(&line).unwrap();
        if event["event"] == wanted {
            return event;
        }
    }
}

#[tokio::test]
async fn a_booking_from_the_command_line_ends_with_its_outcome() {
    let story = Story::begin().await;
    let mut command = book(&story);
    let mut lines = BufReader::new(command.stdout.take().expect("it is piped")).lines();
    let link = event(&mut lines, "handoff").await;
    let phone = story.phone(link["handoff"]["handoffUrl"].as_str().unwrap()).await;
    super::pay(&phone, APPROVED_CARD).await;
    let end = event(&mut lines, "ended").await;
    assert_eq!(end["session"]["outcome"], "success");
    assert!(command.wait().await.unwrap().success());
    story.end().await;
}

#[tokio::test]
async fn a_booking_that_fails_is_no_success_of_the_command() {
    let story = Story::begin().await;
    let mut command = book(&story);
    let mut lines = BufReader::new(command.stdout.take().expect("it is piped")).lines();
    let session = event(&mut lines, "started").await["sessionId"].as_str().unwrap().parse().unwrap();
    story.world.client.cancel(session).await.unwrap();
    assert_eq!(event(&mut lines, "ended").await["session"]["state"], "cancelled");
    assert!(!command.wait().await.unwrap().success());
    story.end().await;
}

#[tokio::test]
async fn a_profile_check_reaches_the_payment_page_and_books_nothing() {
    let story = Story::begin().await;
    let profile = concat!(env!("CARGO_MANIFEST_DIR"), "/../../profiles/moxie.toml");
    let (date, time) = story.world.clinic.open_slot();
    let (date, time) = (date.to_string(), time.strftime("%-I:%M%P").to_string());
    let page = story.world.booking_url();
    let check = run(&[
        "profile",
        "check",
        profile,
        "--url",
        &page,
        "--service",
        SERVICE,
        "--date",
        &date,
        "--time",
        &time,
    ])
    .await;
    let words = said(&check);
    assert!(check.status.success(), "{words}");
    assert!(words.contains("ready for the patient: payment") && words.contains(SERVICE), "{words}");
    assert_eq!(story.world.clinic.state().await.final_presses, 0);
    story.end().await;
}

#[tokio::test]
async fn the_doctor_finds_a_sound_machine_sound() {
    let folder = tempfile::tempdir().unwrap();
    let database = format!("sqlite://{}", folder.path().join("baton.db").display());
    let doctor = run(&["doctor", "--database-url", &database]).await;
    let words = said(&doctor);
    assert!(doctor.status.success(), "{words}");
    assert!(words.contains("draws pages") && words.contains("opens and writes"), "{words}");
}

#[tokio::test]
async fn the_doctor_says_how_to_mend_what_is_broken() {
    let doctor = run(&[
        "doctor",
        "--chrome",
        "/nonexistent/chrome",
        "--database-url",
        "sqlite:///nonexistent/baton.db",
    ])
    .await;
    let words = said(&doctor);
    assert!(!doctor.status.success(), "{words}");
    for fault in ["✗ Chrome", "✗ database", "2 thing(s) to mend"] {
        assert!(words.contains(fault), "{fault} in {words}");
    }
}
