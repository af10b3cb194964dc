//! Random bookings at sixty-four variants of the practice clinic and at three sites of other builds, each from a seed that can be run
//! again. A few in every run; `BATON_LONG=1` makes it a thousand, which takes longer than the test runner's limit:
//! `BATON_LONG=1 cargo test -p baton-automation --test it seeded -- --nocapture`.
//! `BATON_SEED` and `BATON_RUNS` choose where to begin and how many to do.

mod ending;
mod people;
mod plan;
mod table;
mod variants;

use std::time::Duration;

use crate::desk::{Desk, Ended, Truth, Untrue};
use people::is_told_right;
use plan::Plan;

/// One run and what came of it.
struct Run {
    plan: Plan,
    ended: Ended,
    /// Why it was given up, in words.
    said: String,
    truth: Truth,
    took: Duration,
    log: String,
}

impl Run {
    fn is_right(&self) -> bool {
        self.truth.is_ok() && self.ended == self.plan.expected
    }

    fn describe(&self) -> String {
        let Self { plan, ended, said, truth, log, .. } = self;
        format!("{}: {ended:?} instead of {:?}, {truth:?}. {said}{log}", plan.told(), plan.expected)
    }
}

#[tokio::test]
async fn seeded_runs_end_at_the_patients_step_or_with_the_one_right_code() {
    let count = number_in("BATON_RUNS").unwrap_or(if number_in("BATON_LONG").is_some() { 1000 } else { 12 });
    let first = number_in("BATON_SEED").unwrap_or(1);
    let (odd, even) = tokio::join!(drive(first, count), drive(first + 1, count));
    let runs: Vec<Run> = odd.into_iter().chain(even).collect();
    println!("{}", table::of(&runs));
    let untrue = runs.iter().filter(|run| run.truth.is_err()).count();
    assert_eq!(untrue, 0, "the clinic knows better: see above");
    let wrong = runs.iter().filter(|run| !run.is_right()).count();
    assert!(wrong * 100 <= runs.len(), "{wrong} of {} runs went wrong: see above", runs.len());
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
        let run = run(&desk, Plan::from_seed(seed, &desk)).await;
        // At once: a thousand runs take a while.
        println!("{:>6} ms  {:?} at {:?}, seed {seed}", run.took.as_millis(), run.ended, run.plan.site);
        if !run.is_right() {
            println!("{}", run.describe());
        }
        runs.push(run);
    }
    runs
}

async fn run(desk: &Desk, plan: Plan) -> Run {
    let mut booking = desk.booking_for(plan.lead.clone(), plan.request.clone(), plan.profile.clone()).await;
    let driven = booking.drive().await;
    let ended = Ended::of(&driven);
    let said = driven.err().map(|failure| failure.message).unwrap_or_default();
    let chosen = desk.truth(&plan.request, &plan.service, &ended).await;
    let holds = desk.clinic.state().await.holds;
    let told = |hold| plan.is_known_to_the_site() || is_told_right(&plan.lead, hold);
    let person = if holds.iter().all(|hold| told(&hold.contact)) {
        Ok(())
    } else {
        Err(Untrue::Told("another name, number or address than the patient's".to_owned()))
    };
    let (took, log) = (booking.took, booking.log());
    booking.close().await;
    Run { plan, ended, said, truth: chosen.and(person), took, log }
}
