//! Random combinations of the clinic's switches, each from a seed that can be run again. A few in every run; `BATON_LONG=1` makes it a thousand,
//! which takes longer than the test runner's limit: `BATON_LONG=1 cargo test -p baton-automation --test it seeded -- --nocapture`.
//! `BATON_SEED` and `BATON_RUNS` choose where to begin and how many to do.

mod variant;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::Duration;

use crate::desk::{Desk, Ended};
use variant::Variant;

/// One run and what came of it.
struct Run {
    variant: Variant,
    ended: Ended,
    truth: Result<(), String>,
    took: Duration,
    log: String,
}

impl Run {
    fn is_right(&self) -> bool {
        self.truth.is_ok() && self.ended == self.variant.expected
    }
}

#[tokio::test]
async fn seeded_runs_end_at_the_patients_step_or_with_the_one_right_code() {
    let count = number_in("BATON_RUNS").unwrap_or(if number_in("BATON_LONG").is_some() { 1000 } else { 12 });
    let first = number_in("BATON_SEED").unwrap_or(1);
    let (odd, even) = tokio::join!(drive(first, count), drive(first + 1, count));
    let runs: Vec<Run> = odd.into_iter().chain(even).collect();
    println!("{}", table(&runs));
    let untrue: Vec<String> = runs.iter().filter(|run| run.truth.is_err()).map(describe).collect();
    assert!(untrue.is_empty(), "the clinic knows better:\n{}", untrue.join("\n"));
    let wrong: Vec<String> = runs.iter().filter(|run| !run.is_right()).map(describe).collect();
    assert!(
        wrong.len() * 100 <= runs.len(),
        "{} of {} runs went wrong:\n{}",
        wrong.len(),
        runs.len(),
        wrong.join("\n")
    );
}

fn number_in(variable: &str) -> Option<u64> {
    std::env::var(variable).ok()?.parse().ok()
}

/// Every other seed from `first` on, one after the other at a desk of their own.
async fn drive(first: u64, count: u64) -> Vec<Run> {
    let desk = Desk::open().await;
    let mut runs = Vec::new();
    for seed in (first..).step_by(2).take(usize::try_from(count / 2).unwrap()) {
        desk.clinic.reset();
        let variant = Variant::from_seed(seed, &desk);
        let mut booking = desk.booking_with(variant.request.clone(), variant.profile.clone()).await;
        let ended = Ended::of(&booking.drive().await);
        let truth = desk.truth(&variant.request, &variant.service, &ended).await;
        let (took, log) = (booking.took, booking.log());
        booking.close().await;
        runs.push(Run { variant, ended, truth, took, log });
    }
    runs
}

fn describe(run: &Run) -> String {
    let Run { variant, ended, truth, log, .. } = run;
    format!(
        "seed {} {}: {ended:?} instead of {:?}, {truth:?}{log}",
        variant.seed,
        variant.told(),
        variant.expected
    )
}

/// How the runs ended, by what they should have ended with.
fn table(runs: &[Run]) -> String {
    let mut by_expected: BTreeMap<String, Vec<&Run>> = BTreeMap::new();
    for run in runs {
        by_expected.entry(format!("{:?}", run.variant.expected)).or_default().push(run);
    }
    let mut table =
        format!("{:<32} {:>5} {:>6} {:>10} {:>10}\n", "should end", "runs", "right", "median ms", "worst ms");
    for (expected, runs) in by_expected {
        let mut times: Vec<u128> = runs.iter().map(|run| run.took.as_millis()).collect();
        times.sort_unstable();
        let right = runs.iter().filter(|run| run.is_right()).count();
        let (median, worst) = (times[times.len() / 2], times[times.len() - 1]);
        let count = runs.len();
        writeln!(table, "{expected:<32} {count:>5} {right:>6} {median:>10} {worst:>10}")
            .expect("a string takes any text");
    }
    let right = runs.iter().filter(|run| run.is_right()).count();
    let untrue = runs.iter().filter(|run| run.truth.is_err()).count();
    table
        + &format!(
            "{right} of {} right; wrong selections, bookings, payments or final presses: {untrue}",
            runs.len()
        )
}
