//! The whole payment at the practice clinic, by a patient with a card; the clinic's server knows what really happened.

use std::sync::Arc;
use std::time::Duration;

use baton_automation::{ChromeDriver, Preparation, Watcher, prepare};
use baton_booking::clock::SystemClock;
use baton_booking::detector::{Expected, Verdict};
use baton_booking::flow::Flow;
use baton_booking::outcome::PaymentResult;
use baton_booking::profile::{ProfileSet, SiteProfile};
use baton_booking::request::{BookingRequest, HandoffPreference, Lead};
use baton_browser::{
    Chrome, ContextOptions, FillMode, LaunchOptions, NodeHandle, Page, Snapshot, SnapshotOptions,
};
use baton_mock_clinic::{APPROVED_CARD, DECLINED_CARD, EXPIRED_CARD, MockClinic};
use jiff::tz::TimeZone;
use url::Url;

use crate::stage::{progress, watch};

/// A patient on the prepared page, watched.
pub(crate) struct Visit {
    pub(crate) clinic: MockClinic,
    page: Page,
    watcher: Watcher,
    _chrome: Chrome,
}

impl Visit {
    /// Prepares a booking with the clinic's switches and hands the page over.
    async fn with(switches: &[(&str, &str)]) -> Self {
        let clinic = MockClinic::spawn().await;
        let request = request(&clinic, switches);
        Self::prepared(clinic, request, "moxie").await
    }

    /// Prepares a booking at another vendor's site, which no profile knows.
    pub(crate) async fn elsewhere(vendor: &str) -> Self {
        let clinic = MockClinic::spawn().await;
        let booking_url =
            Url::parse(&clinic.foreign_url_with(vendor, &[("slotDelayMs", "0"), ("processingMs", "0")]))
                .unwrap();
        let request = BookingRequest { booking_url, ..request(&clinic, &[]) };
        Self::prepared(clinic, request, "generic").await
    }

    async fn prepared(clinic: MockClinic, request: BookingRequest, profile: &str) -> Self {
        let profile = ProfileSet::built_in().by_name(profile).expect("it is built in");
        let chrome = Chrome::launch(LaunchOptions::default()).await.unwrap();
        let zone = Some("America/New_York".to_owned());
        let context = chrome
            .browser()
            .new_context(ContextOptions { timezone: zone, ..ContextOptions::default() })
            .await
            .unwrap();
        let page = context.new_page().await.unwrap();
        prepared(&page, &request, Arc::clone(&profile)).await;
        let watcher = watch(&page, profile.outcome.clone(), expected(&request), Duration::from_secs(2)).await;
        Self { clinic, page, watcher, _chrome: chrome }
    }

    /// Types a card and presses the final button, as the live view would: it tells of the press, then passes it on.
    async fn pay_with(&mut self, card: &str) {
        for (name, text) in [("number", card), ("exp", "1234"), ("csc", "123")] {
            let field = self.find(|node| {
                node.field.as_ref().is_some_and(|field| field.autocomplete.contains(&format!("cc-{name}")))
            });
            let field = field.await;
            self.page.fill(&progress(), &field, text, FillMode::Insert).await.unwrap();
        }
        self.press_final("Book Appointment").await;
    }

    /// Fills in the field whose label begins like this.
    pub(crate) async fn fill(&self, label: &str, text: &str) {
        let field = self.find(|node| node.field.is_some() && node.name.starts_with(label)).await;
        self.page.fill(&progress(), &field, text, FillMode::Insert).await.unwrap();
    }

    pub(crate) async fn press_final(&mut self, label: &str) {
        let button = self.find(|node| node.role == "button" && node.name == label).await;
        self.watcher.final_press();
        self.page.press(&progress(), &button).await.unwrap();
    }

    async fn press(&self, label: &str) {
        let button = self.find(|node| node.role == "button" && node.name == label).await;
        self.page.press(&progress(), &button).await.unwrap();
    }

