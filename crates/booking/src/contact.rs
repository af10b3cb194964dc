//! The patient's details as forms want them: which field asks for what, how a phone number is written, whether a field took what was typed.
//! Knows nothing of pages.

mod field_kind;
mod not_ours;
mod phone;
mod written;

pub use field_kind::{FieldKind, field_kind};
pub(crate) use field_kind::{are_of_another, is_card_field, spaced};
pub use phone::{Phone, PhoneStyle, country_option};
pub use written::took;
