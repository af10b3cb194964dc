//! `cargo xtask ci`: everything a change has to pass. Supply-chain checks run where their tools are installed and say so where not.

use crate::shell::{self, Chore, cargo, phase};
use crate::{test, tidy};

/// Tools that a machine may lack: the name of the binary and the cargo command.
const OPTIONAL: [(&str, &[&str]); 2] = [
    ("cargo-deny", &["deny", "--all-features", "check", "licenses", "bans", "sources"]),
    ("cargo-machete", &["machete"]),
];

pub(crate) fn run() -> Chore {
    tidy::run(true)?;
    for (tool, words) in OPTIONAL {
        if shell::on_path(tool) {
            phase(tool, || shell::run(&mut cargo(words)))?;
        } else {
            eprintln!("── {tool}: skipped, it is not installed");
        }
    }
    test::run(&[])
}