    async fn find(&self, test: impl Fn(&baton_browser::Node) -> bool) -> NodeHandle {
        loop {
            let seen = self.page.snapshot(&progress(), &SnapshotOptions::default()).await.unwrap();
            if let Some(handle) = handle(&seen, &test) {
                return handle;
            }
            self.page.changed_since(&progress(), seen.version).await.unwrap();
        }
    }

    /// The next verdict that is no mere progress.
    pub(crate) async fn answer(&mut self) -> Verdict {
        loop {
            match self.next().await {
                Verdict::Submitted | Verdict::Processing | Verdict::Challenge => {}
                verdict => return verdict,
            }
        }
    }

    async fn next(&mut self) -> Verdict {
        let sighting = tokio::time::timeout(Duration::from_secs(40), self.watcher.next()).await;
        sighting.expect("something should have been seen").unwrap().verdict
    }

    pub(crate) async fn confirmation_number(&self) -> String {
        self.clinic.state().await.bookings[0].confirmation_number.clone()
    }
}

fn handle(seen: &Snapshot, test: impl Fn(&baton_browser::Node) -> bool) -> Option<NodeHandle> {
    seen.visible().find(|(_, node)| test(node)).map(|(frame, node)| frame.handle(node))
}

fn request(clinic: &MockClinic, switches: &[(&str, &str)]) -> BookingRequest {
    let (date, time) = clinic.open_slot();
    let mut all = vec![("slotDelayMs", "0"), ("searchDelayMs", "0"), ("testimonial", "true")];
    all.extend_from_slice(switches);
    BookingRequest {
        booking_url: Url::parse(&clinic.booking_url_with(&all)).unwrap(),
        date,
        time,
        service: Some("Signature HydraFacial".into()),
        provider: Some("Brandi".into()),
        callback_url: None,
        handoff: HandoffPreference::Auto,
        timezone: None,
        timeout: None,
        profile: None,
        aliases: Vec::new(),
    }
}

fn expected(request: &BookingRequest) -> Expected {
    Expected {
        service: request.service.clone(),
        provider: Some("Brandi Sesock".into()),
        date: request.date,
        time: request.time,
        zone: TimeZone::get("America/New_York").ok(),
    }
}

async fn prepared(page: &Page, request: &BookingRequest, profile: Arc<SiteProfile>) {
    let lead = Lead {
        first_name: "Ana".into(),
        last_name: "Moss".into(),
        phone: "+14405550122".into(),
        email: "ana@example.com".into(),
        notes: None,
    };
    let mut flow = Flow::new(profile, request.clone(), lead);
    let mut driver = ChromeDriver::new(page.clone(), Arc::new(SystemClock), flow.selectors());
    let driven = prepare(&mut driver, &mut flow, &progress(), |_| {}).await;
    assert!(matches!(driven, Ok(Preparation::Ready(_))), "{driven:?}");
}

fn result(verdict: &Verdict) -> Option<PaymentResult> {
    match verdict {
        Verdict::Refused(refusal) => Some(refusal.result),
        _ => None,
    }
}

#[tokio::test]
async fn a_declined_card_leaves_the_page_and_a_second_card_books() {
    let mut visit = Visit::with(&[]).await;
    visit.pay_with(DECLINED_CARD).await;
    assert_eq!(visit.next().await, Verdict::Submitted);
    assert_eq!(visit.next().await, Verdict::Processing);
    assert_eq!(result(&visit.next().await), Some(PaymentResult::Declined));

    visit.pay_with(EXPIRED_CARD).await;
    assert_eq!(result(&visit.answer().await), Some(PaymentResult::ExpiredCard));

    visit.pay_with(APPROVED_CARD).await;
    let Verdict::Succeeded(confirmation) = visit.answer().await else { panic!("no success") };
    assert_eq!(confirmation.number, Some(visit.confirmation_number().await));
    assert_eq!(confirmation.provider.as_deref(), Some("Brandi Sesock"));
    assert_eq!(confirmation.service.as_deref(), Some("Signature HydraFacial"));
    let booked = &visit.clinic.state().await.bookings[0];
    let appointment = confirmation.appointment.expect("the page shows it");
    assert_eq!(
        appointment.strftime("%Y-%m-%d %H:%M").to_string(),
        format!("{} {}", booked.date, booked.time)
    );
}

