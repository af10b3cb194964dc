//! Finds the clinic's name in a page's title, which often says first what the page is for.

/// What parts of a title are set off by.
const SEPARATORS: [&str; 6] = [" | ", " - ", " – ", " — ", " · ", ": "];

/// Words that tell what a page is for, in the languages of the built-in profiles.
const ERRANDS: [&str; 10] = [
    "book",
    "appointment",
    "schedule",
    "checkout",
    "payment",
    "reserv",
    "cita",
    "rendez-vous",
    "paiement",
    "pago",
];

/// The part of `title` that names no errand; `None` when there is none.
pub(super) fn clinic_name(title: &str) -> Option<&str> {
    let mut parts = vec![title.trim()];
    for separator in SEPARATORS {
        parts = parts.into_iter().flat_map(|part| part.split(separator)).collect();
    }
    let names_a_place = |part: &&str| {
        let part = part.to_lowercase();
        !part.trim().is_empty() && !ERRANDS.iter().any(|errand| part.contains(errand))
    };
    parts.into_iter().find(names_a_place).map(str::trim)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clinic_is_found_beside_the_errand() {
        for (title, name) in [
            ("Book an appointment | Forever 22 Med Spa", Some("Forever 22 Med Spa")),
            ("Forever 22 Med Spa - Checkout", Some("Forever 22 Med Spa")),
            ("Reservar cita: Clínica Sol", Some("Clínica Sol")),
            ("  Glow  ", Some("Glow")),
            ("Booking", None),
            ("", None),
        ] {
            assert_eq!(clinic_name(title), name, "{title:?}");
        }
    }
}
