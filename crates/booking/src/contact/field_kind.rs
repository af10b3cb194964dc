//! Tells what a form field asks for: by what it says to browsers first, then by its type, then by its label.

use super::not_ours::{is_another_name, is_for_another_code, is_for_notes, is_of_another_person};
use crate::matching::{Words, fold};
use crate::observation::FieldFacts;

/// What a field asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FieldKind {
    FirstName,
    LastName,
    FullName,
    Email,
    Phone,
    /// The country of a phone number, beside the number itself.
    PhoneCountry,
    Notes,
    OneTimeCode,
    Card,
    Date,
    Search,
    Unknown,
}

/// What the field asks for. `label` is its accessible name.
pub fn field_kind(facts: &FieldFacts, label: &str) -> FieldKind {
    let (name, id) = (spaced(&facts.name), spaced(&facts.id));
    let texts = [label, &facts.placeholder, &name, &id].map(Words::of);
    let kind = by_autocomplete(&facts.autocomplete)
        .or_else(|| by_type(facts, &texts[0]))
        .or_else(|| texts.iter().find_map(|text| by_label(facts, text)));
    kind.filter(|kind| !is_of_another(*kind, &texts)).unwrap_or(FieldKind::Unknown)
}

/// Whether one of the field's texts says that it only reads like a field of this kind: a field "Zip" may be named "code", one "Phone"
/// `emergencyPhone`.
fn is_of_another(kind: FieldKind, texts: &[Words; 4]) -> bool {
    let says = |list: &[&str]| texts.iter().any(|text| text.says_any(list));
    let codes = || texts.iter().any(is_for_another_code);
    let [label, placeholder, name, id] = texts;
    // A placeholder beside a label is an example: "friend@example.com".
    let told = if label.is_empty() { placeholder } else { label };
    let persons = || [told, name, id].into_iter().any(is_of_another_person);
    match kind {
        FieldKind::FirstName | FieldKind::LastName | FieldKind::FullName | FieldKind::Email => persons(),
        FieldKind::Phone => persons() || !says(PHONE) && !says(&["number", "numero"]) && codes(),
        FieldKind::OneTimeCode => !says(CODE) && codes(),
        _ => false,
    }
}

/// Whether what stands around fields says that they are not for the patient's own details: "Emergency contact".
pub(crate) fn are_of_another(label: &str) -> bool {
    is_of_another_person(&Words::of(label))
}

/// Whether a field belongs to a payment card: the page's side said so, or what it is called does.
pub(crate) fn is_card_field(facts: &FieldFacts, label: &str) -> bool {
    facts.card || field_kind(facts, label) == FieldKind::Card
}

fn by_autocomplete(autocomplete: &str) -> Option<FieldKind> {
    // The last token is the field; those before it are sections ("shipping", "home").
    Some(match autocomplete.split_whitespace().next_back()? {
        "given-name" => FieldKind::FirstName,
        "family-name" => FieldKind::LastName,
        "name" => FieldKind::FullName,
        "email" => FieldKind::Email,
        "tel" | "tel-national" | "tel-local" => FieldKind::Phone,
        "tel-country-code" => FieldKind::PhoneCountry,
        "one-time-code" => FieldKind::OneTimeCode,
        "postal-code" | "additional-name" | "nickname" | "username" | "organization" => FieldKind::Unknown,
        token if token.starts_with("cc-") => FieldKind::Card,
        _ => return None,
    })
}

fn by_type(facts: &FieldFacts, label: &Words) -> Option<FieldKind> {
    Some(match facts.input_type.as_str() {
        "email" => FieldKind::Email,
        "search" => FieldKind::Search,
        "date" | "datetime-local" => FieldKind::Date,
        "tel" if by_label(facts, label).is_none_or(|kind| kind == FieldKind::Phone) => FieldKind::Phone,
        _ => return None,
    })
}

