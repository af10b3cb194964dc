//! Which fault, and at which moment. Drawn from a seed, so that the same faults can be had again.

use std::time::Duration;

use rand::RngExt as _;
use rand::rngs::StdRng;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fault {
    Nothing,
    PageClosed,
    RendererCrashed,
    NetworkLost,
    PhoneLost,
    DoubleTap,
    TwoDevices,
    BrowserKilled,
    BrowserFrozen,
    ServiceKilled,
    ServiceTerminated,
    AllKilled,
}

const OF_ONE: [Fault; 7] = [
    Fault::Nothing,
    Fault::PageClosed,
    Fault::RendererCrashed,
    Fault::NetworkLost,
    Fault::PhoneLost,
    Fault::DoubleTap,
    Fault::TwoDevices,
];
const OF_ALL: [Fault; 5] = [
    Fault::BrowserKilled,
    Fault::BrowserFrozen,
    Fault::ServiceKilled,
    Fault::ServiceTerminated,
    Fault::AllKilled,
];

/// Where the patient is when it strikes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Moment {
    /// The card is typed, nothing is pressed.
    Typed,
    AtThePress,
    /// The clinic's server works on it.
    Processing,
    /// The clinic's server has decided, a moment ago.
    Answered,
}

const MOMENTS: [Moment; 4] = [Moment::Typed, Moment::AtThePress, Moment::Processing, Moment::Answered];

#[derive(Debug, Clone)]
pub(super) struct Plan {
    pub(super) fault: Fault,
    pub(super) moment: Moment,
    /// How long after its moment the fault strikes. A press is a moment once the clinic's server has heard of it: a busy machine takes its time.
    pub(super) delay: Duration,
    /// How long the clinic takes to answer a payment.
    pub(super) processing: Duration,
    pub(super) declined: bool,
}

/// A batch has one fault for all in every third case, otherwise each booking has its own.
pub(super) fn batch(random: &mut StdRng, size: usize) -> Vec<Plan> {
    let shared = random.random_bool(1.0 / 3.0).then(|| OF_ALL[random.random_range(0..OF_ALL.len())]);
    (0..size).map(|_| plan(random, shared)).collect()
}

fn plan(random: &mut StdRng, shared: Option<Fault>) -> Plan {
    let fault = shared.unwrap_or_else(|| OF_ONE[random.random_range(0..OF_ONE.len())]);
    let moment = MOMENTS[random.random_range(0..MOMENTS.len())];
    let processing: u64 = random.random_range(100..900);
    let delay = match moment {
        Moment::Typed => 0,
        Moment::AtThePress => random.random_range(0..250),
        Moment::Processing => random.random_range(0..processing),
        Moment::Answered => random.random_range(0..200),
    };
    let (processing, delay) = (Duration::from_millis(processing), Duration::from_millis(delay));
    Plan { fault, moment, delay, processing, declined: random.random_bool(0.2) }
}
