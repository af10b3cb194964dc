//! The patient's turn in the middle of the way: the same flow goes on afterwards.

use baton_automation::{Preparation, interlude_passed};
use baton_booking::handoff::HandoffReason::{Captcha, Payment, VerificationCode};
use baton_browser::{FillMode, NodeHandle, SnapshotOptions};

use crate::desk::{Booking, Desk, Ended};

#[tokio::test]
async fn the_booking_goes_on_once_the_patient_has_typed_the_code() {
    let desk = Desk::open().await;
    let mut booking = desk.booking(desk.request(&[("code", "1")])).await;
    assert_eq!(booking.drive().await, Ok(Preparation::Interlude(VerificationCode)));

    let code = desk.clinic.state().await.codes[0].code.clone();
    let field = find(&booking, "textbox", "Verification code").await;
    booking.page().fill(&booking.progress, &field, &code, FillMode::Keys).await.unwrap();
    let next = find(&booking, "button", "Confirm").await;
    booking.page().press(&booking.progress, &next).await.unwrap().done().await.unwrap();
    pass(&mut booking, VerificationCode).await;

    assert_eq!(Ended::of(&booking.drive().await), Ended::At(Payment));
}

#[tokio::test]
async fn the_booking_goes_on_once_the_patient_has_shown_to_be_a_person() {
    let desk = Desk::open().await;
    let mut booking = desk.booking(desk.request(&[("captcha", "1")])).await;
    assert_eq!(booking.drive().await, Ok(Preparation::Interlude(Captcha)));

    let robot = find(&booking, "checkbox", "I'm not a robot").await;
    booking.page().press(&booking.progress, &robot).await.unwrap().done().await.unwrap();
    pass(&mut booking, Captcha).await;

    assert_eq!(Ended::of(&booking.drive().await), Ended::At(Payment));
}

async fn pass(booking: &mut Booking, reason: baton_booking::handoff::HandoffReason) {
    interlude_passed(&mut booking.driver, &booking.flow, reason, &booking.progress).await.unwrap();
}

async fn find(booking: &Booking, role: &str, name: &str) -> NodeHandle {
    let shot = booking.page().snapshot(&booking.progress, &SnapshotOptions::default()).await.unwrap();
    let mut visible = shot.visible();
    let found = visible.find(|(_, node)| node.role == role && node.name == name);
    let (frame, node) = found.unwrap_or_else(|| panic!("no {role} {name:?}"));
    frame.handle(node)
}
