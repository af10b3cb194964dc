//! The booking as most patients make it.

use baton_booking::handoff::HandoffReason;
use baton_booking::outcome::Money;

use crate::desk::Desk;

#[tokio::test]
async fn a_booking_is_brought_to_the_payment_step_and_no_further() {
    let desk = Desk::open().await;
    let request = desk.request(&[]);
    let (date, time) = (request.date, request.time);

    let prepared = desk.booking(request).await.prepared().await;

    assert_eq!(prepared.reason, HandoffReason::Payment);
    assert_eq!(prepared.deposit, Some(Money { cents: 5000, currency: "USD".into() }));
    assert_eq!(prepared.selection.service.as_deref(), Some("Signature HydraFacial"));
    assert_eq!(prepared.selection.provider.as_deref(), Some("Brandi Sesock"));
    let state = desk.clinic.state().await;
    assert_eq!((state.bookings.len(), state.payments.len(), state.final_presses), (0, 0, 0));
    let hold = &state.holds[0];
    assert_eq!((hold.service.as_str(), hold.provider.as_str()), ("Signature HydraFacial", "Brandi Sesock"));
    assert_eq!(
        (hold.date.as_str(), hold.time.as_str()),
        (date.to_string().as_str(), time.strftime("%H:%M").to_string().as_str())
    );
}
