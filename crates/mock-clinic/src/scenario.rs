//! The switches that make the practice site awkward, one by one or together.
//! Owns their names, values and defaults; knows nothing of how the site plays them.

mod from_query;

use serde::{Deserialize, Serialize};

pub use from_query::InvalidSwitch;

/// How one visit of the booking page behaves. The same names serve as query parameters, as the body of
/// `POST /control/scenario/{slug}` and in the page itself.
#[expect(
    clippy::struct_excessive_bools,
    reason = "every switch is independent and may be combined with any other"
)]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Scenario {
    /// Milliseconds until the slots of a chosen day appear.
    pub slot_delay_ms: u64,
    /// Milliseconds the service search waits before it filters.
    pub search_delay_ms: u64,
    /// Milliseconds a final button shows "Processing...".
    pub processing_ms: u64,
    /// Milliseconds a GraphQL query takes.
    pub graphql_delay_ms: u64,
    /// Minutes for which a slot is kept for a patient who reached the review.
    pub hold_minutes: u32,
    /// Overrides every deposit, in cents.
    pub deposit_cents: Option<u32>,
    /// Asks for a 6-digit code after the phone number.
    pub code: bool,
    /// The phone number is known: "Your information" is skipped.
    pub returning: bool,
    /// No deposit and so no payment step: the button of the review books.
    pub nodeposit: bool,
    pub policy: Policy,
    /// A cookie banner lies over the buttons.
    pub cookie_banner: bool,
    /// A newsletter dialog opens over the page.
    pub newsletter: bool,
    /// An add-on is offered after the service.
    pub upsell: bool,
    /// Every step is a page load of its own.
    pub full_pages: bool,
    /// The wizard lives in an iframe of the booking page.
    pub wizard_frame: bool,
    /// Class names and ids are random at every load.
    pub random_ids: bool,
    pub lang: Lang,
    /// A BCP 47 tag for the calendar's header alone.
    pub month_language: Option<String>,
    /// Elements are replaced by equal ones between being found and being pressed.
    pub rerender: bool,
    pub first_load: FirstLoad,
    pub order: Order,
    pub clock: Clock,
    /// Minutes between slots, instead of the clinic's own list.
    pub grid: Option<u16>,
    pub slot_format: SlotFormat,
    pub slot_list: SlotList,
    pub phone_field: PhoneField,
    pub contact_error: ContactError,
    pub slot_lost: SlotLost,
    pub three_ds: ThreeDs,
    pub decline_with: DeclineWith,
    pub server_error: ServerError,
    pub confirmation: Confirmation,
    /// "I'm not a robot" after the phone number.
    pub captcha: bool,
    /// Harmless texts that sound like an outcome.
    pub testimonial: bool,
    /// Something on the page is wider than a phone.
    pub wide: bool,
    /// A click of a mouse does nothing.
    pub fingers_only: bool,
    pub card_form: CardForm,
    pub formatter: Formatter,
    /// The card is kept on file and not charged.
    pub hold_only: bool,
    /// The review names another time than the chosen one.
    pub wrong_readback: bool,
    /// A provider, by name, who is left out of every list.
    pub missing_provider: Option<String>,
    /// Whether GraphQL answers queries without a provider preference.
    pub graphql_no_preference: bool,
}

impl Default for Scenario {
    fn default() -> Self {
        Self {
            slot_delay_ms: 3_000,
            search_delay_ms: 600,
            processing_ms: 1_500,
            graphql_delay_ms: 1_000,
            hold_minutes: 15,
            deposit_cents: None,
            code: false,
            returning: false,
            nodeposit: false,
            policy: Policy::Text,
            cookie_banner: false,
            newsletter: false,
            upsell: false,
            full_pages: false,
            wizard_frame: false,
            random_ids: false,
            lang: Lang::En,
            month_language: None,
            rerender: false,
            first_load: FirstLoad::Normal,
            order: Order::Usual,
            clock: Clock::Twelve,
            grid: None,
            slot_format: SlotFormat::Upper,
            slot_list: SlotList::Whole,
            phone_field: PhoneField::National,
            contact_error: ContactError::None,
            slot_lost: SlotLost::Never,
            three_ds: ThreeDs::Off,
            decline_with: DeclineWith::Generic,
            server_error: ServerError::None,
            confirmation: Confirmation::Inline,
            captcha: false,
            testimonial: false,
            wide: false,
            fingers_only: false,
            card_form: CardForm::Iframe,
            formatter: Formatter::Input,
            hold_only: false,
            wrong_readback: false,
            missing_provider: None,
            graphql_no_preference: false,
        }
    }
}

