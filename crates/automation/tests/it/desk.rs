//! What the tests share: a clinic, a Chrome, and one booking of it.

use std::sync::Arc;
use std::time::{Duration, Instant};

use baton_automation::{ChromeDriver, Preparation, prepare};
use baton_booking::clock::SystemClock;
use baton_booking::flow::{Flow, Prepared};
use baton_booking::handoff::HandoffReason;
use baton_booking::outcome::{Failure, FailureCode};
use baton_booking::profile::{ProfileSet, SiteProfile};
use baton_booking::request::{BookingRequest, HandoffPreference, Lead};
use baton_booking::session::Step;
use baton_browser::{Chrome, ContextOptions, LaunchOptions, Page, Progress};
use baton_mock_clinic::{ClinicOptions, Hold, MockClinic};
use url::Url;

/// Steps 1 to 4 have to be done in this time.
pub(crate) const LIMIT: Duration = Duration::from_secs(90);

/// What is booked where a test does not say otherwise: both providers do it.
pub(crate) const SERVICE: &str = "Signature HydraFacial";

/// Where bookings are made.
pub(crate) struct Desk {
    pub(crate) clinic: MockClinic,
    chrome: Chrome,
}

/// One booking on its way.
pub(crate) struct Booking {
    pub(crate) driver: ChromeDriver,
    pub(crate) flow: Flow,
    pub(crate) steps: Vec<Step>,
    pub(crate) took: Duration,
    pub(crate) progress: Progress,
}

impl Desk {
    pub(crate) async fn open() -> Self {
        Self::at(ClinicOptions::default()).await
    }

    /// A desk beside another clinic.
    pub(crate) async fn at(options: ClinicOptions) -> Self {
        let clinic = MockClinic::serve(options).await.unwrap();
        let chrome = Chrome::launch(LaunchOptions::default()).await.unwrap();
        Self { clinic, chrome }
    }

    /// A request for a service with two providers, at a time that is free.
    pub(crate) fn request(&self, switches: &[(&str, &str)]) -> BookingRequest {
        let (date, time) = self.clinic.open_slot();
        let mut all = vec![("slotDelayMs", "0"), ("searchDelayMs", "0")];
        all.extend_from_slice(switches);
        BookingRequest {
            booking_url: Url::parse(&self.clinic.booking_url_with(&all)).unwrap(),
            date,
            time,
            service: Some(SERVICE.into()),
            provider: Some("Brandi".into()),
            callback_url: None,
            handoff: HandoffPreference::Auto,
            timezone: None,
            timeout: None,
            profile: None,
            aliases: Vec::new(),
        }
    }

    /// The same request at another vendor's site.
    pub(crate) fn foreign_request(&self, vendor: &str, parameters: &[(&str, &str)]) -> BookingRequest {
        let mut all = vec![("slotDelayMs", "0")];
        all.extend_from_slice(parameters);
        let booking_url = Url::parse(&self.clinic.foreign_url_with(vendor, &all)).unwrap();
        BookingRequest { booking_url, ..self.request(&[]) }
    }

    /// What the clinic's server knows: nothing was booked or paid, no final button pressed, and a slot was kept only for what was asked for.
    pub(crate) async fn truth(&self, request: &BookingRequest, service: &str, ended: &Ended) -> Truth {
        let state = self.clinic.state().await;
        if (state.bookings.len(), state.payments.len(), state.final_presses) != (0, 0, 0) {
            let (booked, paid) = (state.bookings.len(), state.payments.len());
            return Err(Untrue::Recorded(format!(
                "booked {booked}, paid {paid}, pressed {:?}",
                state.presses
            )));
        }
        let ready = matches!(ended, Ended::At(HandoffReason::Payment | HandoffReason::Review));
        if ready && state.holds.is_empty() {
            return Err(Untrue::Selected("ready without a slot".to_owned()));
        }
        let wanted = (request.date.to_string(), request.time.strftime("%H:%M").to_string());
        let right = |hold: &Hold| {
            (&hold.date, &hold.time) == (&wanted.0, &wanted.1)
                && hold.service == service
                && request.provider.as_ref().is_none_or(|provider| hold.provider.contains(provider.as_str()))
        };
        match state.holds.iter().find(|hold| !right(hold)) {
            Some(Hold { service, provider, date, time, .. }) => {
                Err(Untrue::Selected(format!("chose {service}, {provider}, {date}, {time}")))
            }
            None => Ok(()),
        }
    }

