//! Texts that stand on a page anyway, and are no news of the booking.

use super::*;

fn phone_page() -> Page {
    Page::new().heading(1, "Your phone").field("Phone", "tel", "+14405550122").button("Next")
}

fn details_page() -> Page {
    Page::new()
        .heading(1, "Your information")
        .field("First name", "given-name", "")
        .field("Email", "email", "")
        .button("Next")
}

/// A flow whose phone number has been sent, and not written another way since.
fn phone_sent() -> Flow {
    let mut flow = chosen();
    assert_eq!(on(&mut flow, &phone_page(), 0), "press \"Next\"");
    flow
}

#[test]
fn what_stands_on_the_next_page_is_no_answer_to_the_one_before() {
    for text in [
        "All fields are required",
        "Cancellations must be made 24 hours in advance",
        "A deposit is required",
        "You must be 18 or older",
        "Todos los campos son obligatorios",
    ] {
        let page = details_page().text(text);
        let said = on(&mut phone_sent(), &page, 1);
        assert_eq!(said, "fill in the first name; fill in the e-mail address", "{text}");
    }
}

#[test]
fn an_alert_of_the_next_page_that_complains_of_nothing_is_no_answer() {
    let page = details_page().choice("alert", "Parking is free for patients", None);
    let said = on(&mut phone_sent(), &page, 1);
    assert_eq!(said, "fill in the first name; fill in the e-mail address");
}

#[test]
fn an_alert_or_a_fields_error_is_an_answer_anywhere() {
    let alert = details_page().choice("alert", "Your request is invalid", None);
    assert_eq!(on(&mut phone_sent(), &alert, 1), "site_rejected_contact: ");
    let wrong = details_page().wrong_field("Zip", "Please enter a zip code");
    assert_eq!(on(&mut phone_sent(), &wrong, 1), "site_rejected_contact: ");
}

#[test]
fn new_words_on_the_page_of_the_press_are_an_answer() {
    let refused = phone_page().text("This e-mail is invalid.");
    assert_eq!(on(&mut phone_sent(), &refused, 1), "site_rejected_contact: ");
}

#[test]
fn what_was_said_before_the_time_was_pressed_tells_of_no_lost_slot() {
    let mut flow = flow();
    flow.memory.chosen = Selection { time: None, ..chosen().memory.chosen };
    let page = || {
        with_slots(calendar(Some(5)), &["10:00 AM", "2:30 PM"])
            .text("Laser is no longer available on Sundays.")
    };
    assert_eq!(on(&mut flow, &page(), 0), "choose the time 14:30");
    assert_eq!(on(&mut flow, &page(), 1), "press \"Next\"");
    let lost = page().text("Sorry, this time is no longer available.");
    assert_eq!(on(&mut flow, &lost, 2), "slot_lost: 10:00 AM");
}

#[test]
fn terms_and_links_to_earlier_bookings_tell_of_no_lost_slot() {
    for text in [
        "Already booked? Manage your visit",
        "Your appointment is confirmed once payment has been taken",
        "We hold your place until the deposit has been taken.",
        "If you have already booked, manage your visit.",
        "Déjà réservé ? Gérez votre visite",
    ] {
        let page = review("2:30 PM").text(text).button("Continue");
        assert_eq!(on(&mut chosen(), &page, 0), "press \"Continue\"", "{text}");
    }
    for text in [
        "The 2:30 p.m. slot has been taken",
        "This time is already booked. Choose another?",
        "Esta hora ya no está disponible",
        "This time is no longer available. No payment has been taken.",
    ] {
        let page = review("2:30 PM").text(text).button("Continue");
        assert_eq!(on(&mut chosen(), &page, 0), "slot_lost: ", "{text}");
    }
}
