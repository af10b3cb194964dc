//! Tells by its words whether a control leads on: "Continue to payment" does, "Next month" and "Continue with Google" do not.

use super::words::{self, says_any};
use crate::matching::{Words, same};

/// A label with more words behind the name than this is a sentence.
const MORE_WORDS: usize = 5;

/// What stands between "Next" and the name of the step it leads to.
const PARTED_BY: &[&str] = &[":", " - ", "–", "—", "→", "›", "»", ">", "·", "|", "("];

/// Words right behind the name after which a place follows.
const TOWARDS: &[&str] =
    &["to", "for", "that", "al", "a", "hacia", "para", "que", "au", "aux", "vers", "pour"];

/// Words right behind the name after which a step has to be named.
const OF_IT: &[&str] = &[
    "with", "and", "my", "your", "the", "con", "y", "mi", "tu", "su", "mis", "tus", "sus", "la", "el", "los",
    "avec", "et", "mon", "ma", "votre", "vos", "le", "les",
];

/// What steps are called, and what one does in them.
const STEPS: &[&str] = &[
    // English
    "step",
    "details",
    "info",
    "information",
    "contact",
    "payment",
    "checkout",
    "review",
    "confirmation",
    "summary",
    "booking",
    "appointment",
    "visit",
    "reservation",
    "request",
    "schedule",
    "scheduling",
    "selection",
    "provider",
    "service",
    "services",
    "times",
    "choose",
    "select",
    "pick",
    "enter",
    "continue",
    "next",
    "now",
    "date and time",
    "date time",
    // Spanish
    "paso",
    "datos",
    "detalles",
    "informacion",
    "contacto",
    "pago",
    "resumen",
    "revision",
    "confirmacion",
    "reserva",
    "cita",
    "turno",
    "seleccion",
    "profesional",
    "servicio",
    "servicios",
    "horas",
    "horarios",
    "elegir",
    "seleccionar",
    "continuar",
    "ahora",
    "fecha y hora",
    // French
    "etape",
    "coordonnees",
    "informations",
    "paiement",
    "recapitulatif",
    "rendez vous",
    "choix",
    "praticien",
    "prestation",
    "horaires",
    "choisir",
    "continuer",
    "maintenant",
    "date et heure",
];

/// Who has no account goes on like this.
const GUEST: &[&str] = &[
    "guest",
    "without an account",
    "without account",
    "invitado",
    "invitada",
    "sin cuenta",
    "sin registrarme",
    "invite",
    "sans compte",
];

/// What goes on to something else: another's account, a shop, another page of a list.
const ELSEWHERE: &[&str] = &[
    "google",
    "facebook",
    "apple",
    "microsoft",
    "linkedin",
    "instagram",
    "twitter",
    "amazon",
    "yahoo",
    "whatsapp",
    "shopping",
    "browsing",
    "shop",
    "store",
    "month",
    "week",
    "weekend",
    "slide",
    "available",
    "comprando",
    "navegando",
    "tienda",
    "semana",
    "disponible",
    "diapositiva",
    "semaine",
    "mois",
    "diapositive",
    "boutique",
];

/// Whether the label is the name, or begins with it and says no more than where it leads: "Next: date & time".
pub(super) fn leads_on(label: &str, name: &str) -> bool {
    let (said, known) = (Words::of(label), Words::of(name));
    let Some(rest) = said.as_slice().strip_prefix(known.as_slice()).filter(|_| !known.is_empty()) else {
        return false;
    };
    let Some(first) = rest.first() else { return true };
    let is_parted =
        PARTED_BY.iter().any(|mark| label.split(mark).next().is_some_and(|front| same(front, name)));
    let leads_there = is_parted
        || as_a_guest(label)
        || TOWARDS.contains(&first.as_str())
        || names_a_step(first, &rest.join(" "));
    rest.len() <= MORE_WORDS
        && leads_there
        && !says_any(label, ELSEWHERE)
        && !says_any(label, words::NEXT_MONTH)
}

/// "Continue as guest".
pub(super) fn as_a_guest(label: &str) -> bool {
    says_any(label, GUEST)
}

fn names_a_step(first: &str, rest: &str) -> bool {
    let begins = |step: &&str| *rest == **step || rest.starts_with(&format!("{step} "));
    STEPS.iter().any(begins) || OF_IT.contains(&first) && says_any(rest, STEPS)
}
