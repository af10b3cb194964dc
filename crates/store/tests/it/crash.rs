//! A process that dies in the middle of its work, as by a power cut or the out-of-memory killer.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

use baton_booking::id::SessionId;
use baton_store::{Owner, Store};

use crate::support::database::TestDatabase;
use crate::support::fixtures::{LEASE, at, callback, claim_live, created, insert, stored};

/// Names the database to the process that is to die.
const DATABASE: &str = "BATON_TEST_CRASH_DATABASE";
/// How many promises to hear before the process is killed.
const PROMISES: usize = 25;

#[tokio::test]
async fn a_killed_process_loses_nothing_that_it_promised() {
    let database = TestDatabase::sqlite().await;
    let promised = work_and_die(&database.url);
    assert!(promised.len() >= PROMISES, "{} promises were made", promised.len());

    let store = database.another().await;
    for id in &promised {
        let end = stored(&store, *id).await.session;
        assert!(end.state.is_terminal(), "{id} was promised to have ended");
        assert!(store.callback_of(*id).await.unwrap().is_some(), "the end of {id} was promised to be told");
    }
    let due = store.due_callbacks(at(1000), &Owner::generate(), LEASE, 10_000).await.unwrap();
    let ended = database.peek("SELECT id FROM sessions WHERE ended_at IS NOT NULL").await;
    assert_eq!(due.len(), ended.len(), "no end without its callback, no callback without its end");

    // What the dead process left half done is not lost either: its lease runs out and another takes it over.
    database.tamper("UPDATE sessions SET lease_until = 0").await;
    let left = claim_live(&store, &Owner::generate(), 10_000).await;
    assert_eq!(left.len() as u64, store.count_active().await.unwrap());
}

/// Runs this very test program as [`works_until_it_is_killed`], kills it in full swing, and returns what it had promised.
fn work_and_die(url: &str) -> Vec<SessionId> {
    let mut worker = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "crash::works_until_it_is_killed", "--ignored", "--nocapture"])
        .env(DATABASE, url)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(worker.stdout.take().unwrap()).lines();
    let mut promised = Vec::new();
    while promised.len() < PROMISES {
        let line = lines.next().expect("the worker goes on until it is killed").unwrap();
        promised.extend(promise(&line));
    }
    worker.kill().unwrap();
    worker.wait().unwrap();
    // What it said between the last line read and its death was promised too.
    promised.extend(lines.map_while(Result::ok).filter_map(|line| promise(&line)));
    promised
}

fn promise(line: &str) -> Option<SessionId> {
    line.strip_prefix("promised ")?.parse().ok()
}

#[tokio::test]
#[ignore = "run by a_killed_process_loses_nothing_that_it_promised, in a process of its own"]
async fn works_until_it_is_killed() {
    let Ok(url) = std::env::var(DATABASE) else { return };
    let store = Store::open(&url).await.unwrap();
    loop {
        let session = created(0);
        let fence = insert(&store, &session, &Owner::generate()).await;
        let end = session.cancel(at(1)).unwrap();
        store.save(&end, fence, Some(&callback(&end))).await.unwrap();
        let mut out = std::io::stdout();
        writeln!(out, "promised {}", end.id).and_then(|()| out.flush()).unwrap();
    }
}
