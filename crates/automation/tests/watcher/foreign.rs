//! Payments at sites of other builds. What the clinic's server writes down here is what it never may while the machine drives.

use baton_booking::detector::Verdict;
use baton_booking::outcome::PaymentResult;
use baton_mock_clinic::{APPROVED_CARD, DECLINED_CARD};

use crate::clinic::Visit;

/// A vendor's card fields, by their labels, and the button that books.
struct Till {
    vendor: &'static str,
    card: [&'static str; 3],
    button: &'static str,
}

const TILLS: [Till; 3] = [
    Till {
        vendor: "forms",
        card: ["Card number", "Expiry date", "Security code"],
        button: "Pay deposit and book",
    },
    Till { vendor: "wizard", card: ["Card number", "MM / YY", "CVV"], button: "Confirm & pay $50.00" },
    Till { vendor: "picker", card: ["Card number", "Expires", "CVC"], button: "Pay and reserve" },
];

#[tokio::test]
async fn a_patient_who_pays_at_a_site_never_seen_is_booked_and_heard() {
    let [forms, wizard, picker] = &TILLS;
    tokio::join!(pays(forms), pays(wizard), pays(picker));
}

async fn pays(till: &Till) {
    let vendor = till.vendor;
    let mut visit = Visit::elsewhere(vendor).await;
    press_with(&mut visit, till, DECLINED_CARD).await;
    let answer = visit.answer().await;
    let Verdict::Refused(refusal) = &answer else { panic!("{vendor}: {answer:?}") };
    assert_eq!(refusal.result, PaymentResult::Declined, "{vendor}");

    press_with(&mut visit, till, APPROVED_CARD).await;
    let answer = visit.answer().await;
    let Verdict::Succeeded(confirmation) = &answer else { panic!("{vendor}: {answer:?}") };
    assert_eq!(confirmation.number, Some(visit.confirmation_number().await), "{vendor}");
    let state = visit.clinic.state().await;
    assert_eq!((state.bookings.len(), state.payments.len(), state.final_presses), (1, 2, 2), "{vendor}");
    assert_eq!(state.bookings[0].provider, "Brandi Sesock", "{vendor}");
}

async fn press_with(visit: &mut Visit, till: &Till, number: &str) {
    for (label, text) in till.card.iter().zip([number, "12/34", "123"]) {
        visit.fill(label, text).await;
    }
    visit.press_final(till.button).await;
}
