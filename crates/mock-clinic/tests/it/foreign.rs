//! The same clinic at other vendors: forms that are posted, and what the clinic writes down of them.

use baton_mock_clinic::{APPROVED_CARD, DECLINED_CARD, MockClinic, PaymentResult};
use jiff::civil::{Date, Time};
use url::Url;

use crate::client::{Answer, get, submit};

/// A visitor of "Bookwell", as far as the payment page.
struct Visitor {
    page: Url,
    chosen: Vec<(&'static str, String)>,
}

impl Visitor {
    async fn reaches_payment(clinic: &MockClinic, (date, time): (Date, Time)) -> (Self, Answer) {
        let page = Url::parse(&clinic.foreign_url_with("forms", &[])).unwrap();
        let first = get(page.as_str()).await;
        let chosen = vec![
            ("visit", hidden(&first, "visit")),
            ("service", "mini-lip-filler".to_owned()),
            ("provider", String::new()),
            ("date", date.to_string()),
            ("time", time.strftime("%H:%M").to_string()),
        ];
        let visitor = Self { page, chosen };
        let details = [("fullname", "Ana Moss"), ("telephone", "440 555 0199"), ("email", "ana@example.com")];
        let answer = visitor.sends("details", &details).await;
        (visitor, answer)
    }

    async fn sends(&self, page: &str, more: &[(&str, &str)]) -> Answer {
        let url = Url::parse(&format!("{}/{page}", self.page.as_str().trim_end_matches('?'))).unwrap();
        let own = self.chosen.iter().map(|(name, value)| (*name, value.as_str()));
        submit(&url, &own.chain(more.iter().copied()).collect::<Vec<_>>()).await
    }

    async fn pays_with(&self, number: &str) -> Answer {
        self.sends("payment", &[("number", number), ("expires", "12/34"), ("cv2", "123")]).await
    }
}

fn hidden(page: &Answer, name: &str) -> String {
    let opening = format!(r#"name="{name}" value=""#);
    let (_, rest) = page.text.split_once(&opening).expect("the page carries the field");
    rest.split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn forms_that_are_posted_lead_to_a_booking_and_every_press_is_counted() {
    let clinic = MockClinic::spawn().await;
    let (visitor, payment) = Visitor::reaches_payment(&clinic, clinic.open_slot()).await;
    assert!(payment.text.contains("Deposit payable now: <b>$50.00</b>"), "{}", payment.text);
    assert_eq!(clinic.state().await.holds[0].contact.first_name, "Ana Moss");
    assert_eq!(clinic.state().await.final_presses, 0);

    let declined = visitor.pays_with(DECLINED_CARD).await;
    assert!(declined.text.contains("Your card was declined"), "{}", declined.text);
    let booked = visitor.pays_with(APPROVED_CARD).await;

    let state = clinic.state().await;
    assert!(booked.text.contains(&state.bookings[0].confirmation_number), "{}", booked.text);
    let results: Vec<PaymentResult> = state.payments.iter().map(|payment| payment.result).collect();
    assert_eq!(results, [PaymentResult::Declined, PaymentResult::Approved]);
    assert_eq!(state.final_presses, 2);
}

#[tokio::test]
async fn a_time_that_somebody_else_has_is_taken_at_every_vendors_site() {
    let clinic = MockClinic::spawn().await;
    let slot = clinic.open_slot();
    for _provider in 0..2 {
        let (visitor, _) = Visitor::reaches_payment(&clinic, slot).await;
        visitor.pays_with(APPROVED_CARD).await;
    }
    let (_, answer) = Visitor::reaches_payment(&clinic, slot).await;
    assert!(answer.text.contains("no longer available"), "{}", answer.text);
    assert_eq!(clinic.state().await.bookings.len(), 2);
}

#[tokio::test]
async fn the_front_page_leads_to_every_vendor() {
    let clinic = MockClinic::spawn().await;
    let front = get(clinic.url().as_str()).await;
    for vendor in ["forms", "wizard", "picker"] {
        let path = format!("/foreign/{vendor}/forever-22");
        assert!(front.text.contains(&path), "{path}");
        assert_eq!(get(clinic.url().join(&path).unwrap().as_str()).await.status, 200);
    }
}

#[tokio::test]
async fn the_wizard_may_stand_on_the_other_origin() {
    let clinic = MockClinic::spawn().await;
    let page = get(&clinic.foreign_url_with("wizard", &[("frame", "other")])).await;
    let (_, rest) = page.text.split_once("<iframe src=\"").unwrap();
    let frame = rest.split('"').next().unwrap().replace("&amp;", "&");
    assert!(frame.starts_with(&clinic.card_origin()), "{frame}");
    let shown = get(&frame.replace("localhost", "127.0.0.1")).await;
    assert!(shown.text.contains("data-start="), "{}", shown.text);
}

#[tokio::test]
async fn what_a_visitor_names_cannot_leave_the_page_it_stands_in() {
    let clinic = MockClinic::spawn().await;
    for vendor in ["forms", "wizard", "picker"] {
        let url = clinic.foreign_url_with(vendor, &[("clinic", "</h1><script>alert(1)</script>")]);
        assert!(!get(&url).await.text.contains("<script>alert"), "{vendor}");
    }
}
