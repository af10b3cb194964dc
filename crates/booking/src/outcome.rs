//! How a session ends, and what is said about it.

use jiff::{Timestamp, Zoned};

/// The one-word result that platforms act on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Success,
    PaymentFailed,
    SlotUnavailable,
    Timeout,
    Cancelled,
    Error,
}

/// What the clinic's own page said about the finished booking.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Confirmation {
    pub number: Option<String>,
    /// The appointment with the clinic's offset, where date and time could be read.
    pub appointment: Option<Zoned>,
    /// The appointment's date and time in the page's own words.
    pub appointment_text: Option<String>,
    pub provider: Option<String>,
    pub service: Option<String>,
    /// Where the page names something else than what was asked for.
    pub differs: Vec<Difference>,
}

/// A part of the appointment that a confirmation tells otherwise than it was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Difference {
    Service,
    Provider,
    Date,
    Time,
}

impl Difference {
    pub const ALL: [Self; 4] = [Self::Service, Self::Provider, Self::Date, Self::Time];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Service => "service",
            Self::Provider => "provider",
            Self::Date => "date",
            Self::Time => "time",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|difference| difference.as_str() == name)
    }
}

/// Why a session failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    pub code: FailureCode,
    /// One sentence that a person understands. Holds no personal data.
    pub message: String,
    /// What could have been chosen instead, in the site's own words.
    pub choices: Vec<String>,
}

impl Failure {
    pub fn new(code: FailureCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), choices: Vec::new() }
    }

    #[must_use]
    pub fn with_choices(mut self, choices: impl IntoIterator<Item = String>) -> Self {
        self.choices = choices.into_iter().collect();
        self
    }

    pub fn outcome(&self) -> Outcome {
        self.code.outcome()
    }
}

/// The failures of the outside contract, by the names it gives them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FailureCode {
    PaymentFailed,
    ServiceNotFound,
    ServiceAmbiguous,
    ProviderNotFound,
    ProviderAmbiguous,
    DateUnavailable,
    TimeUnavailable,
    SlotLost,
    SiteUnreachable,
    SiteChanged,
    SiteRejectedContact,
    SelectionMismatch,
    TimeoutNavigating,
    QueueTimeout,
    BrowserLost,
    OutcomeUnknown,
    NotAllowedUrl,
}

impl FailureCode {
    pub const ALL: [Self; 17] = [
        Self::PaymentFailed,
        Self::ServiceNotFound,
        Self::ServiceAmbiguous,
        Self::ProviderNotFound,
        Self::ProviderAmbiguous,
        Self::DateUnavailable,
        Self::TimeUnavailable,
        Self::SlotLost,
        Self::SiteUnreachable,
        Self::SiteChanged,
        Self::SiteRejectedContact,
        Self::SelectionMismatch,
        Self::TimeoutNavigating,
        Self::QueueTimeout,
        Self::BrowserLost,
        Self::OutcomeUnknown,
        Self::NotAllowedUrl,
    ];

    /// The name on the wire, in rows and in logs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::PaymentFailed => "payment_failed",
            Self::ServiceNotFound => "service_not_found",
            Self::ServiceAmbiguous => "service_ambiguous",
            Self::ProviderNotFound => "provider_not_found",
            Self::ProviderAmbiguous => "provider_ambiguous",
            Self::DateUnavailable => "date_unavailable",
            Self::TimeUnavailable => "time_unavailable",
            Self::SlotLost => "slot_lost",
            Self::SiteUnreachable => "site_unreachable",
            Self::SiteChanged => "site_changed",
            Self::SiteRejectedContact => "site_rejected_contact",
            Self::SelectionMismatch => "selection_mismatch",
            Self::TimeoutNavigating => "timeout_navigating",
            Self::QueueTimeout => "queue_timeout",
            Self::BrowserLost => "browser_lost",
            Self::OutcomeUnknown => "outcome_unknown",
            Self::NotAllowedUrl => "not_allowed_url",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|code| code.as_str() == name)
    }

    pub fn outcome(self) -> Outcome {
        match self {
            Self::PaymentFailed => Outcome::PaymentFailed,
            Self::DateUnavailable | Self::TimeUnavailable | Self::SlotLost => Outcome::SlotUnavailable,
            Self::ServiceNotFound
            | Self::ServiceAmbiguous
            | Self::ProviderNotFound
            | Self::ProviderAmbiguous
            | Self::SiteUnreachable
            | Self::SiteChanged
            | Self::SiteRejectedContact
            | Self::SelectionMismatch
            | Self::TimeoutNavigating
            | Self::QueueTimeout
            | Self::BrowserLost
            | Self::OutcomeUnknown
            | Self::NotAllowedUrl => Outcome::Error,
        }
    }
}

impl Outcome {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Success => "success",
            Self::PaymentFailed => "payment_failed",
            Self::SlotUnavailable => "slot_unavailable",
            Self::Timeout => "timeout",
            Self::Cancelled => "cancelled",
            Self::Error => "error",
        }
    }
}

/// One payment that the patient tried and the site refused, with the site's own words. Never holds card data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentAttempt {
    pub at: Timestamp,
    pub result: PaymentResult,
    pub message: String,
}

/// How a payment attempt ended, as far as the page says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaymentResult {
    Declined,
    ExpiredCard,
    InsufficientFunds,
    IncorrectCvc,
    AuthenticationFailed,
    Failed,
}

impl PaymentResult {
    pub const ALL: [Self; 6] = [
        Self::Declined,
        Self::ExpiredCard,
        Self::InsufficientFunds,
        Self::IncorrectCvc,
        Self::AuthenticationFailed,
        Self::Failed,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Declined => "declined",
            Self::ExpiredCard => "expired_card",
            Self::InsufficientFunds => "insufficient_funds",
            Self::IncorrectCvc => "incorrect_cvc",
            Self::AuthenticationFailed => "authentication_failed",
            Self::Failed => "failed",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|result| result.as_str() == name)
    }
}

/// An amount of money as a page showed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Money {
    /// Hundredths of the currency's unit.
    pub cents: i64,
    /// ISO 4217, such as `USD`.
    pub currency: String,
}
