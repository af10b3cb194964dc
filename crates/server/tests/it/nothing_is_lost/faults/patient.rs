//! One patient with one booking: types a card, presses the clinic's last button once, and meets a fault on the way.

use std::time::Duration;

use baton_browser::{Browser, DetachedChrome};
use baton_client::{Client, Lead, SessionView, StartBooking, Uuid};
use baton_mock_clinic::{APPROVED_CARD, ClinicState, DECLINED_CARD, MockClinic};
use baton_server::demo::phone::{Phone, PhoneError};
use tokio::time::error::Elapsed;
use tokio::time::timeout;

use super::line::Line;
use super::plan::{Fault, Moment, Plan};
use super::strike;
use crate::nothing_is_lost::Wreckable;
use crate::nothing_is_lost::world::{ASKED_AGAIN, FINAL_BUTTON, is_over, until};

/// A patient who gets no further gives up.
const PATIENCE: Duration = Duration::from_secs(45);
/// What has not ended so long after the last press is cancelled, as a platform may.
const VERDICT: Duration = Duration::from_secs(12);
/// A press that the clinic has not heard of by then is lost.
const HEARD: Duration = Duration::from_secs(8);
/// How long the network stays away.
const OUTAGE: Duration = Duration::from_millis(1_200);

pub(super) struct Patient {
    plan: Plan,
    session: Uuid,
    platform: Client,
    /// Its own, so that what it has heard is this patient's doing.
    clinic: MockClinic,
    /// Date and time, as the clinic writes them.
    slot: (String, String),
    link: String,
    line: Line,
    phone: Option<Phone>,
}

impl Patient {
    /// Starts the booking of a free time at a clinic of its own.
    pub(super) async fn begin(world: &Wreckable, plan: Plan) -> Self {
        let clinic = MockClinic::spawn().await;
        let (date, time) = clinic.open_slot();
        let line = Line::to(clinic.url().socket_addrs(|| None).unwrap()[0]).await;
        let processing = plan.processing.as_millis().to_string();
        let mut url: url::Url = clinic
            .booking_url_with(&[("slotDelayMs", "0"), ("searchDelayMs", "50"), ("processingMs", &processing)])
            .parse()
            .unwrap();
        url.set_port(Some(line.address.port())).unwrap();
        let request = StartBooking {
            service: Some("Lip Filler".to_owned()),
            ..baton_client::request(
                url.as_str(),
                &date.to_string(),
                &time.strftime("%-I:%M%P").to_string(),
                lead(),
            )
        };
        let session = world.client.start(&request).await.unwrap().session_id;
        let slot = (date.to_string(), time.strftime("%H:%M").to_string());
        let platform = world.client.clone();
        Self { plan, session, platform, clinic, slot, link: String::new(), line, phone: None }
    }

    /// The page of this booking among others: its line has a port of its own.
    fn mark(&self) -> String {
        format!(":{}/booking/", self.line.address.port())
    }

    /// Says why a patient got no further; faults are a good reason, and a test in which nobody gets through shows nothing.
    fn got_through<T, E: std::fmt::Display>(
        &self,
        doing: &str,
        done: Result<Result<T, E>, Elapsed>,
    ) -> Option<T> {
        match done {
            Ok(Ok(done)) => return Some(done),
            Ok(Err(error)) => println!("  {:?}: no further while {doing}: {error}", self.plan.fault),
            Err(_) => println!("  {:?}: no further in time while {doing}", self.plan.fault),
        }
        None
    }

    /// Opens the link and types the card.
    pub(super) async fn come_and_type(&mut self, world: &Wreckable) {
        self.link = world.link(self.session).await;
        let opened = timeout(PATIENCE, Phone::open(world.phones.browser(), &self.link)).await;
        let Some(phone) = self.got_through("opening the link", opened) else { return };
        let typed = async {
            phone.tap_continue().await?;
            type_card(&phone, self.plan.declined).await
        };
        let typed = timeout(PATIENCE, typed).await;
        self.got_through("typing", typed);
        self.phone = Some(phone);
    }

    /// Returns when the moment of this patient's fault has come, or will not come any more.
    async fn moment(&self) {
        let has_come = async || match self.plan.moment {
            Moment::Typed | Moment::AtThePress => true,
            Moment::Processing => self.clinic.state().await.final_presses > 0,
            Moment::Answered => !self.clinic.state().await.payments.is_empty(),
        };
        let come_or_over = async || (has_come().await || self.is_over().await).then_some(());
        let _in_time = timeout(HEARD, until("the clinic has heard of it", come_or_over)).await;
        tokio::time::sleep(self.plan.delay).await;
    }

    async fn is_over(&self) -> bool {
        self.platform.status(self.session).await.is_ok_and(|view| is_over(view.state))
    }

