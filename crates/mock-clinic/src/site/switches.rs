//! What every scenario switch is for, in words: the list on the front page.

use crate::scenario::{
    CardForm, Clock, Confirmation, ContactError, DeclineWith, FirstLoad, Formatter, Lang, Order, PhoneField,
    Policy, ServerError, SlotFormat, SlotList, SlotLost, ThreeDs,
};

pub(super) struct Switch {
    pub(super) name: &'static str,
    pub(super) values: Values,
    pub(super) what: &'static str,
}

pub(super) enum Values {
    OnOff,
    /// Named values, the default first.
    OneOf(&'static [&'static str]),
    /// Anything of this kind.
    Free(&'static str),
}

use Values::{Free, OnOff, OneOf};

const fn switch(name: &'static str, values: Values, what: &'static str) -> Switch {
    Switch { name, values, what }
}

pub(super) const SWITCHES: &[Switch] = &[
    switch("slotDelayMs", Free("milliseconds, 3000"), "How late the times of a chosen day appear."),
    switch(
        "searchDelayMs",
        Free("milliseconds, 600"),
        "How long the service search waits before it filters.",
    ),
    switch("processingMs", Free("milliseconds, 1500"), "How long a final button says \"Processing...\"."),
    switch("graphqlDelayMs", Free("milliseconds, 1000"), "How long a GraphQL query takes."),
    switch("holdMinutes", Free("minutes, 15"), "How long a slot is kept for a patient at the review."),
    switch("depositCents", Free("cents"), "Another deposit than the service's own."),
    switch("code", OnOff, "Asks for a 6-digit code after the phone number; /control/state shows it."),
    switch("returning", OnOff, "Knows the phone number: \"Your information\" is skipped."),
    switch("nodeposit", OnOff, "No payment step: the button of the review books at once."),
    switch("policy", OneOf(Policy::VALUES), "Whether the cancellation policy must be ticked."),
    switch("cookieBanner", OnOff, "A cookie banner lies over the buttons."),
    switch("newsletter", OnOff, "A newsletter dialog opens a moment after the page."),
    switch("upsell", OnOff, "An add-on is offered after the service."),
    switch("fullPages", OnOff, "Every step is a page load of its own."),
    switch("wizardFrame", OnOff, "The wizard lives in an iframe."),
    switch("randomIds", OnOff, "Class names and ids are random at every load."),
    switch("lang", OneOf(Lang::VALUES), "The language of the page."),
    switch("monthLanguage", Free("language tag"), "The language of the calendar's header alone."),
    switch("rerender", OnOff, "Elements are replaced between being found and being pressed."),
    switch("firstLoad", OneOf(FirstLoad::VALUES), "The first load of a URL fails or never ends."),
    switch("order", OneOf(Order::VALUES), "The order of the steps."),
    switch("clock", OneOf(Clock::VALUES), "Times of day with 12 or 24 hours."),
    switch("grid", Free("minutes"), "Slots every so many minutes instead of the clinic's list."),
    switch("slotFormat", OneOf(SlotFormat::VALUES), "\"7:15 PM\", \"10:00 am\", \"6:00pm\", or all in turn."),
    switch(
        "slotList",
        OneOf(SlotList::VALUES),
        "A day's times whole, by tabs for parts of the day, or a few and more on request.",
    ),
    switch("phoneField", OneOf(PhoneField::VALUES), "What kind of number the phone field takes."),
    switch("contactError", OneOf(ContactError::VALUES), "The site refuses this part of the contact."),
    switch("slotLost", OneOf(SlotLost::VALUES), "Somebody else takes the slot, once, at this moment."),
    switch("threeDs", OneOf(ThreeDs::VALUES), "The bank asks the patient, in a window or in a frame."),
    switch("declineWith", OneOf(DeclineWith::VALUES), "Why the card ending in 0002 is declined."),
    switch("serverError", OneOf(ServerError::VALUES), "The final submit fails, before or after the charge."),
    switch(
        "confirmation",
        OneOf(Confirmation::VALUES),
        "In the page, on a /confirmation URL, or in a dialog.",
    ),
    switch("captcha", OnOff, "\"I'm not a robot\" after the phone number."),
    switch("testimonial", OnOff, "Harmless texts that sound like an outcome."),
    switch("wide", OnOff, "A strip on the page is wider than a phone, so that all of it moves to the side."),
    switch("fingersOnly", OnOff, "What a mouse clicks is not heard; a finger is."),
    switch("cardForm", OneOf(CardForm::VALUES), "Card fields in one frame, in the page, or one frame each."),
    switch(
        "formatter",
        OneOf(Formatter::VALUES),
        "With keydown, card digits without key presses are dropped.",
    ),
    switch("holdOnly", OnOff, "The card is kept on file and not charged."),
    switch("wrongReadback", OnOff, "The review names a time half an hour later than chosen."),
    switch("missingProvider", Free("provider's name"), "Leaves a provider out of every list."),
    switch("graphqlNoPreference", OnOff, "GraphQL answers queries without a provider preference."),
];

impl Values {
    /// Returns what the front page writes beside the switch.
    pub(super) fn text(&self) -> String {
        match self {
            OnOff => "1".into(),
            OneOf(values) => values.join(" | "),
            Free(kind) => format!("({kind})"),
        }
    }

    /// Returns a value that changes something, for a link to try.
    pub(super) fn example(&self) -> Option<&'static str> {
        match self {
            OnOff => Some("1"),
            OneOf(values) => values.get(1).copied(),
            Free(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Scenario;

    #[test]
    fn every_switch_is_explained_and_every_explained_switch_exists() {
        let fields = serde_json::to_value(Scenario::default()).unwrap();
        let mut fields: Vec<_> = fields.as_object().unwrap().keys().cloned().collect();
        let mut explained: Vec<_> = SWITCHES.iter().map(|switch| switch.name.to_owned()).collect();
        fields.sort();
        explained.sort();
        assert_eq!(fields, explained);
    }

    #[test]
    fn every_example_is_a_value_the_switch_has() {
        for switch in SWITCHES {
            let Some(example) = switch.values.example() else { continue };
            let query = [(switch.name.to_owned(), example.to_owned())].into();
            assert_ne!(Scenario::default().with_query(&query), Ok(Scenario::default()), "{}", switch.name);
        }
    }
}
