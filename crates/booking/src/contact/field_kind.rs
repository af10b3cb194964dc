//! Tells what a form field asks for: by what it says to browsers first, then by its type, then by its label.

use super::not_ours::is_for_another_code;
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

/// Whether one of the field's texts says that it only reads like a field of this kind: a field "Zip" may be named "code".
fn is_of_another(kind: FieldKind, texts: &[Words]) -> bool {
    let says = |list: &[&str]| texts.iter().any(|text| says(text, list));
    match kind {
        FieldKind::OneTimeCode => !says(CODE) && texts.iter().any(is_for_another_code),
        FieldKind::Phone => {
            !says(PHONE) && !says(&["number", "numero"]) && texts.iter().any(is_for_another_code)
        }
        _ => false,
    }
}

fn says(text: &Words, list: &[&str]) -> bool {
    list.iter().any(|phrase| text.contains_run(&Words::of(phrase)))
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
        "postal-code" => FieldKind::Unknown,
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
const NOTES: &[&str] = &[
    "notes",
    "note",
    "comments",
    "comment",
    "special requests",
    "anything",
    "message",
    "notas",
    "comentarios",
    "remarques",
    "commentaires",
];
const SEARCH: &[&str] = &["search", "buscar", "busca", "rechercher", "recherche", "find a service", "filter"];

fn by_label(facts: &FieldFacts, label: &Words) -> Option<FieldKind> {
    let says = |list: &[&str]| says(label, list);
    let is_select = !facts.options.is_empty();
    // The order matters: "nombre completo" holds "nombre", "security code" of a card is no one-time code.
    Some(match () {
        () if label.is_empty() => return None,
        () if says(CODE) => FieldKind::OneTimeCode,
        () if says(CARD) => FieldKind::Card,
        () if is_select && says(COUNTRY) => FieldKind::PhoneCountry,
        () if says(EMAIL) => FieldKind::Email,
        () if says(PHONE) && is_select => FieldKind::PhoneCountry,
        () if says(PHONE) => FieldKind::Phone,
        () if says(LAST) && says(FIRST) => FieldKind::FullName,
        () if says(LAST) => FieldKind::LastName,
        () if says(&["nombre completo", "nom complet"]) => FieldKind::FullName,
        () if says(FIRST) => FieldKind::FirstName,
        () if says(SEARCH) => FieldKind::Search,
        () if says(NOTES) || facts.input_type == "textarea" => FieldKind::Notes,
        () if says(FULL) => FieldKind::FullName,
        () if says(&["nom"]) => FieldKind::LastName,
        () if says(&["code", "codigo"]) && facts.max_length.is_some_and(|length| length <= 8) => {
            FieldKind::OneTimeCode
        }
        () => return None,
    })
}

/// Makes `firstName` and `first_name` into "first name".
fn spaced(identifier: &str) -> String {
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
    fn a_nameless_field_is_told_by_its_own_name() {
        let facts =
            FieldFacts { input_type: "text".into(), name: "lastName".into(), ..FieldFacts::default() };
        assert_eq!(field_kind(&facts, ""), FieldKind::LastName);
    }
}
