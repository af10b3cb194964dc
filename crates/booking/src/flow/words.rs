//! The words by which pages are understood without a profile: English, Spanish, French. Folded, compared as whole words.

mod calendar;
mod rows;

pub(super) use calendar::*;
pub(super) use rows::*;

pub(super) const LOADING: &[&str] = &[
    "loading",
    "please wait",
    "one moment",
    "cargando",
    "un momento",
    "por favor espera",
    "espere",
    "chargement",
    "patientez",
];

pub(super) const SERVICE: &[&str] = &[
    "service",
    "services",
    "treatment",
    "treatments",
    "procedure",
    "select service s",
    "servicio",
    "servicios",
    "tratamiento",
    "tratamientos",
    "servicio s",
    "prestation",
    "prestations",
    "soin",
    "soins",
];

pub(super) const PROVIDER: &[&str] = &[
    "provider",
    "providers",
    "practitioner",
    "specialist",
    "staff",
    "team member",
    "therapist",
    "stylist",
    "injector",
    "who would you like",
    "profesional",
    "profesionales",
    "especialista",
    "proveedor",
    "praticien",
    "praticienne",
    "specialiste",
    "intervenant",
];

pub(super) const ANYONE: &[&str] = &[
    "no preference",
    "any provider",
    "anyone",
    "any available",
    "first available",
    "any staff",
    "any specialist",
    "any practitioner",
    "any team member",
    "either",
    "sin preferencia",
    "cualquiera",
    "cualquier profesional",
    "primero disponible",
    "pas de preference",
    "sans preference",
    "peu importe",
    "n importe",
];

pub(super) const NO_TIMES: &[&str] = &[
    "no times",
    "no available times",
    "no times available",
    "no times left",
    "no availability",
    "no appointments available",
    "no slots",
    "fully booked",
    "no openings",
    "nothing available",
    "no quedan horas",
    "no hay horas",
    "no hay horarios",
    "no hay citas",
    "sin disponibilidad",
    "no hay disponibilidad",
    "completo",
    "aucun creneau",
    "aucune disponibilite",
    "pas de creneau",
    "complet",
];

pub(super) const SLOT_LOST: &[&str] = &[
    "no longer available",
    "not available anymore",
    "no longer free",
    "just been booked",
    "was just booked",
    "just booked",
    "has been taken",
    "was just taken",
    "already been booked",
    "already booked",
    "just been taken",
    "ya no esta disponible",
    "acaba de ser reservada",
    "acaba de ser reservado",
    "acaba de reservarse",
    "ha sido reservada",
    "ya fue reservada",
    "n est plus disponible",
    "plus disponible",
    "vient d etre reserve",
    "deja reserve",
];

/// What is taken when somebody pays.
pub(super) const MONEY: &[&str] = &["payment", "deposit", "fee", "pago", "deposito", "paiement", "acompte"];

pub(super) const DECLINE: &[&str] = &[
    "no thanks",
    "no thank you",
    "not now",
    "maybe later",
    "skip",
    "reject all",
    "reject",
    "decline",
    "only necessary",
    "necessary only",
    "essential only",
    "deny",
    "dismiss",
    "close",
    "x",
    "no gracias",
    "ahora no",
    "rechazar",
    "rechazar todo",
    "solo necesarias",
    "solo las necesarias",
    "omitir",
    "saltar",
    "cerrar",
    "non merci",
    "pas maintenant",
    "refuser",
    "tout refuser",
    "passer",
    "plus tard",
    "fermer",
    "ignorer",
];

/// What a banner that only informs is closed with, where it offers no refusal.
pub(super) const ACKNOWLEDGE: &[&str] = &[
    "accept",
    "accept all",
    "got it",
    "ok",
    "okay",
    "i understand",
    "allow all",
    "aceptar",
    "aceptar todo",
    "entendido",
    "accepter",
    "tout accepter",
    "j ai compris",
];

pub(super) const COOKIES: &[&str] = &["cookie", "cookies", "privacy preferences", "rastreo", "traceurs"];

