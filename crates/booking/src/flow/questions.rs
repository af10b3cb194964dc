//! Tells a question about something else, "Insurance provider", "Have you had this treatment before?", from those that choose the
//! appointment. Knows nothing of what was asked for.

use super::contact::contact_fields;
use super::view::{At, View};
use super::{Flow, words};

/// What asks for anything but this appointment. Folded.
const ANOTHER: &[&str] = &[
    // English
    "insurance",
    "insurer",
    "referring",
    "referred",
    "referral",
    "primary care",
    "pcp",
    "current provider",
    "previous provider",
    "previously",
    "in the past",
    "have you",
    "are you a",
    "new or existing",
    "new or returning",
    "hear about",
    "heard about",
    "hear of",
    "find out about",
    "time zone",
    "timezone",
    "your first time",
    "first time here",
    "to call",
    "call you",
    "call back",
    "callback",
    "to reach",
    "to contact",
    "contact you",
    // Spanish
    "seguro",
    "aseguradora",
    "remitente",
    "remitido",
    "cabecera",
    "proveedor anterior",
    "anteriormente",
    "ha visto",
    "ha tenido",
    "ha recibido",
    "ha estado",
    "conocio",
    "conociste",
    "supo de",
    "zona horaria",
    "huso horario",
    "primera vez",
    "llamar",
    "llamarle",
    "llamarte",
    "llamada",
    "contactarle",
    "contactarte",
    // French
    "assurance",
    "medecin traitant",
    "avez vous",
    "connu",
    "fuseau horaire",
    "premiere fois",
    "appeler",
    "rappeler",
];

/// "Have you seen this provider before?", but not "Choose a provider before you go on".
const ENDINGS: &[&str] = &[" before", " antes", " avant"];

const YES_OR_NO: &[&str] = &[
    "yes",
    "no",
    "not sure",
    "unsure",
    "i don t know",
    "i dont know",
    "si",
    "no lo se",
    "no estoy seguro",
    "no estoy segura",
    "oui",
    "non",
    "je ne sais pas",
];

/// Who somebody is to the clinic, which is no service.
const PATIENTS: &[&str] = &[
    "new",
    "existing",
    "returning",
    "new patient",
    "existing patient",
    "returning patient",
    "new client",
    "existing client",
    "returning client",
    "new customer",
    "existing customer",
    "returning customer",
    "i m a new patient",
    "i am a new patient",
    "im a new patient",
    "nuevo paciente",
    "nueva paciente",
    "paciente nuevo",
    "paciente nueva",
    "paciente existente",
    "ya soy paciente",
    "soy paciente nuevo",
    "soy paciente nueva",
    "nuevo cliente",
    "nueva clienta",
    "cliente existente",
    "nouveau patient",
    "nouvelle patiente",
    "patient existant",
    "deja patient",
];

/// Whether a question in these words is about something else.
pub(super) fn is_about_another(folded: &str) -> bool {
    words::folded_says_any(folded, ANOTHER) || ENDINGS.iter().any(|ending| folded.ends_with(ending))
}

/// Whether the choice is an answer to a question about something else: by what it says, by the group it stands in, else by its heading.
pub(super) fn answers_another(view: &View<'_>, at: At) -> bool {
    let is_group =
        |at: &At| matches!(view.role(*at), "radiogroup" | "group" | "listbox") && !view.label(*at).is_empty();
    let another = match view.ancestors(at).find(is_group) {
        Some(group) => is_about_another(view.folded(group)),
        None => {
            view.heading_above(at).is_some_and(|heading| is_about_another(&crate::matching::fold(heading)))
        }
    };
    another || is_yes_or_no(view.label(at)) || view.is_any(at, PATIENTS)
}

/// Whether the select asks about something else, by its label or by what it offers.
pub(super) fn selects_another(view: &View<'_>, at: At) -> bool {
    let offered = view.field(at).map_or(&[][..], |facts| &facts.options);
    let mut answers = offered.iter().filter(|option| !option.value.is_empty()).peekable();
    let yes_or_no = answers.peek().is_some() && answers.all(|option| is_yes_or_no(&option.label));
    is_about_another(view.folded(at)) || yes_or_no
}

/// "Yes", "No", "Yes, I have".
fn is_yes_or_no(label: &str) -> bool {
    words::is_any(label, YES_OR_NO)
        || label.split_once(',').is_some_and(|(front, _)| words::is_any(front, YES_OR_NO))
}

impl Flow {
    /// Whether the page lies behind the step that `chosen` was chosen on, so that a question that does not offer it is another.
    /// Two signs of three: a page that asks for everything at once has the patient's details too.
    pub(super) fn is_past(&self, view: &View<'_>, chosen: bool) -> bool {
        let timed = self.memory.chosen.time.is_some();
        let details = || !contact_fields(view).is_empty();
        chosen && timed || (chosen || timed) && details()
    }
}
