//! Cards: which pay, which do not, and what a second submit does.

use baton_mock_clinic::{APPROVED_CARD, DECLINED_CARD, EXPIRED_CARD, MockClinic, PaymentResult};
use serde_json::json;

use crate::client::{Patient, post};

async fn at_payment(clinic: &MockClinic, switches: &[(&str, &str)]) -> Patient {
    let patient = Patient::arrives(clinic, switches).await;
    patient.reaches_payment(clinic.open_slot()).await;
    patient
}

#[tokio::test]
async fn refused_cards_are_told_apart_and_another_card_still_pays() {
    let clinic = MockClinic::spawn().await;
    let patient = at_payment(&clinic, &[]).await;
    let declined = patient.pays_with(DECLINED_CARD).await;
    let expired = patient.pays_with(EXPIRED_CARD).await;
    let paid = patient.pays_with(APPROVED_CARD).await;

    let text = "Payment Failed: Your card was declined. Please try a different card.";
    assert_eq!((declined.status, declined.json()["message"].as_str()), (402, Some(text)));
    assert_eq!(expired.json()["message"], "Your card has expired. Please use a valid card.");
    assert_eq!(paid.status, 201);
    let state = clinic.state().await;
    let results: Vec<_> = state.payments.iter().map(|payment| payment.result).collect();
    assert_eq!(results, [PaymentResult::Declined, PaymentResult::ExpiredCard, PaymentResult::Approved]);
    assert_eq!((state.bookings.len(), state.final_presses), (1, 3));
}

#[tokio::test]
async fn a_double_click_pays_once() {
    let clinic = MockClinic::spawn().await;
    let patient = at_payment(&clinic, &[("processingMs", "50")]).await;
    let submission = json!({ "key": "same", "token": patient.token(APPROVED_CARD).await });
    let (first, second) =
        tokio::join!(patient.sends("/api/book", submission.clone()), patient.sends("/api/book", submission));
    let state = clinic.state().await;
    assert_eq!(first.json(), second.json());
    assert_eq!((state.bookings.len(), state.payments.len()), (1, 1));
}

#[tokio::test]
async fn a_second_submit_is_a_second_payment_of_the_same_appointment() {
    let clinic = MockClinic::spawn().await;
    let patient = at_payment(&clinic, &[]).await;
    let first = patient.pays_with(APPROVED_CARD).await;
    let second = patient.pays_with(APPROVED_CARD).await;
    let state = clinic.state().await;
    assert_eq!(first.json(), second.json());
    assert_eq!((state.bookings.len(), state.payments.len(), state.final_presses), (1, 2, 2));
}

#[tokio::test]
async fn a_submit_ends_even_when_the_page_that_sent_it_is_gone() {
    let clinic = MockClinic::spawn().await;
    let patient = at_payment(&clinic, &[("processingMs", "200")]).await;
    let submission = json!({ "key": "once", "token": patient.token(APPROVED_CARD).await });
    let gone = tokio::time::timeout(
        std::time::Duration::from_millis(50),
        patient.sends("/api/book", submission.clone()),
    );
    assert!(gone.await.is_err());
    let paid = async {
        while clinic.state().await.payments.is_empty() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(5), paid).await.expect("the submit goes on");
    // The same key finds what became of it and does not begin another.
    assert_eq!(patient.sends("/api/book", submission).await.status, 201);
    assert_eq!(clinic.state().await.payments.len(), 1);
}

#[tokio::test]
async fn a_token_is_good_for_one_charge() {
    let clinic = MockClinic::spawn().await;
    let patient = at_payment(&clinic, &[]).await;
    let token = patient.token(DECLINED_CARD).await;
    patient.submits(json!({ "token": token })).await;
    assert_eq!(patient.submits(json!({ "token": token })).await.status, 422);
    assert_eq!(clinic.state().await.payments.len(), 1);
}

#[tokio::test]
async fn the_bank_decides_whether_a_challenged_payment_goes_through() {
    for (approved, status) in [(true, 201), (false, 402)] {
        let clinic = MockClinic::spawn().await;
        let patient = at_payment(&clinic, &[("threeDs", "frame")]).await;
        let asked = patient.pays_with(APPROVED_CARD).await;
        assert_eq!((asked.status, clinic.state().await.payments.len()), (202, 0));
        let challenge = asked.json()["challenge"].as_str().unwrap().to_owned();
        let bank = format!("{}/challenge/{challenge}", clinic.card_origin());
        assert_eq!(post(&bank, &json!({ "approved": approved })).await.status, 204);
        assert_eq!(
            patient.sends("/api/book", json!({ "key": "after", "challenge": challenge })).await.status,
            status
        );
    }
}

#[tokio::test]
async fn a_broken_submit_may_have_charged_or_not() {
    for (moment, payments) in [("submit", 0), ("afterCharge", 1)] {
        let clinic = MockClinic::spawn().await;
        let patient = at_payment(&clinic, &[("serverError", moment)]).await;
        assert_eq!(patient.pays_with(APPROVED_CARD).await.status, 500);
        let state = clinic.state().await;
        assert_eq!((state.payments.len(), state.bookings.len()), (payments, payments));
    }
}

#[tokio::test]
async fn nothing_of_a_card_but_its_last_digits_is_kept() {
    let clinic = MockClinic::spawn().await;
    let patient = at_payment(&clinic, &[("declineWith", "insufficient")]).await;
    patient.pays_with(DECLINED_CARD).await;
    let state = serde_json::to_string(&clinic.state().await).unwrap();
    assert!(
        state.contains(r#"{"result":"insufficient_funds","cardLast4":"0002","amountCents":5000}"#),
        "{state}"
    );
    assert!(!state.contains("00000002"));
}
