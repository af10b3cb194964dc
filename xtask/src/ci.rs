//! `cargo xtask ci`: everything a change has to pass. Supply-chain checks run where their tools are installed and say so where not.

use std::process::Command;

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
    keep_the_contract()?;
    test::run(&[])
}

/// The API against its own description, where the tester is installed.
fn keep_the_contract() -> Chore {
    let tester = "schemathesis";
    if !shell::on_path(tester) {
        eprintln!("── {tester}: skipped, it is not installed");
        return Ok(());
    }
    phase(tester, || shell::run(&mut Command::new(shell::root().join("bench/contract/run"))))
}
