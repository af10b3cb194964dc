//! The project's chores: `cargo xtask demo`, `test`, `ci`, `bench`, `tidy`. Uses the standard library only, so it builds in a second.
//! Knows the tools of the workspace; knows nothing of bookings.

// A tool for a terminal speaks on it.
#![expect(clippy::print_stderr, reason = "xtask reports its progress to the person who ran it")]

mod bench;
mod ci;
mod demo;
mod picture;
mod room;
mod setup;
mod shell;
mod test;
mod tidy;

use std::process::ExitCode;

const HELP: &str = "\
usage: cargo xtask <command>

  demo [--once] [flags of `baton demo`]   the whole story on this machine
  test [--long] [filter]                  every test; installs Chromium and PostgreSQL where it may
  ci                                      tidy, tests, and the supply-chain checks that are installed
  bench [name]                            the benchmarks, or one of them
  picture                                 draw the picture of the README from a real demo
  tidy [--check]                          format, clippy and the project's own rules
";

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let command = words.next();
    let rest: Vec<String> = words.collect();
    let result = match command.as_deref() {
        Some("demo") => demo::run(&rest),
        Some("test") => test::run(&rest),
        Some("ci") => ci::run(),
        Some("bench") => bench::run(&rest),
        Some("tidy") => tidy::run(rest.iter().any(|word| word == "--check")),
        Some("picture") => picture::run(),
        _ => Err(HELP.to_owned()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}
