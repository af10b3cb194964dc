//! The SDK of Baton: ask for free times, start a booking, send the patient the link, learn how it ended. Needs nothing else of the workspace than the wire types.
//!
//! ```no_run
//! # async fn story() -> Result<(), Box<dyn std::error::Error>> {
//! use std::time::Duration;
//! use baton_client::{Client, Lead, Outcome, StartBooking, request};
//!
//! let baton = Client::new("http://127.0.0.1:8080", None)?;
//! let lead = Lead {
//!     first_name: "Jane".into(),
//!     last_name: "Sample".into(),
//!     phone: "+14405550123".into(),
//!     email: "jane@example.com".into(),
//!     notes: None,
//! };
//! let booking = StartBooking {
//!     service: Some("Botox".into()),
//!     callback_url: Some("https://platform.example.com/callbacks".into()),
//!     ..request("http://127.0.0.1:8090/booking/forever-22", "2030-02-05", "2:30pm", lead)
//! };
//!
//! let session = baton.start(&booking).await?.session_id;
//! let link = baton.wait_for_handoff(session, Duration::from_secs(90)).await?;
//! println!("for the patient: {}", link.handoff_url);
//!
//! let end = baton.wait_for_outcome(session, Duration::from_secs(900)).await?;
//! match end.outcome {
//!     Some(Outcome::Success) => println!("booked: {:?}", end.confirmation_details),
//!     _ => println!("not booked: {}", end.error.unwrap_or_default()),
//! }
//! # Ok(())
//! # }
//! ```

mod client;
mod wait;

mod events;
mod verifier;

mod error;
mod tls;
mod transport;

pub use client::{Client, SessionsQuery, question, request};
pub use error::{ClientError, Refusal};
pub use events::Events;
pub use verifier::{CallbackError, CallbackVerifier};

pub use baton_api::availability::{
    Availability, AvailabilityBatch, AvailabilityRequest, BatchRequest, CalendarSlots, CalendarSlotsRequest,
    ClinicQuestion, DayOfSlots, Slot, Source, Trouble,
};
pub use baton_api::booking::{
    BookingStarted, ConfirmationDetails, HandoffMode, HandoffPreference, HandoffReason, HandoffUrl, Lead,
    Outcome, PaymentAttempt, SessionCancelled, SessionList, SessionState, SessionView, StartBooking,
};
pub use baton_api::callback::{CallbackBody, CallbackKind};
pub use baton_api::error::{ErrorCode, FieldError};
pub use baton_api::signature::{
    CallbackSecret, ID_HEADER, SIGNATURE_HEADER, SignatureError, TIMESTAMP_HEADER,
};
pub use jiff::Timestamp;
pub use uuid::Uuid;