    /// Presses, and meets the fault: its own, or one that strikes all at the moment of the first patient.
    pub(super) async fn press(&self, chrome: &DetachedChrome, phones: &Browser) {
        let Some(phone) = &self.phone else { return };
        let press = async {
            // Who waits for the fault with the card typed presses afterwards.
            if self.plan.moment == Moment::Typed {
                return;
            }
            let tapped = timeout(PATIENCE, taps(phone, self.plan.fault)).await;
            self.got_through("pressing", tapped);
        };
        let fault = async {
            if self.plan.fault.strikes_all() {
                return;
            }
            self.moment().await;
            match self.plan.fault {
                fault @ (Fault::PageClosed | Fault::RendererCrashed) => {
                    strike::page(chrome, &self.mark(), fault).await;
                }
                Fault::NetworkLost => self.line.cut_for(OUTAGE).await,
                Fault::PhoneLost => strike::phone(phones, &self.link).await,
                Fault::TwoDevices => {
                    let _second = timeout(PATIENCE, second_device(phones, &self.link)).await;
                }
                _ => {}
            }
        };
        tokio::join!(press, fault);
    }

    /// The moment of a fault that strikes all.
    pub(super) async fn strikes(&self) -> Option<Fault> {
        if !self.plan.fault.strikes_all() {
            return None;
        }
        self.moment().await;
        Some(self.plan.fault)
    }

    /// A patient whose press did not arrive types and presses again, as long as the screen says that it is their turn.
    pub(super) async fn try_again(&self) {
        let Some(phone) = &self.phone else { return };
        if self.plan.moment != Moment::Typed && self.is_heard(phone).await {
            return;
        }
        let again = async {
            phone.sees("Your turn").await?;
            type_card(phone, self.plan.declined).await?;
            phone.press(FINAL_BUTTON).await
        };
        tokio::select! {
            again = timeout(PATIENCE, again) => drop(self.got_through("pressing again", again)),
            // Somebody else goes on.
            _elsewhere = phone.sees("Continued on another device") => {}
        }
    }

    /// Whether the clinic has heard of the press, or it is all over. The phone may know sooner that it was lost.
    async fn is_heard(&self, phone: &Phone) -> bool {
        let heard = async || self.clinic.state().await.final_presses > 0;
        let heard_or_over = async || (heard().await || self.is_over().await).then_some(());
        tokio::select! {
            heard = timeout(HEARD, until("the clinic has heard of it", heard_or_over)) => heard.is_ok(),
            _asked = phone.sees(ASKED_AGAIN) => false,
        }
    }

    /// What was planned, which time was wanted, and what the service says in the end.
    pub(super) async fn end(self, world: &Wreckable) -> (Plan, (String, String), SessionView, ClinicState) {
        let look = async || world.client.status(self.session).await.ok().filter(|view| is_over(view.state));
        if timeout(VERDICT, until("the session is over", look)).await.is_err() {
            world.client.cancel(self.session).await.unwrap();
        }
        let end = until("the session is over", look).await;
        if let Some(phone) = self.phone {
            let _gone = phone.close().await;
        }
        (self.plan, self.slot, end, self.clinic.state().await)
    }
}

async fn type_card(phone: &Phone, declined: bool) -> Result<(), PhoneError> {
    phone.fill("Card number", if declined { DECLINED_CARD } else { APPROVED_CARD }).await?;
    phone.fill("Expiry date", "12 / 34").await?;
    phone.fill("CVC", "123").await?;
    // What is tapped while the line is lost never arrives: the patient waits for it, as the screen asks them to.
    phone.sees("Your turn").await
}

async fn taps(phone: &Phone, fault: Fault) -> Result<(), PhoneError> {
    if fault == Fault::DoubleTap {
        let (first, second) = tokio::join!(phone.press(FINAL_BUTTON), phone.press(FINAL_BUTTON));
        return first.or(second);
    }
    phone.press(FINAL_BUTTON).await
}

/// Somebody else has the link, takes over, and pays as well.
async fn second_device(phones: &Browser, link: &str) -> Result<(), PhoneError> {
    let other = Phone::open(phones, link).await?;
    let pays = async {
        other.tap_continue().await?;
        other.press("Go on here").await?;
        other.sees_field("Card number").await?;
        type_card(&other, false).await?;
        other.press(FINAL_BUTTON).await
    };
    let _as_far_as_it_goes = timeout(Duration::from_secs(10), pays).await;
    other.close().await
}

fn lead() -> Lead {
    Lead {
        first_name: "Jane".to_owned(),
        last_name: "Sample".to_owned(),
        phone: "+14405550123".to_owned(),
        email: "jane@example.com".to_owned(),
        notes: None,
    }
}
