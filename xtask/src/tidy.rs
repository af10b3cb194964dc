//! `cargo xtask tidy`: format, clippy, and the rules of the house that no other tool checks.
//! Formatting is mended on the spot, or only complained about with `--check`; everything else is reported.

mod architecture;
mod links;
mod source;

use std::path::{Path, PathBuf};

use crate::shell::{self, Chore, cargo, phase};

/// One broken rule, with the place where it is broken.
#[derive(Debug)]
struct Complaint {
    place: String,
    what: String,
}

/// Runs every check; what only has to be laid out anew is laid out, unless `check_only`.
pub(crate) fn run(check_only: bool) -> Chore {
    phase("house rules", house_rules)?;
    let format: &[&str] = if check_only { &["fmt", "--all", "--check"] } else { &["fmt", "--all"] };
    phase("format", || shell::run(&mut cargo(format)))?;
    let clippy = ["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"];
    phase("clippy", || shell::run(&mut cargo(clippy)))
}

fn house_rules() -> Chore {
    let root = shell::root();
    let complaints: Vec<Complaint> = [source::check(&root), architecture::check(&root), links::check(&root)]
        .into_iter()
        .flatten()
        .collect();
    for complaint in &complaints {
        eprintln!("{}: {}", complaint.place, complaint.what);
    }
    if complaints.is_empty() { Ok(()) } else { Err(format!("{} house rule(s) broken", complaints.len())) }
}

fn complain(root: &Path, file: &Path, line: Option<usize>, what: impl Into<String>) -> Complaint {
    let path = file.strip_prefix(root).unwrap_or(file).display();
    let place = line.map_or_else(|| path.to_string(), |line| format!("{path}:{line}"));
    Complaint { place, what: what.into() }
}

fn read(file: &Path) -> String {
    std::fs::read_to_string(file).unwrap_or_default()
}

/// Returns the files below `folder` whose names end with one of `endings`, sorted.
fn files_below(folder: &Path, endings: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    collect(folder, endings, &mut found);
    found.sort();
    found
}

fn collect(folder: &Path, endings: &[&str], found: &mut Vec<PathBuf>) {
    for entry in folder.read_dir().into_iter().flatten().flatten() {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        if path.is_dir() && !matches!(name.as_str(), "target" | "node_modules" | ".git") {
            collect(&path, endings, found);
        } else if endings.iter().any(|ending| name.ends_with(ending)) {
            found.push(path);
        }
    }
}
