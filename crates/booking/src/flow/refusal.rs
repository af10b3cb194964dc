//! Which controls the machine refuses to press, whatever a profile says: those that book or pay, and those that might.
//! Stricter than [`final_control`], which tells what a patient's press meant: here every doubt is a refusal.

use crate::final_control;
use crate::matching::Words;

/// Words that book or pay, wherever they stand in a control's name. Folded as [`Words`] are.
const FINAL_WORDS: &[&str] = &[
    // English
    "book",
    "pay",
    "reserve",
    "purchase",
    "buy",
    "order",
    "complete",
    "finish",
    "finalize",
    "finalise",
    "submit",
    "schedule",
    "confirm",
    "checkout",
    "subscribe",
    "donate",
    "charge",
    // Spanish
    "reservar",
    "reserva",
    "reserve",
    "pagar",
    "paga",
    "pague",
    "comprar",
    "compra",
    "confirmar",
    "confirma",
    "confirme",
    "completar",
    "finalizar",
    "finaliza",
    "terminar",
    "agendar",
    "agenda",
    "enviar",
    "programar",
    "solicitar",
    // French
    "reserver",
    "reservez",
    "payer",
    "payez",
    "regler",
    "acheter",
    "commander",
    "confirmer",
    "confirmez",
    "valider",
    "validez",
    "finaliser",
    "terminer",
    "envoyer",
    "prendre",
];

/// Names that hold none of the words above and book or pay all the same. Folded, too.
const FINAL_PHRASES: &[&str] = &[
    "place order",
    "check out",
    "request appointment",
    "request booking",
    "get appointment",
    "make appointment",
    "make payment",
    "make reservation",
    "save appointment",
    "hacer reserva",
    "pedir cita",
    "realizar pago",
    "effectuer le paiement",
    "make an appointment",
    "make a payment",
];

/// Ways of saying "go on" that may name the goal: "Continue to payment", "Continuar con la reserva".
const LEADS_ON: &[&str] = &[
    "continue",
    "proceed",
    "next",
    "go",
    "back",
    "previous",
    "return",
    "continuar",
    "continua",
    "siguiente",
    "seguir",
    "ir",
    "volver",
    "atras",
    "anterior",
    "continuer",
    "continuez",
    "suivant",
    "poursuivre",
    "aller",
    "retour",
    "etape",
];

/// Words after "go on" that make it do the thing all the same: "Continue and pay".
const AND: &[&str] = &["and", "y", "e", "et", "then"];

/// Verbs that are harmless when what they confirm is only a choice.
const CONFIRMS: &[&str] = &[
    "confirm",
    "confirmar",
    "confirma",
    "confirme",
    "confirmer",
    "confirmez",
    "valider",
    "validez",
    "submit",
    "enviar",
    "envoyer",
];

/// The choices that may be confirmed on the way.
const CHOICES: &[&str] = &[
    "selection",
    "selections",
    "choice",
    "provider",
    "service",
    "services",
    "date",
    "time",
    "slot",
    "phone",
    "number",
    "code",
    "seleccion",
    "eleccion",
    "proveedor",
    "profesional",
    "servicio",
    "servicios",
    "fecha",
    "hora",
    "telefono",
    "numero",
    "codigo",
    "choix",
    "praticien",
    "prestation",
    "creneau",
    "heure",
    "telephone",
    "numero",
];

/// Words that make even a confirmed choice final.
const COMMITS: &[&str] = &[
    "booking",
    "appointment",
    "payment",
    "reservation",
    "deposit",
    "reserva",
    "cita",
    "pago",
    "deposito",
    "rendezvous",
    "rendez",
    "paiement",
    "acompte",
    "order",
    "pay",
    "book",
    "pagar",
    "reservar",
    "payer",
    "reserver",
];

/// Whether the machine must not press a control with this name.
pub(crate) fn refuses(name: &str) -> bool {
    let words = Words::of(name);
    let leads_on = words.as_slice().first().is_some_and(|first| LEADS_ON.contains(&first.as_str()));
    if leads_on {
        return does_it_too(&words);
    }
    if confirms_a_choice(&words) {
        return false;
    }
    final_control::looks_final(name) || has_any(&words, FINAL_WORDS) || words.says_any(FINAL_PHRASES)
}

