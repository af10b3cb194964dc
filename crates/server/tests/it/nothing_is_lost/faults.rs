//! Faults around the submit, from a seed: page, renderer, browser, service, phone or network lost at every moment, double taps, two devices.
//! What the service says in the end is held against what the clinic's own server knows. A thousand runs with
//! `BATON_LONG=1 cargo test -p baton-server --test it faults -- --nocapture` (`BATON_RUNS` and `BATON_SEED` change that).

mod line;
mod patient;
mod plan;
mod strike;
mod tally;

use futures_util::future::join_all;
use rand::SeedableRng as _;
use rand::rngs::StdRng;

use self::patient::Patient;
use self::plan::{Fault, Plan};
use self::tally::Tally;
use super::Wreckable;
use super::long::{is_long, number};

const RUNS_IN_A_LONG_RUN: usize = 1_000;
/// Bookings at a time, on one service and one Chrome.
const AT_ONCE: usize = 8;

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_lost_around_the_submit_what_is_said_is_true() {
    // No sample in the usual run: on a busy machine too few patients get as far as the clinic's last button for it to show anything.
    let Some(runs) = number("BATON_RUNS").or_else(|| is_long().then_some(RUNS_IN_A_LONG_RUN)) else {
        return;
    };
    let seed = number("BATON_SEED").unwrap_or_else(rand::random);
    println!("seed {seed}: BATON_SEED={seed} runs the same faults again");
    let mut random = StdRng::seed_from_u64(seed);
    let mut world = Wreckable::with(settings()).await;
    let mut tally = Tally::default();
    while tally.runs() < runs {
        let plans = plan::batch(&mut random, AT_ONCE.min(runs - tally.runs()));
        batch(&mut world, &plans, &mut tally).await;
        tally.print();
    }
    tally.check();
    world.end().await;
}

/// A busy machine is no idle patient; whoever gets no further is cancelled by the platform.
fn settings() -> Vec<(&'static str, String)> {
    let settings = [
        ("BATON_MAX_SESSIONS", AT_ONCE.to_string()),
        ("BATON_PROCESSING_TIMEOUT", "6s".to_owned()),
        ("BATON_MONITOR_TIMEOUT", "2m".to_owned()),
        ("BATON_PAYMENT_RETRY_WINDOW", "3s".to_owned()),
        ("BATON_RETENTION", "1s".to_owned()),
    ];
    settings.to_vec()
}

/// Some bookings at a time, each with a fault of its own, or with one that strikes them all.
async fn batch(world: &mut Wreckable, plans: &[Plan], tally: &mut Tally) {
    let mut patients = Vec::new();
    for plan in plans {
        patients.push(Patient::begin(world, plan.clone()).await);
    }
    join_all(patients.iter_mut().map(|patient| patient.come_and_type(world))).await;
    let Wreckable { service, phones, .. } = world;
    let chrome = service.chrome().await;
    let presses = join_all(patients.iter().map(|patient| patient.press(&chrome, phones.browser())));
    let blow = async {
        if let Some(fault) = patients[0].strikes().await {
            strike::everybody(service, fault).await;
        }
    };
    tokio::join!(presses, blow);
    join_all(patients.iter().map(Patient::try_again)).await;
    for (plan, slot, end, truth) in join_all(patients.into_iter().map(|patient| patient.end(world))).await {
        tally.note(&plan, &slot, &end, &truth);
        tally.compare(&truth);
    }
}

impl Fault {
    /// Whether it is the service or the browser that is struck, and so everybody at once.
    fn strikes_all(self) -> bool {
        matches!(
            self,
            Self::BrowserKilled
                | Self::BrowserFrozen
                | Self::ServiceKilled
                | Self::ServiceTerminated
                | Self::AllKilled
        )
    }
}
