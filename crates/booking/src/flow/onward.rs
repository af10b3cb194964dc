//! Tells by its words whether a control leads on: "Continue to payment" does, "Next month" and "Continue with Google" do not.

use super::words::{self, says_any};
use crate::matching::{Words, same};

/// A label with more words behind the name than this is a sentence.
const MORE_WORDS: usize = 5;

/// What stands between "Next" and the name of the step it leads to.
const PARTED_BY: &[&str] = &[":", " - ", "–", "—", "→", "›", "»", ">", "·", "|", "("];

/// Words right behind the name after which a place follows, or what the place does without.
const TOWARDS: &[&str] = &[
    "to", "for", "that", "without", "al", "a", "hacia", "para", "que", "sin", "au", "aux", "vers", "pour",
    "sans",
];

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
    "choose",
    "select",
    "pick",
    "enter",
    "continue",
    "next",
    "now",
    "date and time",
    "date time",
    "selected",
    "available",
    "slot",
    "in browser",
    "in your browser",
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
    "choisir",
    "continuer",
    "maintenant",
    "date et heure",
];

/// What the name of an icon in a button begins with, read out as its text.
const ICONS: &[&str] = &["arrow", "chevron", "keyboard", "navigate", "icon"];

/// What a list is turned on by: "Next 14 days".
const COUNTED: &[&str] =
    &["days", "dias", "jours", "hours", "horas", "heures", "slots", "times", "results", "photos"];

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
    "next available",
    "siguiente disponible",
    "suivant disponible",
    "comprando",
    "navegando",
    "tienda",
    "semana",
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
        || says_any(label, GUEST)
        || TOWARDS.contains(&first.as_str())
        || ICONS.contains(&first.as_str())
        || counts(first) && !says_any(label, COUNTED)
        || names_a_step(first, &rest.join(" "));
    rest.len() <= MORE_WORDS
        && leads_there
        && !says_any(label, ELSEWHERE)
        && !says_any(label, words::NEXT_MONTH)
}

/// "Continue as guest". The label is folded already.
pub(super) fn as_a_guest(folded: &str) -> bool {
    words::folded_says_any(folded, GUEST)
}

/// "Continue $120", "Continue 1 service selected".
fn counts(first: &str) -> bool {
    first.bytes().all(|byte| byte.is_ascii_digit())
}

fn names_a_step(first: &str, rest: &str) -> bool {
    let begins = |step: &&str| *rest == **step || rest.starts_with(&format!("{step} "));
    STEPS.iter().any(begins) || OF_IT.contains(&first) && says_any(rest, STEPS)
}
