//! `cargo xtask demo`: makes sure Chromium is there, builds `baton`, and hands over to `baton demo`.

use std::process::Stdio;

use crate::setup::{self, Need};
use crate::shell::{self, Chore, cargo, phase};

const BATON: [&str; 4] = ["--package", "baton-server", "--bin", "baton"];

pub(crate) fn run(args: &[String]) -> Chore {
    phase("set-up", || setup::ensure(&[Need::Chromium]))?;
    phase("build", || shell::run(cargo(["build"]).args(BATON)))?;
    let mut demo = cargo(["run", "--quiet"]);
    // The demo asks its terminal whether there is a person to stay up for.
    demo.args(BATON).args(["--", "demo"]).args(args).stdin(Stdio::inherit());
    shell::run(&mut demo)
}