    pub(crate) async fn booking(&self, request: BookingRequest) -> Booking {
        self.booking_with(request, moxie()).await
    }

    pub(crate) async fn booking_with(&self, request: BookingRequest, profile: Arc<SiteProfile>) -> Booking {
        self.booking_for(lead(), request, profile).await
    }

    pub(crate) async fn booking_for(
        &self,
        lead: Lead,
        request: BookingRequest,
        profile: Arc<SiteProfile>,
    ) -> Booking {
        let zone = request.timezone.clone().unwrap_or_else(|| "America/New_York".into());
        let options = ContextOptions { timezone: Some(zone), mobile: true, ..ContextOptions::default() };
        let context = self.chrome.browser().new_context(options).await.unwrap();
        let page = context.new_page().await.unwrap();
        let flow = Flow::new(profile, request, lead);
        let driver = ChromeDriver::new(page, Arc::new(SystemClock), flow.selectors());
        Booking { driver, flow, steps: Vec::new(), took: Duration::ZERO, progress: Progress::new(LIMIT) }
    }
}

/// Whether the clinic's server knows of nothing but what was asked for.
pub(crate) type Truth = Result<(), Untrue>;

/// What the clinic's server knows otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Untrue {
    /// A booking, a payment or a final press.
    Recorded(String),
    /// Another service, provider, date or time.
    Selected(String),
    /// Another person.
    Told(String),
}

/// How a booking ended, in one word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Ended {
    /// At the patient's turn.
    At(HandoffReason),
    With(FailureCode),
}

impl Ended {
    pub(crate) fn of(driven: &Result<Preparation, Failure>) -> Self {
        match driven {
            Ok(Preparation::Ready(prepared)) => Self::At(prepared.reason),
            Ok(Preparation::Interlude(reason)) => Self::At(*reason),
            Err(failure) => Self::With(failure.code),
        }
    }
}

impl Booking {
    /// Drives on until the patient's turn, or until it is clear why not.
    pub(crate) async fn drive(&mut self) -> Result<Preparation, Failure> {
        let started = Instant::now();
        let steps = &mut self.steps;
        let driven = prepare(&mut self.driver, &mut self.flow, &self.progress, |step| steps.push(step)).await;
        self.took = started.elapsed();
        driven
    }

    /// The prepared page; anything else fails the test with the log of what was done.
    pub(crate) async fn prepared(&mut self) -> Prepared {
        match self.drive().await {
            Ok(Preparation::Ready(prepared)) => *prepared,
            other => panic!("{other:?} after {:?}{}", self.steps, self.progress.log()),
        }
    }

    /// The failure that the booking ends with.
    pub(crate) async fn failure(&mut self) -> Failure {
        match self.drive().await {
            Err(failure) => failure,
            Ok(done) => panic!("{done:?} after {:?}{}", self.steps, self.progress.log()),
        }
    }

    pub(crate) fn page(&self) -> &Page {
        self.driver.page()
    }

    pub(crate) async fn close(self) {
        self.page().close().await.unwrap();
    }

    pub(crate) fn log(&self) -> String {
        self.progress.log().to_string()
    }
}

pub(crate) fn moxie() -> Arc<SiteProfile> {
    ProfileSet::built_in().by_name("moxie").expect("it is built in")
}

pub(crate) fn generic() -> Arc<SiteProfile> {
    ProfileSet::built_in().by_name("generic").expect("it is built in")
}

pub(crate) fn lead() -> Lead {
    Lead {
        first_name: "Renée".into(),
        last_name: "O’Brien-Núñez".into(),
        phone: "+14405550122".into(),
        email: "renee@example.com".into(),
        notes: Some("First visit".into()),
    }
}
