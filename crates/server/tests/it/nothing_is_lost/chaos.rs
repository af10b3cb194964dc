//! Bookings in a storm: from a seed, the service and its browser are struck down while patients book, and the history is checked afterwards.
//! A few blows of all kinds in every run; `BATON_LONG=1` makes it fifty, after fifty kills of the service (`BATON_TIMES` makes both another
//! number): `BATON_LONG=1 cargo test -p baton-server --test it chaos -- --nocapture`.

use std::collections::{BTreeMap, HashSet};
use std::time::Duration;

use baton_client::{Outcome, SessionView, Uuid};
use baton_mock_clinic::{APPROVED_CARD, DECLINED_CARD};
use baton_server::demo::phone::{Phone, PhoneError};
use baton_store::{ChangeSeq, Store};
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};

use super::Wreckable;
use super::long::{is_long, number};
use super::process::{crash_pages, signal_group};
use super::world::{ASKED_AGAIN, FINAL_BUTTON, is_over, within};

const BLOWS: usize = 3;
const TIMES_IN_A_LONG_RUN: usize = 50;
/// Patients at a time: each booking is at another step when the blow falls.
const PATIENTS: usize = 2;
/// How long a patient waits for the link.
const PATIENCE: Duration = Duration::from_secs(40);
/// Longer than a booking with all its waits takes on a busy machine.
const VISIT: Duration = Duration::from_mins(3);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Blow {
    ServiceKilled,
    ServiceTerminated,
    ChromeKilled,
    ChromeFrozen,
    PagesCrashed,
    AllKilled,
}

const KINDS: [Blow; 6] = [
    Blow::ServiceKilled,
    Blow::ServiceTerminated,
    Blow::ChromeKilled,
    Blow::ChromeFrozen,
    Blow::PagesCrashed,
    Blow::AllKilled,
];

#[tokio::test(flavor = "multi_thread")]
async fn in_a_storm_every_booking_comes_to_one_end() {
    let seed = number("BATON_SEED").unwrap_or_else(rand::random);
    let times = number("BATON_TIMES").unwrap_or(TIMES_IN_A_LONG_RUN);
    let (kills, blows) = if is_long() { (times, 2 * times) } else { (0, BLOWS) };
    println!("seed {seed}: BATON_SEED={seed} runs the same blows again");
    let mut storm = Storm::begin(seed).await;
    for round in 0..blows {
        let blow = if round < kills { Blow::ServiceKilled } else { storm.any_blow() };
        storm.round(round, blow).await;
    }
    storm.check().await;
}

struct Storm {
    world: Wreckable,
    random: StdRng,
    sessions: Vec<Uuid>,
    struck: BTreeMap<Blow, usize>,
}

impl Storm {
    async fn begin(seed: u64) -> Self {
        // Nobody waits long for patients whose press was lost on its way, or who have left.
        let limits = [
            ("BATON_PROCESSING_TIMEOUT", "8s"),
            ("BATON_MONITOR_TIMEOUT", "15s"),
            ("BATON_PAYMENT_RETRY_WINDOW", "8s"),
        ];
        let settings = limits.map(|(name, value)| (name, value.to_owned())).to_vec();
        let (world, random) = (Wreckable::with(settings).await, StdRng::seed_from_u64(seed));
        Self { world, random, sessions: Vec::new(), struck: BTreeMap::new() }
    }

    fn any_blow(&mut self) -> Blow {
        KINDS[self.random.random_range(0..KINDS.len())]
    }

    /// Some patients book while one blow falls at some moment.
    async fn round(&mut self, round: usize, blow: Blow) {
        let moment = Duration::from_millis(self.random.random_range(0..6_000));
        let processing = self.random.random_range(0..3_000).to_string();
        let mut patients = Vec::new();
        for nth in 0..PATIENTS {
            let session = self.world.book_nth(round * PATIENTS + nth, &[("processingMs", &processing)]).await;
            patients.push((session, self.random.random_bool(0.25)));
        }
        self.sessions.extend(patients.iter().map(|(session, _)| *session));
        *self.struck.entry(blow).or_default() += 1;
        println!("round {round}: {blow:?} after {moment:?}");
        let Wreckable { client, phones, service, .. } = &mut self.world;
        let visits = futures_util::future::join_all(
            patients
                .iter()
                .map(|(session, declined_first)| visit(client, phones.browser(), *session, *declined_first)),
        );
        let strike = async {
            tokio::time::sleep(moment).await;
            strike(service, blow).await;
        };
        tokio::join!(visits, strike);
        for (session, _) in patients {
            println!("round {round}: {}", told(&self.world.end_of(session).await));
        }
    }

    /// One end each, told under one id; what the clinic booked is known, and nothing was booked twice.
    async fn check(self) {
        let mut ends = BTreeMap::<String, usize>::new();
        let mut confirmed = HashSet::new();
        for session in &self.sessions {
            let end = self.world.end_of(*session).await;
            *ends.entry(told(&end)).or_default() += 1;
            confirmed.extend(confirmation(&end));
        }
        let clinic = self.world.clinic.state().await;
        let slots: HashSet<_> =
            clinic.bookings.iter().map(|booking| (&booking.date, &booking.time)).collect();
        let unknown = ends.get("outcome_unknown").copied().unwrap_or(0);
        println!(
            "{} blows {:?}, {} sessions, ends {ends:?}, {} bookings, {} second bookings",
            self.struck.values().sum::<usize>(),
            self.struck,
            self.sessions.len(),
            clinic.bookings.len(),
            clinic.bookings.len() - slots.len()
        );
        assert_eq!(slots.len(), clinic.bookings.len(), "nothing is booked twice");
        let known =
            clinic.bookings.iter().filter(|booking| confirmed.contains(&booking.confirmation_number)).count();
        assert_eq!(known, confirmed.len(), "what was confirmed was booked");
        assert!(
            clinic.bookings.len() - known <= unknown,
            "what was booked is confirmed, or said to be unknown"
        );
        self.check_histories().await;
        self.world.end().await;
    }

