//! One patient with one booking: types a card, presses the clinic's last button once, and meets a fault on the way.

use std::time::Duration;

use baton_browser::{Browser, DetachedChrome};
use baton_client::{Lead, SessionView, StartBooking, Uuid};
use baton_mock_clinic::{APPROVED_CARD, DECLINED_CARD, MockClinic};
use baton_server::demo::phone::{Phone, PhoneError};
use tokio::time::{Instant, sleep_until, timeout};

use super::line::Line;
use super::plan::{Fault, Moment, Plan};
use super::strike;
use crate::nothing_is_lost::Wreckable;
use crate::nothing_is_lost::world::{FINAL_BUTTON, is_over, until};

/// A patient who gets no further gives up.
const PATIENCE: Duration = Duration::from_secs(25);
/// How long the network stays away.
const OUTAGE: Duration = Duration::from_millis(1_200);

pub(super) struct Patient {
    plan: Plan,
    session: Uuid,
    /// Date and time, as the clinic writes them.
    slot: (String, String),
    link: String,
    line: Line,
    phone: Option<Phone>,
    has_pressed: bool,
}

impl Patient {
    /// Starts the booking of the `nth` free time.
    pub(super) async fn begin(world: &Wreckable, clinic: &MockClinic, nth: usize, plan: Plan) -> Self {
        let (date, time) = clinic.open_slots()[nth];
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
        Self { plan, session, slot, link: String::new(), line, phone: None, has_pressed: false }
    }

    /// The page of this booking among others: its line has a port of its own.
    fn mark(&self) -> String {
        format!(":{}/booking/", self.line.address.port())
    }

    /// Opens the link and types the card.
    pub(super) async fn come_and_type(&mut self, world: &Wreckable) {
        self.link = world.link(self.session).await;
        let opened = timeout(PATIENCE, Phone::open(world.phones.browser(), &self.link)).await;
        let Ok(Ok(phone)) = opened else { return };
        let typed = async {
            phone.tap_continue().await?;
            type_card(&phone, self.plan.declined).await
        };
        let _typed_or_not = timeout(PATIENCE, typed).await;
        self.phone = Some(phone);
    }

    /// Presses so that a fault at `at` meets the planned moment; brings its own fault about.
    pub(super) async fn press(&mut self, chrome: &DetachedChrome, phones: &Browser, at: Instant) {
        let Some(phone) = self.phone.take() else { return };
        let before = Duration::from_millis(self.plan.after_press.max(0).unsigned_abs());
        let behind = Duration::from_millis(self.plan.after_press.min(0).unsigned_abs());
        let waits = self.plan.fault.strikes_all() && self.plan.moment == Moment::Typed;
        let mark = self.mark();
        let press = async {
            sleep_until(at - before + behind).await;
            // Of a fault that everybody sees, patients who have not pressed see that they have to wait.
            if waits {
                return false;
            }
            timeout(PATIENCE, taps(&phone, self.plan.fault)).await.is_ok_and(|tapped| tapped.is_ok())
        };
        let fault = async {
            sleep_until(at).await;
            match self.plan.fault {
                fault @ (Fault::PageClosed | Fault::RendererCrashed) => {
                    strike::page(chrome, &mark, fault).await
                }
                Fault::NetworkLost => self.line.cut_for(OUTAGE).await,
                Fault::TwoDevices => {
                    let _second = timeout(PATIENCE, second_device(phones, &self.link)).await;
                }
                _ => {}
            }
        };
        if self.plan.fault == Fault::PhoneLost {
            tokio::select! {
                pressed = press => self.has_pressed = pressed,
                () = sleep_until(at) => {}
            }
            sleep_until(at).await;
            self.has_pressed = true;
            let _gone = phone.close().await;
            return;
        }
        let (pressed, ()) = tokio::join!(press, fault);
        self.has_pressed = pressed;
        self.phone = Some(phone);
    }

    /// A patient whose press never left the phone types and presses again, once the screen says that it is their turn.
    pub(super) async fn try_again(&mut self, world: &Wreckable) {
        let Some(phone) = self.phone.as_ref().filter(|_| !self.has_pressed) else { return };
        if world.client.status(self.session).await.is_ok_and(|view| is_over(view.state)) {
            return;
        }
        let again = async {
            phone.sees("Your turn").await?;
            type_card(phone, self.plan.declined).await?;
            phone.press(FINAL_BUTTON).await
        };
        let _in_time = timeout(PATIENCE, again).await;
    }

    /// What was planned, which time was wanted, and what the service says in the end.
    pub(super) async fn end(self, world: &Wreckable) -> (Plan, (String, String), SessionView) {
        let look = async || world.client.status(self.session).await.ok().filter(|view| is_over(view.state));
        let end = until("the session is over", look).await;
        if let Some(phone) = self.phone {
            let _gone = phone.close().await;
        }
        (self.plan, self.slot, end)
    }
}

async fn type_card(phone: &Phone, declined: bool) -> Result<(), PhoneError> {
    phone.fill("Card number", if declined { DECLINED_CARD } else { APPROVED_CARD }).await?;
    phone.fill("Expiry date", "12 / 34").await?;
    phone.fill("CVC", "123").await
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
