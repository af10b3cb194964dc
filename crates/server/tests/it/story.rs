//! Whole stories: a platform books at the practice clinic, a phone pays through the handoff page, and everybody learns of it.
//! Two real browsers each. What a phone does, it does by what it sees.

mod cancelling;
mod commands;
mod direct;
mod evidence;
mod play;
mod queueing;
mod refusals;
mod success;
mod traces;

use std::time::Duration;

use baton_browser::{Chrome, LaunchOptions};
use baton_client::{Lead, SessionState, SessionView, StartBooking, Uuid};
use baton_mock_clinic::APPROVED_CARD;
use baton_platform::BookingPlatform;
use baton_server::config::Settings;
use baton_server::demo::phone::Phone;
use baton_server::demo::world::World;

/// For what happens at once on a quiet machine.
const SOON: Duration = Duration::from_mins(1);

const SERVICE: &str = "Lip Filler";
const FINAL_BUTTON: &str = "Book Appointment";

/// A world, and a browser for the phones in it.
struct Story {
    world: World,
    phones: Chrome,
}

impl Story {
    async fn begin() -> Self {
        Self::with(Settings::default()).await
    }

    async fn with(settings: Settings) -> Self {
        let world = World::open(settings).await.unwrap();
        let phones = Chrome::launch(LaunchOptions::default()).await.unwrap();
        Self { world, phones }
    }

    /// Starts a booking of the `nth` free time, so that several do not want the same one.
    async fn book_nth(&self, nth: usize) -> Uuid {
        self.book_at(nth, &[]).await
    }

    /// The same at a clinic with a quirk.
    async fn book_at(&self, nth: usize, quirks: &[(&str, &str)]) -> Uuid {
        let (date, time) = self.world.clinic.open_slots()[nth];
        let time = time.strftime("%-I:%M%P").to_string();
        // The clinic's slowness is for the demo; here it would only cost time.
        let quick = [("slotDelayMs", "50"), ("processingMs", "50")];
        let url = self.world.clinic.booking_url_with(&[&quick, quirks].concat());
        let request = StartBooking {
            service: Some(SERVICE.to_owned()),
            callback_url: Some(self.world.callback_url.clone()),
            ..baton_client::request(&url, &date.to_string(), &time, lead())
        };
        self.world.client.start(&request).await.unwrap().session_id
    }

    /// Starts the booking of the platform's lead.
    async fn book(&self) -> Uuid {
        let session = self.book_nth(0).await;
        self.world.leads.update(self.world.lead, |lead| lead.begin_booking(BookingPlatform::Moxie, session));
        session
    }

    async fn link(&self, session: Uuid) -> String {
        self.world.client.wait_for_handoff(session, SOON).await.unwrap().handoff_url
    }

    /// Opens the link on a phone and goes as far as the payment page.
    async fn phone(&self, link: &str) -> Phone {
        let phone = Phone::open(self.phones.browser(), link).await.unwrap();
        phone.tap_continue().await.unwrap();
        phone.sees_field("Card number").await.unwrap();
        phone
    }

    /// Waits until what is told of the session is as wanted.
    async fn until(&self, session: Uuid, wanted: impl Fn(&SessionView) -> bool) -> SessionView {
        let wait = async {
            let mut view = self.world.client.status(session).await.unwrap();
            while !wanted(&view) {
                view = self.world.client.status_after(session, Duration::from_millis(500)).await.unwrap();
            }
            view
        };
        tokio::time::timeout(SOON, wait).await.expect("the session comes that far in time")
    }

    async fn until_state(&self, session: Uuid, state: SessionState) -> SessionView {
        self.until(session, |view| view.state == state).await
    }

    async fn end(self) {
        self.phones.close().await;
        self.world.close().await;
    }
}

async fn pay(phone: &Phone, card: &str) {
    phone.fill("Card number", card).await.unwrap();
    phone.fill("Expiry date", "12 / 34").await.unwrap();
    phone.fill("CVC", "123").await.unwrap();
    phone.press(FINAL_BUTTON).await.unwrap();
}

fn confirmation_number(view: &SessionView) -> &str {
    view.confirmation_details.as_ref().and_then(|details| details.confirmation_number.as_deref()).unwrap()
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
