//! Conversations from beginning to end: scripts in `tests/data/transcripts`, and as a snapshot of each what was said, the lead's row, and who was
//! asked for what.

mod script;
mod telling;

use std::path::{Path, PathBuf};

use baton_platform::BookingPlatform;

use crate::fixtures;
use crate::world::World;
use script::Script;
use telling::Telling;

fn scripts() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/transcripts");
    let mut files: Vec<PathBuf> = folder.read_dir().unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

#[tokio::test]
async fn every_script_is_told_as_it_was_agreed() {
    let scripts = scripts();
    assert!(scripts.len() >= 40, "{} scripts", scripts.len());
    for file in scripts {
        let name = file.file_stem().unwrap().to_str().unwrap().to_owned();
        let script = Script::parse(&std::fs::read_to_string(&file).unwrap());
        let mut telling = Telling::new(World::open().await);
        for line in &script.lines {
            telling.tell(line).await;
        }
        let told = telling.end().await;
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name, told);
        });
    }
}

#[tokio::test]
async fn a_clinic_of_moxie_never_has_to_do_with_square() {
    for file in scripts() {
        let script = Script::parse(&std::fs::read_to_string(&file).unwrap());
        if script.clinics().iter().any(|clinic| clinic.platform() == BookingPlatform::Square) {
            continue;
        }
        let mut telling = Telling::new(World::open().await);
        for line in &script.lines {
            telling.tell(line).await;
        }
        let world = telling.world();
        assert_eq!(world.square.requests(), Vec::<String>::new(), "{}", file.display());
        for sms in world.carrier.accepted() {
            assert!(!sms.body.to_lowercase().contains("square"), "{}: {}", file.display(), sms.body);
        }
    }
}

#[test]
fn scripts_speak_of_every_clinic() {
    let told: Vec<_> = scripts()
        .iter()
        .flat_map(|file| Script::parse(&std::fs::read_to_string(file).unwrap()).clinics())
        .collect();
    for clinic in fixtures::all() {
        assert!(told.iter().any(|other| other.id == clinic.id), "{}", clinic.id);
    }
}
