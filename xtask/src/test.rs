//! `cargo xtask test`: sets up what the tests need, then runs them all; the runner's own closing line is the last that is printed.
//! Needs no terminal and no network beyond the registries.

use std::process::Command;

use crate::room;
use crate::setup::{self, Need};
use crate::shell::{self, Chore, cargo, phase};

pub(crate) fn run(args: &[String]) -> Chore {
    let long = args.iter().any(|word| word == "--long");
    let filter: Vec<&String> = args.iter().filter(|word| *word != "--long").collect();
    phase("set-up", || setup::ensure(&[Need::Chromium, Need::PostgreSql]))?;
    let has_webkit = has_webkit();
    room::for_a_build()?;
    phase("build", || shell::run(&mut cargo(["build", "--workspace", "--all-targets"])))?;
    let run = if shell::on_path("cargo-nextest") { nextest } else { plain };
    run(long, has_webkit, &filter)
}

/// Not every system has a driver for that engine; where it cannot be had, its tests count as skipped.
fn has_webkit() -> bool {
    let ensured = phase("set-up of WebKit", || setup::ensure(&[Need::WebKit]));
    if let Err(why) = &ensured {
        eprintln!("{why}\nwithout it the tests on an iPhone's engine are left out");
    }
    ensured.is_ok()
}

/// Doc tests go first, because nextest does not run them and its summary has to close the output.
fn nextest(long: bool, has_webkit: bool, filter: &[&String]) -> Chore {
    let docs = phase("doc tests", || shell::run(&mut cargo(["test", "--doc", "--workspace", "--quiet"])));
    eprintln!("── tests");
    let mut tests = cargo(["nextest", "run", "--workspace", "--profile", "ci", "--no-fail-fast"]);
    if long {
        tests.arg("--ignore-default-filter");
    }
    if !has_webkit {
        tests.args(["--filterset", "not test(/^iphone::/)"]);
    }
    shell::run(with_length(&mut tests, long).args(filter))?;
    docs
}

fn plain(long: bool, has_webkit: bool, filter: &[&String]) -> Chore {
    eprintln!("── tests (cargo-nextest is not installed, so plain cargo test runs them)");
    let mut tests = cargo(["test", "--workspace", "--no-fail-fast"]);
    let skipped: &[&str] = if has_webkit { &[] } else { &["--", "--skip", "iphone::"] };
    shell::run(with_length(&mut tests, long).args(filter).args(skipped))
}

fn with_length(tests: &mut Command, long: bool) -> &mut Command {
    if long { tests.env("BATON_LONG", "1") } else { tests }
}