    async fn check_histories(&self) {
        let store = Store::open(&self.world.service.database_url()).await.unwrap();
        for session in &self.sessions {
            let id = session.to_string().parse().unwrap();
            let history = store.changes_after(id, ChangeSeq(0)).await.unwrap();
            let ends = history.iter().filter(|change| change.state.is_terminal()).count();
            assert_eq!(ends, 1, "{history:?}");
        }
        store.close().await;
    }
}

/// How it ended, in a word.
pub(super) fn told(end: &SessionView) -> String {
    end.code.clone().unwrap_or_else(|| format!("{:?}", end.state))
}

pub(super) fn confirmation(end: &SessionView) -> Option<String> {
    if end.outcome != Some(Outcome::Success) {
        return None;
    }
    end.confirmation_details.as_ref()?.confirmation_number.clone()
}

async fn strike(service: &mut super::process::Service, blow: Blow) {
    let chrome = service.chromes().pop();
    match blow {
        Blow::ServiceKilled => service.kill(),
        Blow::ServiceTerminated => drop(service.terminate().await),
        Blow::AllKilled => {
            service.kill();
            service.chromes().iter().for_each(|chrome| signal_group("KILL", chrome.pid));
        }
        Blow::ChromeKilled => chrome.iter().for_each(|chrome| signal_group("KILL", chrome.pid)),
        Blow::ChromeFrozen => chrome.iter().for_each(|chrome| signal_group("STOP", chrome.pid)),
        Blow::PagesCrashed => chrome.iter().for_each(crash_pages),
    }
    if !service.is_running() {
        service.start().await;
    }
}

/// A patient, who presses the last button as often as the phone asks for it, and once more where the first card is refused.
pub(super) async fn visit(
    client: &baton_client::Client,
    browser: &baton_browser::Browser,
    session: Uuid,
    declined_first: bool,
) {
    let visit = async {
        let Some(link) = link(client, session).await else { return };
        // Whatever stops the patient, the service has to find an end without them.
        if let Err(error) = book(browser, &link, declined_first).await {
            println!("  a patient got no further: {error}");
        }
    };
    // Somebody who learns that it is over leaves.
    let over = within(VISIT, "the session is over", async || {
        client.status(session).await.ok().filter(|view| is_over(view.state))
    });
    tokio::select! {
        () = visit => {}
        _view = over => {}
    }
}

/// The link, asked for again while the service is away; `None` once the session is over.
async fn link(client: &baton_client::Client, session: Uuid) -> Option<String> {
    loop {
        match client.wait_for_handoff(session, PATIENCE).await {
            Ok(handoff) => return Some(handoff.handoff_url),
            Err(baton_client::ClientError::Ended(_)) => return None,
            // The only condition to wait for is that somebody listens again.
            Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
        }
    }
}

async fn book(browser: &baton_browser::Browser, link: &str, declined_first: bool) -> Result<(), PhoneError> {
    let phone = loop {
        match Phone::open(browser, link).await {
            Ok(phone) => break phone,
            Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
        }
    };
    take_up(&phone).await?;
    if declined_first {
        try_card(&phone, DECLINED_CARD, "Your turn", "Not accepted").await?;
    }
    try_card(&phone, APPROVED_CARD, if declined_first { "Not accepted" } else { "Your turn" }, "booked").await
}

/// Taps "Continue", and again where the page says that it could not ask. A phone whose first tap was taken without an answer counts as
/// another device.
async fn take_up(phone: &Phone) -> Result<(), PhoneError> {
    loop {
        phone.tap_continue().await?;
        tokio::select! {
            opened = phone.sees_field("Card number") => return opened,
            unheard = phone.sees("Please try again") => unheard?,
            elsewhere = phone.sees("Go on here") => {
                elsewhere?;
                return phone.press("Go on here").await;
            }
        }
    }
}

async fn try_card(phone: &Phone, card: &str, when_it_says: &str, until: &str) -> Result<(), PhoneError> {
    phone.fill("Card number", card).await?;
    phone.fill("Expiry date", "12 / 34").await?;
    phone.fill("CVC", "123").await?;
    // What is tapped while the line is lost never arrives: the patient waits for it, as the screen asks them to.
    phone.sees(when_it_says).await?;
    press_until(phone, until).await
}

/// Presses the last button, and again whenever the phone asks for it.
async fn press_until(phone: &Phone, seen: &str) -> Result<(), PhoneError> {
    loop {
        phone.press(FINAL_BUTTON).await?;
        tokio::select! {
            seen = phone.sees(seen) => return seen,
            asked = phone.sees(ASKED_AGAIN) => asked?,
        }
        phone.press("OK").await?;
    }
}