/// Whether an offered choice, such as a row of a list, is in truth a final control. Names of services may hold verbs ("Complete Facial"),
/// so only a name that says nothing else counts.
pub(crate) fn refuses_choice(name: &str) -> bool {
    const FILLING: &[&str] = &[
        "now",
        "my",
        "your",
        "the",
        "a",
        "an",
        "and",
        "appointment",
        "booking",
        "reservation",
        "order",
        "payment",
        "visit",
        "deposit",
        "online",
        "ahora",
        "mi",
        "tu",
        "su",
        "la",
        "el",
        "cita",
        "y",
        "rendez",
        "vous",
        "rendezvous",
        "maintenant",
        "le",
        "mon",
        "et",
        "usd",
        "eur",
    ];
    let words = Words::of(name);
    let filling = |word: &String| {
        FINAL_WORDS.contains(&word.as_str())
            || FILLING.contains(&word.as_str())
            || word.bytes().all(|byte| byte.is_ascii_digit())
    };
    words.as_slice().iter().all(filling) && refuses(name)
}

/// "Continue and pay", "Next: book now".
fn does_it_too(words: &Words) -> bool {
    let rest = &words.as_slice()[1..];
    let joined = rest.iter().position(|word| AND.contains(&word.as_str()));
    let after = joined.map_or(&[][..], |index| &rest[index + 1..]);
    let directly = rest
        .first()
        .is_some_and(|word| FINAL_WORDS.contains(&word.as_str()) && !CONFIRMS.contains(&word.as_str()));
    directly || after.iter().any(|word| FINAL_WORDS.contains(&word.as_str()))
}

fn confirms_a_choice(words: &Words) -> bool {
    let first = words.as_slice().first().is_some_and(|first| CONFIRMS.contains(&first.as_str()));
    first && has_any(words, CHOICES) && !has_any(words, COMMITS)
}

fn has_any(words: &Words, list: &[&str]) -> bool {
    list.iter().any(|word| words.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_books_or_pays_is_final_in_every_language() {
        for name in [
            "Book appointment",
            "Book now",
            "Book Appointment - $50.00",
            "Pay $50.00",
            "Pay now",
            "Confirm",
            "Confirm booking",
            "Confirm and pay",
            "Confirm selection and pay",
            "Complete booking",
            "Complete",
            "Place order",
            "Reserve",
            "Reserve my spot",
            "Submit payment",
            "Submit",
            "Schedule appointment",
            "Finish",
            "Request appointment",
            "Check out",
            "Reservar cita",
            "Pagar 50 €",
            "Confirmar reserva",
            "Finalizar",
            "Completar reserva",
            "Réserver",
            "Payer 50 €",
            "Confirmer le rendez-vous",
            "Valider ma réservation",
            "Prendre rendez-vous",
            "Continue and pay",
            "Next: book now",
            "Yes, book it",
            "Confirm time and book",
            "Confirm appointment time",
            "Make payment",
            "BOOK NOW!",
        ] {
            assert!(refuses(name), "{name}");
        }
    }

    #[test]
    fn phrases_are_written_as_they_are_compared() {
        for phrase in FINAL_PHRASES {
            assert_eq!(crate::matching::fold(phrase), *phrase);
        }
    }

    #[test]
    fn what_only_leads_on_is_not() {
        for name in [
            "Next step",
            "Next",
            "Continue",
            "Continue to payment",
            "Proceed to checkout",
            "Go to payment",
            "Next: Payment",
            "Confirm selection",
            "Confirm provider",
            "Select",
            "Choose time",
            "Back to booking",
            "Siguiente",
            "Continuar",
            "Continuar al pago",
            "Continuar con la reserva",
            "Confirmar selección",
            "Suivant",
            "Continuer vers le paiement",
            "Valider le créneau",
            "Submit code",
            "Send code",
            "No thanks",
            "Close",
            "Add to cart",
            "10:00 AM",
            "Accept all cookies",
        ] {
            assert!(!refuses(name), "{name}");
        }
    }

    #[test]
    fn a_service_may_have_a_verb_in_its_name() {
        for name in ["Complete Facial", "Book Club Massage", "Pay-as-you-go Laser", "Order of Two Peels"] {
            assert!(!refuses_choice(name), "{name}");
        }
        for name in
            ["Book appointment", "Pay $50.00", "Book now", "Réserver maintenant", "Complete your booking"]
        {
            assert!(refuses_choice(name), "{name}");
        }
    }
}
