//! Everything that is said to patients. Texts take their facts as arguments; none is made up here.

use baton_api::booking::ConfirmationDetails;
use jiff::Timestamp;

use super::effect::Message;
use super::memory::{Question, Service};
use crate::clinic::{Clinic, Money};
use crate::slot::Slot;

pub(super) const NOT_UNDERSTOOD: &str = "Sorry, I didn't quite get that.";
pub(super) const NO_PROBLEM: &str = "No problem.";
pub(super) const NOTED: &str = "Noted.";
pub(super) const LOOKING_UP: &str = "One moment while I look that up.";
pub(super) const STILL_LOOKING: &str = "I'm still looking, one moment please.";
pub(super) const PEOPLE_WILL_ANSWER: &str = "Somebody from our team will get back to you here.";
pub(super) const BOOKING_BY_PEOPLE: &str = "Sorry, I couldn't prepare your booking. Nothing was charged. Somebody from our team will get back to you here.";
pub(super) const CANCEL_BY_PEOPLE: &str =
    "Your appointment is booked, so our team has to cancel it for you. They will get back to you here.";
pub(super) const OUTCOME_UNKNOWN: &str = "I couldn't see whether your booking went through. Please don't pay again: our team will check and get back to you here.";
pub(super) const PAYMENT_FAILED: &str = "The payment didn't go through.";
pub(super) const LINK_EXPIRED: &str = "Your payment link has expired.";
pub(super) const PAID_EARLIER: &str = "You paid through your earlier link, so the earlier time counts.";
pub(super) const CANCELLED: &str = "Your booking was cancelled before it was paid.";
pub(super) const GIVEN_UP: &str =
    "All right, I won't book anything. Write to us whenever you'd like an appointment.";
pub(super) const BOOK_WHENEVER: &str = "Reply BOOK whenever you'd like an appointment.";
pub(super) const STARTED: &str = "You will get our messages again.";

pub(super) fn plain(text: String) -> Message {
    Message { text, carries_link: false }
}

