//! Fields that read like the patient's own and are not: codes that nobody sent, other people's names and numbers.

use crate::matching::Words;

/// Codes that are typed from memory or from a leaflet.
const OTHER_CODES: &[&str] = &[
    "zip",
    "zipcode",
    "postal",
    "postcode",
    "promo",
    "promotion",
    "promotional",
    "coupon",
    "gift",
    "voucher",
    "referral",
    "referrer",
    "discount",
    "country",
    "area",
    "dial",
    "codigo postal",
    "descuento",
    "cupon",
    "promocion",
    "promocional",
    "regalo",
    "referido",
    "pais",
    "cadeau",
    "reduction",
    "parrainage",
    "pays",
];

/// Whether the text asks for a code that was not sent to the patient.
pub(super) fn is_for_another_code(text: &Words) -> bool {
    has_any(text, OTHER_CODES)
}

fn has_any(text: &Words, phrases: &[&str]) -> bool {
    phrases.iter().any(|phrase| text.contains_run(&Words::of(phrase)))
}