const CODE: &[&str] = &[
    "verification code",
    "6 digit code",
    "security code sent",
    "one time code",
    "sms code",
    "code we sent",
    "codigo de verificacion",
    "codigo de 6 digitos",
    "code de verification",
];
const CARD: &[&str] = &[
    "card number",
    "cardnumber",
    "card no",
    "cvc",
    "cvv",
    "expiry",
    "expiration",
    "exp date",
    "mm yy",
    "name on card",
    "cardholder",
    "security code",
    "numero de tarjeta",
    "tarjeta",
    "caducidad",
    "vencimiento",
    "titular",
    "numero de carte",
    "carte",
    "date d expiration",
    "titulaire",
];
/// Cards that are shown and not paid with on their own.
const OTHER_CARDS: &[&str] = &[
    "gift card",
    "giftcard",
    "medicare",
    "medicaid",
    "health card",
    "insurance card",
    "loyalty card",
    "member card",
    "membership card",
    "rewards card",
    "tarjeta regalo",
    "tarjeta de regalo",
    "tarjeta sanitaria",
    "tarjeta de fidelidad",
    "carte cadeau",
    "carte vitale",
    "carte de fidelite",
];
/// What a birthday is written like; the end of it is what a card's expiry is written like.
const WHOLE_DATES: &[&str] = &["dd mm yy", "jj mm yy"];
const FIRST: &[&str] =
    &["first name", "firstname", "given name", "forename", "nombre", "nombres", "prenom", "vorname", "fname"];
const LAST: &[&str] = &[
    "last name",
    "lastname",
    "surname",
    "family name",
    "apellido",
    "apellidos",
    "nom de famille",
    "nachname",
    "lname",
];
const FULL: &[&str] = &[
    "full name",
    "your name",
    "name",
    "nombre completo",
    "nombre y apellidos",
    "nombre y apellido",
    "nom complet",
    "nom et prenom",
    "fullname",
];
const EMAIL: &[&str] =
    &["email", "e mail", "email address", "correo", "correo electronico", "courriel", "adresse mail"];
const COUNTRY: &[&str] =
    &["country", "country code", "dial code", "pais", "codigo de pais", "prefijo", "pays", "indicatif"];
const PHONE: &[&str] = &[
    "phone",
    "mobile",
    "cell",
    "telephone",
    "tel",
    "phone number",
    "telefono",
    "movil",
    "celular",
    "portable",
];
const SEARCH: &[&str] = &["search", "buscar", "busca", "rechercher", "recherche", "find a service", "filter"];

fn by_label(facts: &FieldFacts, label: &Words) -> Option<FieldKind> {
    let says = |list: &[&str]| label.says_any(list);
    let is_select = !facts.options.is_empty();
    let names = || says(FIRST) || says(LAST) || says(FULL) || says(&["nom"]);
    let whole = || !says(FIRST) && !says(LAST);
    // The order matters: "nombre completo" holds "nombre", "security code" of a card is no one-time code.
    Some(match () {
        () if label.is_empty() => return None,
        () if facts.input_type == "textarea" => return is_for_notes(label).then_some(FieldKind::Notes),
        () if says(CODE) => FieldKind::OneTimeCode,
        () if says(OTHER_CARDS) && !says(&["credit card", "debit card"]) => FieldKind::Unknown,
        () if says(CARD) && !says(WHOLE_DATES) => FieldKind::Card,
        () if is_select && says(COUNTRY) => FieldKind::PhoneCountry,
        () if says(EMAIL) => FieldKind::Email,
        () if says(PHONE) && is_select => FieldKind::PhoneCountry,
        () if says(PHONE) => FieldKind::Phone,
        () if names() && is_another_name(label, whole()) => FieldKind::Unknown,
        () if says(LAST) && says(FIRST) => FieldKind::FullName,
        () if says(LAST) => FieldKind::LastName,
        () if says(&["nombre completo", "nom complet"]) => FieldKind::FullName,
        () if says(FIRST) => FieldKind::FirstName,
        () if says(SEARCH) => FieldKind::Search,
        () if is_for_notes(label) => FieldKind::Notes,
        () if says(FULL) => FieldKind::FullName,
        () if says(&["nom"]) => FieldKind::LastName,
        () if says(&["code", "codigo"]) && facts.max_length.is_some_and(|length| length <= 8) => {
            FieldKind::OneTimeCode
        }
        () => return None,
    })
}