/// Two sentences as one text; either may be empty.
pub(super) fn join(opening: &str, text: &str) -> String {
    [opening, text].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

pub(super) fn greeting(clinic: &Clinic) -> String {
    format!("Hi, this is the booking assistant of {}.", clinic.name)
}

pub(super) fn thanks(first_name: &str) -> String {
    format!("Thanks, {first_name}!")
}

pub(super) fn welcome_back(first_name: &str) -> String {
    format!("Welcome back, {first_name}!")
}

pub(super) fn help(clinic: &Clinic) -> String {
    let call = clinic.front_desk.as_ref().map(|number| format!(" Call us at {number}.")).unwrap_or_default();
    format!(
        "{}: booking by text message.{call} Msg & data rates may apply. Reply STOP to get no more messages.",
        clinic.name
    )
}

pub(super) fn stopped(clinic: &Clinic) -> String {
    format!("{}: you will get no more messages from us. Reply START to get them again.", clinic.name)
}

pub(super) fn question(question: Question, clinic: &Clinic, service: Option<&Service>) -> String {
    match question {
        Question::Name => "What is your full name?".to_owned(),
        Question::LastName => "And your last name? Reply NONE if you go by one name.".to_owned(),
        Question::Service => "Which service would you like to book?".to_owned(),
        Question::Provider => which_provider(service),
        Question::PatientKind => format!("Are you new to {}, or have you been here before?", clinic.name),
        Question::Schedule => {
            "Which days and times suit you? For example: Tuesday or Thursday after 3.".to_owned()
        }
        Question::Email => "What is your e-mail address?".to_owned(),
    }
}

fn which_provider(service: Option<&Service>) -> String {
    let options = service.map(provider_options).unwrap_or_default();
    let said = service.map(|service| service.said.as_str()).unwrap_or_default();
    format!("Who would you like to see for {said}?\n{}", numbered(&options))
}

/// The providers as they are listed; the last number stands for no preference.
pub(super) fn provider_options(service: &Service) -> Vec<String> {
    let mut options = service.providers.clone();
    options.push("No preference".to_owned());
    options
}

pub(super) fn which_service(options: &[String]) -> String {
    format!("Which one do you mean? Reply with a number.\n{}", numbered(options))
}

pub(super) fn no_such_service(said: &str, offered: &[String]) -> String {
    let offered: Vec<String> = offered.iter().take(8).map(|name| format!("\n- {name}")).collect();
    let offered = if offered.is_empty() {
        String::new()
    } else {
        format!(" We offer, among others:{}", offered.concat())
    };
    format!("I couldn't find \"{said}\" among our services.{offered}\nWhich service would you like to book?")
}

pub(super) fn looking_for_times(said: &str) -> String {
    format!("I'm looking for free times for {said}.")
}

pub(super) fn no_times(said: &str) -> String {
    format!("I'm sorry, I can't find a free time for {said}. Which other days would suit you?")
}

pub(super) fn offer(slots: &[Slot], clinic: &Clinic) -> String {
    format!(
        "These times are free. Reply with a number, or tell me what suits you better.\n{}",
        times(slots, clinic)
    )
}

pub(super) fn offer_instead(slots: &[Slot], clinic: &Clinic) -> String {
    let asked = "Nothing is free then. The next free times are these. Reply with a number, or tell me what suits you better.";
    format!("{asked}\n{}", times(slots, clinic))
}

fn times(slots: &[Slot], clinic: &Clinic) -> String {
    numbered(&slots.iter().map(|slot| time_of(slot, clinic)).collect::<Vec<_>>())
}

pub(super) fn which_of(picks: &[usize], slots: &[Slot], clinic: &Clinic) -> String {
    let lines: Vec<String> = picks
        .iter()
        .filter_map(|pick| slots.get(*pick).map(|slot| format!("{}. {}", pick + 1, time_of(slot, clinic))))
        .collect();
    format!("Which of these do you mean? Reply with its number.\n{}", lines.join("\n"))
}

fn time_of(slot: &Slot, clinic: &Clinic) -> String {
    let with = slot.provider.as_ref().map(|name| format!(" with {name}")).unwrap_or_default();
    format!("{}{with}", slot.spoken(&clinic.zone))
}

fn numbered(options: &[String]) -> String {
    let lines: Vec<String> =
        options.iter().enumerate().map(|(at, option)| format!("{}. {option}", at + 1)).collect();
    lines.join("\n")
}

pub(super) fn preparing(slot: &Slot, said: &str, clinic: &Clinic) -> String {
    format!("I'm preparing {said} on {}. Your link comes in about a minute.", time_of(slot, clinic))
}

pub(super) fn still_preparing(slot: &Slot, clinic: &Clinic) -> String {
    format!("I'm still preparing {}. Your link comes in a moment.", time_of(slot, clinic))
}

pub(super) fn link(slot: &Slot, said: &str, url: &str, clinic: &Clinic) -> String {
    let policy = clinic.cancellation_policy.as_ref().map(|policy| format!(" {policy}")).unwrap_or_default();
    format!(
        "Your page for {said} on {} is ready. Finish your booking here; it is not booked before that:{policy} {url}",
        time_of(slot, clinic)
    )
}

pub(super) fn link_again(slot: &Slot, url: &str, clinic: &Clinic) -> String {
    format!("Your link for {} is still open: {url} Or tell me what to change.", time_of(slot, clinic))
}

pub(super) fn not_booked(slot: &Slot, clinic: &Clinic) -> String {
    format!(
        "{} is not booked. Reply YES for a new link, or tell me another day or time.",
        time_of(slot, clinic)
    )
}

pub(super) fn slot_gone(slot: &Slot, clinic: &Clinic) -> String {
    format!("I'm sorry, {} was just taken. You were not booked.", slot.spoken(&clinic.zone))
}

pub(super) fn booked(
    slot: &Slot,
    said: &str,
    details: Option<&ConfirmationDetails>,
    clinic: &Clinic,
) -> String {
    let service = details.and_then(|details| details.service.as_deref()).unwrap_or(said);
    let provider = details.and_then(|details| details.provider.clone()).or_else(|| slot.provider.clone());
    let with = provider.map(|name| format!(" with {name}")).unwrap_or_default();
    let number = details.and_then(|details| details.confirmation_number.as_ref());
    let number = number.map(|number| format!(" Confirmation number: {number}.")).unwrap_or_default();
    format!("You're booked at {}: {service} on {}{with}.{number}", clinic.name, slot.spoken(&clinic.zone))
}

pub(super) fn is_booked(start: Option<Timestamp>, clinic: &Clinic) -> String {
    let when = start.map(|start| format!(" on {}", spoken(start, clinic))).unwrap_or_default();
    format!("You have an appointment{when}. Reply BOOK for another one.")
}

fn spoken(start: Timestamp, clinic: &Clinic) -> String {
    Slot { start, end: None, provider: None }.spoken(&clinic.zone)
}

pub(super) fn deposit_link(deposit: &Money, said: &str, url: &str, clinic: &Clinic) -> String {
    let policy = clinic.cancellation_policy.as_ref().map(|policy| format!(" {policy}")).unwrap_or_default();
    format!(
        "To hold your place for {said}, please pay the refundable deposit of {deposit} by Square:{policy} {url}"
    )
}

pub(super) fn deposit_again(url: &str) -> String {
    format!("The link for your deposit is still open: {url}")
}

pub(super) fn deposit_received(clinic: &Clinic) -> String {
    format!(
        "We have received your deposit, thank you! The team of {} will confirm your appointment here.",
        clinic.name
    )
}

pub(super) fn confirmed(start: Timestamp, said: &str, clinic: &Clinic) -> String {
    format!("Your appointment at {} is confirmed: {said} on {}.", clinic.name, spoken(start, clinic))
}
