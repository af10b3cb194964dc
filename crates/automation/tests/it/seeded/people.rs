//! The patients: names as they are in the world. Invented, with numbers and addresses that reach nobody.

use baton_booking::contact::Phone;
use baton_booking::request::Lead;
use baton_mock_clinic::Contact;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;

/// First name, last name, whether the number is French.
const PEOPLE: [(&str, &str, bool); 8] = [
    ("Renée", "O’Brien-Núñez", false),
    ("Shay", "O'Neill", false),
    ("José María", "de la Cruz", false),
    ("Мария", "Иванова", false),
    ("美咲", "田中", false),
    ("Cher", "", false),
    ("Zoë", "D’Angelo", true),
    ("Ana", "Ng", true),
];

/// Somebody; with a foreign number only where the site takes one.
pub(super) fn somebody(dice: &mut StdRng, takes_foreign_numbers: bool) -> Lead {
    let (first, last, french) = *PEOPLE.choose(dice).expect("there are people");
    let phone = if french && takes_foreign_numbers { "+33612345678" } else { "+14405550122" };
    Lead {
        first_name: first.into(),
        last_name: last.into(),
        phone: phone.into(),
        email: "patient@example.com".into(),
        notes: Some("First visit".into()),
    }
}

/// Whether the site knows the patient by their own name, number and address.
pub(super) fn is_told_right(lead: &Lead, contact: &Contact) -> bool {
    let name = |first: &str, last: &str| format!("{first} {last}").trim().to_owned();
    name(&contact.first_name, &contact.last_name) == name(&lead.first_name, &lead.last_name)
        && contact.email == lead.email
        && Phone::parse(&lead.phone).stands_in(&contact.phone)
}