/// Makes `firstName` and `first_name` into "first name".
pub(crate) fn spaced(identifier: &str) -> String {
    let mut spaced = String::new();
    for letter in identifier.chars() {
        if letter.is_uppercase() {
            spaced.push(' ');
        }
        spaced.push(letter);
    }
    fold(&spaced)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_written_as_they_are_compared() {
        let lists = [CODE, CARD, OTHER_CARDS, WHOLE_DATES, FIRST, LAST, FULL, EMAIL, COUNTRY, PHONE, SEARCH];
        for phrase in lists.into_iter().flatten() {
            assert_eq!(fold(phrase), *phrase);
        }
    }

    fn kind(input_type: &str, autocomplete: &str, label: &str) -> FieldKind {
        let facts = FieldFacts {
            input_type: input_type.into(),
            autocomplete: autocomplete.into(),
            ..FieldFacts::default()
        };
        field_kind(&facts, label)
    }

    #[test]
    fn autocomplete_beats_type_beats_label() {
        assert_eq!(kind("text", "given-name", "Last name"), FieldKind::FirstName);
        assert_eq!(kind("tel", "section-a cc-number", ""), FieldKind::Card);
        assert_eq!(kind("tel", "", "Card number"), FieldKind::Card);
        assert_eq!(kind("email", "", "Name"), FieldKind::Email);
        assert_eq!(kind("tel", "", "Your number"), FieldKind::Phone);
    }

    #[test]
    fn labels_are_told_in_three_languages() {
        for (label, expect) in [
            ("First name *", FieldKind::FirstName),
            ("Last name", FieldKind::LastName),
            ("Full name", FieldKind::FullName),
            ("Name", FieldKind::FullName),
            ("E-mail address", FieldKind::Email),
            ("Mobile phone", FieldKind::Phone),
            ("Nombre", FieldKind::FirstName),
            ("Apellidos", FieldKind::LastName),
            ("Nombre completo", FieldKind::FullName),
            ("Nombre y apellidos", FieldKind::FullName),
            ("Correo electrónico", FieldKind::Email),
            ("Teléfono", FieldKind::Phone),
            ("Prénom", FieldKind::FirstName),
            ("Nom", FieldKind::LastName),
            ("Courriel", FieldKind::Email),
            ("Notes (optional)", FieldKind::Notes),
            ("Verification code", FieldKind::OneTimeCode),
            ("Security code", FieldKind::Card),
            ("CVC", FieldKind::Card),
            ("Name on card", FieldKind::Card),
            ("MM/YY", FieldKind::Card),
            ("Credit card or gift card number", FieldKind::Card),
            ("DD/MM/YY", FieldKind::Unknown),
            ("Gift card number", FieldKind::Unknown),
            ("Medicare card number", FieldKind::Unknown),
            ("Health insurance card number", FieldKind::Unknown),
            ("Número de tarjeta sanitaria", FieldKind::Unknown),
            ("Search services", FieldKind::Search),
            ("Favourite colour", FieldKind::Unknown),
        ] {
            assert_eq!(kind("text", "", label), expect, "{label}");
        }
    }

    fn coded(label: &str, name: &str, autocomplete: &str) -> FieldKind {
        let facts = FieldFacts {
            input_type: "text".into(),
            name: name.into(),
            autocomplete: autocomplete.into(),
            max_length: Some(6),
            ..FieldFacts::default()
        };
        field_kind(&facts, label)
    }

    #[test]
    fn a_short_field_for_a_code_is_not_always_one_that_was_sent() {
        for label in ["Code", "Enter the code", "Código", "6-digit code", "Verification code"] {
            assert_eq!(coded(label, "", ""), FieldKind::OneTimeCode, "{label}");
        }
        for label in [
            "ZIP code",
            "Zip/Postal code",
            "Postal code",
            "Promo code",
            "Gift code",
            "Coupon code",
            "Referral code",
            "Discount code",
            "Country code",
            "Area code",
            "Código postal",
            "Código de descuento",
            "Code promo",
        ] {
            assert_eq!(coded(label, "", ""), FieldKind::Unknown, "{label}");
        }
        assert_eq!(coded("ZIP", "code", ""), FieldKind::Unknown);
        assert_eq!(coded("Code", "", "postal-code"), FieldKind::Unknown);
        assert_eq!(kind("tel", "", "ZIP"), FieldKind::Unknown);
        assert_eq!(kind("tel", "", "Your number with area code"), FieldKind::Phone);
    }

    #[test]
    fn what_is_somebody_elses_is_not_the_patients() {
        for label in [
            "Middle name",
            "Preferred name",
            "Maiden name",
            "Company name",
            "Business name",
            "Insurance name",
            "User name",
            "Pet's name",
            "Emergency contact name",
            "Emergency contact phone",
            "Emergency contact first name",
            "Recipient name",
            "Recipient's email",
            "Friend's name",
            "Friend's email",
            "Referral name",
            "Name of who referred you",
            "Spouse's name",
            "Nombre de la empresa",
            "Segundo nombre",
            "Nombre de usuario",
            "Contacto de emergencia: nombre",
            "Teléfono de emergencia",
            "Correo del destinatario",
        ] {
            assert_eq!(kind("text", "", label), FieldKind::Unknown, "{label}");
        }
        assert_eq!(kind("tel", "", "Emergency contact"), FieldKind::Unknown);
        assert_eq!(kind("email", "email", "Friend's email"), FieldKind::Unknown);
        assert_eq!(kind("text", "additional-name", "Name"), FieldKind::Unknown);
        assert_eq!(kind("text", "", "Doctor's name"), FieldKind::Unknown);
        assert_eq!(kind("text", "", "Nom de l'entreprise"), FieldKind::Unknown);
        assert_eq!(kind("text", "", "Name (first, middle, last)"), FieldKind::FullName);
        assert_eq!(kind("text", "", "First name and middle initial"), FieldKind::FirstName);
        let facts = FieldFacts { placeholder: "friend@example.com".into(), ..FieldFacts::default() };
        assert_eq!(field_kind(&facts, "Email"), FieldKind::Email);
        assert_eq!(kind("text", "", "Cardholder name"), FieldKind::Card);
    }

    #[test]
    fn a_label_says_more_than_the_name_in_the_code() {
        let named = |label: &str, name: &str| {
            let facts = FieldFacts { input_type: "text".into(), name: name.into(), ..FieldFacts::default() };
            field_kind(&facts, label)
        };
        assert_eq!(named("Full name", "user[name]"), FieldKind::FullName);
        assert_eq!(named("", "user[first_name]"), FieldKind::FirstName);
        assert_eq!(named("Company", "company_name"), FieldKind::Unknown);
        assert_eq!(named("Phone", "emergencyPhone"), FieldKind::Unknown);
    }

    #[test]
    fn notes_go_where_notes_are_asked_for() {
        for (label, expect) in [
            ("Notes", FieldKind::Notes),
            ("Comments or requests", FieldKind::Notes),
            ("Message", FieldKind::Notes),
            ("Anything else we should know?", FieldKind::Notes),
            ("Notes (allergies, medication)", FieldKind::Notes),
            ("¿Algún comentario?", FieldKind::Notes),
            ("Remarks", FieldKind::Notes),
            ("Observaciones", FieldKind::Notes),
            ("List your allergies", FieldKind::Unknown),
            ("Anything you are allergic to, any medication", FieldKind::Unknown),
            ("Gift message", FieldKind::Unknown),
            ("Mensaje del regalo", FieldKind::Unknown),
            ("Your address", FieldKind::Unknown),
            ("Names of your children", FieldKind::Unknown),
        ] {
            assert_eq!(kind("textarea", "", label), expect, "{label}");
        }
    }

    #[test]
    fn a_nameless_field_is_told_by_its_own_name() {
        let facts =
            FieldFacts { input_type: "text".into(), name: "lastName".into(), ..FieldFacts::default() };
        assert_eq!(field_kind(&facts, ""), FieldKind::LastName);
    }
}
