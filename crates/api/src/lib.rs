//! What travels between Baton and its callers: bodies, codes, callbacks, signatures. Knows nothing of how any of it comes about.
//!
//! Reading order: [`availability`] is asked before a booking; [`booking`] is the conversation about one session, [`callback`] its last word and [`signature`] the proof
//! of who said it; [`error`] is every refusal; [`health`] is for those who run the service.

pub mod availability;
pub mod booking;
pub mod callback;
pub mod duration_text;
pub mod error;
pub mod health;
pub mod signature;
