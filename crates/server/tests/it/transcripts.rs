//! Conversations from beginning to end with nothing in between that is not real but the carrier and Square: patients write to the platform as it
//! runs elsewhere, Baton reads the practice clinic's times and drives its pages in Chrome, and a phone pays through the link. Snapshots hold what was
//! said, the lead's row, what the clinic's own book says, and every request to Square. All of them under
//! `BATON_LONG`, otherwise a sample; `BATON_TRANSCRIPT` names those to tell alone.

mod fixtures;
mod script;
mod stage;
mod stand_ins;
mod telling;

use std::panic::AssertUnwindSafe;
use std::path::Path;

use futures_util::stream;
use futures_util::{FutureExt as _, StreamExt as _};

use script::Script;
use stage::Stage;
use telling::Telling;

/// Told in every run: both kinds of clinic, and each way in which a booking ends.
const SAMPLE: [&str; 4] = ["happy", "declined_then_yes", "slot_gone_while_paying", "square_happy"];
/// Conversations at once. More would only wait for the processor.
const AT_ONCE: usize = 3;

fn scripts() -> Vec<Script> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/transcripts");
    let mut files: Vec<_> = folder.read_dir().unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.iter().flat_map(|file| Script::all(&std::fs::read_to_string(file).unwrap())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn conversations_with_the_real_service_are_told_as_they_were_agreed() {
    let is_long = std::env::var_os("BATON_LONG").is_some();
    let only = std::env::var("BATON_TRANSCRIPT").ok();
    let chosen = |script: &Script| match &only {
        Some(only) => only.split(',').any(|name| script.name == name),
        None => is_long || SAMPLE.contains(&script.name.as_str()),
    };
    let chosen: Vec<Script> = scripts().into_iter().filter(chosen).collect();
    assert!(!chosen.is_empty());
    let stage = Stage::open().await;
    let told: Vec<(Script, Option<String>)> = stream::iter(chosen)
        .map(async |script| {
            // One that fails is no reason not to tell the others.
            let told = AssertUnwindSafe(Telling::tell(&stage, &script)).catch_unwind().await;
            (script, told.ok())
        })
        .buffer_unordered(AT_ONCE)
        .collect()
        .await;
    stage.close().await;
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true, snapshot_path => "transcripts/snapshots" }, {
        for (script, told) in &told {
            if let Some(told) = told {
                insta::assert_snapshot!(script.name.clone(), told);
            }
        }
    });
    let failed: Vec<&str> =
        told.iter().filter(|(_, told)| told.is_none()).map(|(script, _)| script.name.as_str()).collect();
    assert_eq!(failed, Vec::<&str>::new(), "of {} conversations", told.len());
}

#[test]
fn there_are_scripts_of_every_kind_and_each_has_its_name() {
    let scripts = scripts();
    let mut names: Vec<&str> = scripts.iter().map(|script| script.name.as_str()).collect();
    names.sort_unstable();
    let count = names.len();
    names.dedup();
    assert_eq!(names.len(), count);
    assert!(count >= 40, "{count} scripts");
    assert!(SAMPLE.iter().all(|name| names.contains(name)));
}