impl Scenario {
    /// The defaults without any waiting: for tests that are not about slowness.
    pub fn quick() -> Self {
        Self {
            slot_delay_ms: 0,
            search_delay_ms: 0,
            processing_ms: 0,
            graphql_delay_ms: 0,
            ..Self::default()
        }
    }
}

/// Declares one switch with named values; the first value listed is the default.
macro_rules! switch {
    ($(#[$doc:meta])* $name:ident { $($(#[$value_doc:meta])* $value:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
        pub enum $name { $($(#[$value_doc])* #[serde(rename = $text)] $value),+ }

        impl $name {
            /// Every value as it is written in a query.
            pub const VALUES: &[&str] = &[$($text),+];
        }
    };
}

switch! {
    /// How the cancellation policy is accepted on the review.
    Policy { Text = "text", Checkbox = "checkbox" }
}
switch! {
    /// The language of the whole page.
    Lang { En = "en", Es = "es" }
}
switch! {
    /// What the first request of a booking URL gets.
    FirstLoad { Normal = "normal", Unavailable = "503", Stall = "stall" }
}
switch! {
    /// The order of the steps.
    Order {
        Usual = "usual",
        PhoneFirst = "phoneFirst",
        OnePage = "onePage",
        ProviderStep = "providerStep",
        /// As on `/demo/booking/{slug}`: name and summary on one page, then the payment.
        FirstMock = "firstMock",
    }
}
switch! {
    /// Whether times of day are written with 12 or 24 hours.
    Clock { Twelve = "12h", TwentyFour = "24h" }
}
switch! {
    /// How a 12-hour time is written: "7:15 PM", "10:00 am", "6:00pm", or all three in turn.
    SlotFormat { Upper = "upper", Lower = "lower", Tight = "tight", Mixed = "mixed" }
}
switch! {
    /// Whether a day's times are listed whole, one part of the day at a time, or a few with a button for more.
    SlotList { Whole = "whole", Parts = "parts", More = "more" }
}
switch! {
    /// What kind of phone number the field takes.
    PhoneField { National = "national", E164 = "e164", Masked = "masked", Country = "country" }
}
switch! {
    /// Which part of the contact the site refuses.
    ContactError { None = "none", Email = "email", Phone = "phone" }
}
switch! {
    /// When somebody else takes the slot.
    SlotLost { Never = "never", Review = "review", Payment = "payment" }
}
switch! {
    /// Where the bank asks the patient to approve the payment.
    ThreeDs { Off = "off", Popup = "popup", Frame = "frame" }
}
switch! {
    /// The reason given for the card ending in 0002.
    DeclineWith { Generic = "generic", Insufficient = "insufficient", Cvc = "cvc" }
}
switch! {
    /// What breaks on the server: the submit itself, or only its answer.
    ServerError { None = "none", Submit = "submit", AfterCharge = "afterCharge" }
}
switch! {
    /// How success is shown: in the page, on a /confirmation URL, or in a dialog.
    Confirmation { Inline = "inline", Url = "url", Modal = "modal" }
}
switch! {
    /// Where the card fields live.
    CardForm { Iframe = "iframe", Inline = "inline", Split = "split" }
}
switch! {
    /// Which event the card number's formatter listens to.
    Formatter { Input = "input", Keydown = "keydown" }
}