pub(super) const MARKETING: &[&str] = &[
    "marketing",
    "newsletter",
    "offers",
    "offer",
    "promotions",
    "promotional",
    "promo",
    "subscribe",
    "news",
    "deals",
    "specials",
    "updates",
    "advertising",
    "ofertas",
    "promociones",
    "publicidad",
    "novedades",
    "boletin",
    "offres",
    "promotionnelles",
    "actualites",
    "publicite",
    "lettre d information",
];

/// What an address is asked for that has nothing to do with the booking.
pub(super) const NEWSLETTER: &[&str] = &[
    "newsletter",
    "newsletters",
    "subscribe",
    "sign me up",
    "mailing list",
    "boletin",
    "suscribete",
    "suscribirse",
    "suscribirme",
    "suscribir",
    "lista de correo",
    "abonnez vous",
    "s abonner",
    "infolettre",
    "lettre d information",
];

pub(super) const CAPTCHA: &[&str] = &[
    "captcha",
    "recaptcha",
    "hcaptcha",
    "turnstile",
    "i m not a robot",
    "im not a robot",
    "not a robot",
    "verify you are human",
    "no soy un robot",
    "je ne suis pas un robot",
];

pub(super) const SEVERITY: &[&str] = &[
    "please enter",
    "please provide",
    "please check",
    "please use",
    "please correct",
    "invalid",
    "not valid",
    "valid email",
    "valid phone",
    "is required",
    "are required",
    "must be",
    "must enter",
    "cannot be empty",
    "can t be blank",
    "required field",
    "introduce un",
    "introduce una",
    "introduzca",
    "no es valido",
    "no es valida",
    "no valido",
    "obligatorio",
    "obligatoria",
    "requerido",
    "incorrecto",
    "no se aceptan",
    "no aceptamos",
    "veuillez",
    "non valide",
    "invalide",
    "obligatoire",
    "incorrect",
    "we do not accept",
    "not accepted",
    "we can t accept",
    "cannot accept",
    "blocked",
    "not allowed",
];

pub(super) const SITE_BROKEN: &[&str] = &[
    "something went wrong",
    "could not reach",
    "server error",
    "unexpected error",
    "temporarily unavailable",
    "algo salio mal",
    "algo ha ido mal",
    "error inesperado",
    "une erreur est survenue",
    "erreur inattendue",
];

/// What a server says instead of a page.
pub(super) const DOWN: &[&str] = &[
    "service unavailable",
    "temporarily unavailable",
    "bad gateway",
    "gateway timeout",
    "internal server error",
    "servicio no disponible",
    "error del servidor",
    "service indisponible",
    "erreur du serveur",
];

pub(super) const DEPOSIT: &[&str] = &[
    "deposit",
    "due today",
    "due now",
    "pay today",
    "deposito",
    "anticipo",
    "a pagar hoy",
    "senal",
    "acompte",
    "a payer aujourd hui",
    "arrhes",
];

pub(super) const PICK: &[&str] = &[
    "select",
    "choose",
    "add",
    "pick",
    "seleccionar",
    "selecciona",
    "elegir",
    "elige",
    "anadir",
    "agregar",
    "choisir",
    "selectionner",
    "ajouter",
];

/// Whether the text holds one of the phrases as whole words.
pub(super) fn says_any(text: &str, phrases: &[&str]) -> bool {
    !text.is_empty() && folded_says_any(&crate::matching::fold(text), phrases)
}

/// The same for a text that is folded already. The phrases are written folded.
pub(super) fn folded_says_any(folded: &str, phrases: &[&str]) -> bool {
    let starts = std::iter::once(0).chain(folded.match_indices(' ').map(|(at, _)| at + 1));
    // A look asks for hundreds of phrases in hundreds of texts: nearly all of them differ in the first letter of the first word.
    starts.map(|at| &folded[at..]).any(|rest| phrases.iter().any(|phrase| begins_with_words(rest, phrase)))
}

fn begins_with_words(text: &str, words: &str) -> bool {
    text.strip_prefix(words).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}

/// Whether the text is one of the phrases and nothing else.
pub(super) fn is_any(text: &str, phrases: &[&str]) -> bool {
    let text = crate::matching::fold(text);
    phrases.contains(&text.as_str())
}