#[tokio::test]
async fn the_same_refusal_twice_is_two_attempts() {
    let mut visit = Visit::with(&[("processingMs", "200")]).await;
    for _ in 0..2 {
        visit.pay_with(DECLINED_CARD).await;
        assert_eq!(result(&visit.answer().await), Some(PaymentResult::Declined));
    }
    assert_eq!(visit.clinic.state().await.payments.len(), 2);
}

#[tokio::test]
async fn every_kind_of_confirmation_is_a_success() {
    for confirmation in ["inline", "url", "modal"] {
        let mut visit = Visit::with(&[("confirmation", confirmation), ("processingMs", "0")]).await;
        visit.pay_with(APPROVED_CARD).await;
        let Verdict::Succeeded(read) = visit.answer().await else { panic!("{confirmation}: no success") };
        assert_eq!(read.number, Some(visit.confirmation_number().await), "{confirmation}");
    }
}

#[tokio::test]
async fn a_banks_question_is_part_of_the_payment() {
    for three_ds in ["frame", "popup"] {
        let mut visit = Visit::with(&[("threeDs", three_ds), ("processingMs", "0")]).await;
        let mut events = visit.page.events();
        visit.pay_with(APPROVED_CARD).await;
        while visit.next().await != Verdict::Challenge {}
        if three_ds == "frame" {
            visit.press("Approve").await;
        } else {
            approve_in_window(&mut events).await;
        }
        let answer = visit.answer().await;
        assert!(matches!(answer, Verdict::Succeeded(_)), "{three_ds}: {answer:?}");
    }
}

async fn approve_in_window(events: &mut tokio::sync::broadcast::Receiver<baton_browser::PageEvent>) {
    let window = loop {
        if let baton_browser::PageEvent::Popup(window) = events.recv().await.unwrap() {
            break window;
        }
    };
    loop {
        let seen = window.snapshot(&progress(), &SnapshotOptions::default()).await.unwrap();
        if let Some(button) = handle(&seen, |node| node.role == "button" && node.name == "Approve") {
            // The window closes itself in answer to the press.
            let _closed = window.press(&progress(), &button).await;
            return;
        }
        window.changed_since(&progress(), seen.version).await.unwrap();
    }
}

#[tokio::test]
async fn a_slot_that_is_lost_at_the_payment_is_told() {
    let mut visit = Visit::with(&[("slotLost", "payment"), ("processingMs", "0")]).await;
    visit.pay_with(APPROVED_CARD).await;
    let answer = visit.answer().await;
    assert!(matches!(answer, Verdict::SlotTaken { .. }), "{answer:?}");
    assert!(visit.clinic.state().await.bookings.is_empty());
}

#[tokio::test]
async fn a_booking_without_a_deposit_is_a_success() {
    let mut visit = Visit::with(&[("nodeposit", "true"), ("processingMs", "0")]).await;
    visit.press_final("Book Appointment").await;
    let answer = visit.answer().await;
    assert!(matches!(answer, Verdict::Succeeded(_)), "{answer:?}");
}

#[tokio::test]
async fn an_incomplete_card_is_no_submit() {
    let mut visit = Visit::with(&[("processingMs", "0")]).await;
    visit.press_final("Book Appointment").await;
    assert_eq!(visit.answer().await, Verdict::Withdrawn);
    assert!(visit.clinic.state().await.payments.is_empty());
}

#[tokio::test]
async fn a_server_that_fails_after_charging_is_unclear() {
    let mut visit = Visit::with(&[("serverError", "afterCharge"), ("processingMs", "0")]).await;
    visit.pay_with(APPROVED_CARD).await;
    let answer = visit.answer().await;
    assert!(matches!(answer, Verdict::Unclear { .. }), "{answer:?}");
}
