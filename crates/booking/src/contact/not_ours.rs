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

/// Other people, whose names, numbers and addresses are asked for too.
const OTHER_PEOPLE: &[&str] = &[
    // English
    "emergency",
    "recipient",
    "recipients",
    "friend",
    "friends",
    "referral",
    "referrer",
    "referred by",
    "who referred",
    "referring",
    "spouse",
    "spouses",
    "insurance",
    "insurer",
    "employer",
    "next of kin",
    // Spanish
    "emergencia",
    "emergencias",
    "destinatario",
    "destinataria",
    "amigo",
    "amiga",
    "referido",
    "conyuge",
    "seguro",
    "aseguradora",
    // French
    "urgence",
    "durgence",
    "destinataire",
    "ami",
    "amie",
    "conjoint",
    "assurance",
    "dassurance",
    "parrain",
];

/// Names that are not what the patient is called, or not of a person at all.
const OTHER_NAMES: &[&str] = &[
    "preferred",
    "maiden",
    "company",
    "business",
    "organization",
    "organisation",
    "pet",
    "pets",
    "nickname",
    "doctor",
    "doctors",
    "physician",
    "medico",
    "medecin",
    "segundo nombre",
    "empresa",
    "usuario",
    "mascota",
    "apodo",
    "deuxieme prenom",
    "jeune fille",
    "entreprise",
    "lentreprise",
    "societe",
    "utilisateur",
    "animal",
];

/// What asks for notes, whatever else it says.
const REMARKS: &[&str] = &[
    "notes",
    "note",
    "comments",
    "comment",
    "special requests",
    "notas",
    "nota",
    "comentarios",
    "comentario",
    "remarks",
    "remark",
    "observations",
    "observaciones",
    "remarques",
    "remarque",
    "commentaires",
    "commentaire",
];

/// What asks for them where it asks for nothing in particular.
const ANYTHING: &[&str] = &[
    "anything",
    "message",
    "mensaje",
    "additional information",
    "informacion adicional",
    "algo mas",
    "autre chose",
];

const HEALTH: &[&str] = &[
    "allergy",
    "allergies",
    "allergic",
    "medication",
    "medications",
    "medicine",
    "conditions",
    "alergia",
    "alergias",
    "alergico",
    "medicamento",
    "medicamentos",
    "medicacion",
    "allergie",
    "medicament",
    "medicaments",
];

const PRESENTS: &[&str] = &["gift", "card message", "regalo", "cadeau"];

/// Whether the text speaks of somebody else than the patient.
pub(super) fn is_of_another_person(text: &Words) -> bool {
    has_any(text, OTHER_PEOPLE)
}

/// Whether a text that asks for a name asks for another than the patient's. `is_whole`: not for the first or the last name alone, which
/// forms may call "user first name" in their code.
pub(super) fn is_another_name(text: &Words, is_whole: bool) -> bool {
    // "First, middle and last name" is the whole name.
    let middle = text.contains("middle") && !text.contains("first") && !text.contains("last");
    middle || has_any(text, OTHER_NAMES) || is_whole && text.contains("user")
}

/// Whether the text asks for whatever the patient wants to say.
pub(super) fn is_for_notes(text: &Words) -> bool {
    let open = || has_any(text, ANYTHING) && !has_any(text, HEALTH);
    !has_any(text, PRESENTS) && (has_any(text, REMARKS) || open())
}

/// Whether the text asks for a code that was not sent to the patient.
pub(super) fn is_for_another_code(text: &Words) -> bool {
    has_any(text, OTHER_CODES)
}

/// The phrases are written folded, so that nothing is folded for every field of every look.
fn has_any(text: &Words, phrases: &[&str]) -> bool {
    phrases.iter().any(|phrase| {
        let mut runs = text.as_slice().windows(phrase.split(' ').count());
        runs.any(|run| run.iter().map(String::as_str).eq(phrase.split(' ')))
    })
}
