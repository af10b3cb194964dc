//! Date fields that are not about the appointment.

use super::*;

#[test]
fn the_appointments_day_is_not_written_into_a_birthday() {
    for label in [
        "Date of birth",
        "Birthdate",
        "DOB",
        "D.O.B.",
        "Birthday (optional)",
        "Fecha de nacimiento",
        "Date of last treatment",
        "When was your last visit?",
        "Fecha de tu última visita",
    ] {
        let mut flow = chosen();
        flow.memory.chosen = Selection { service: flow.memory.chosen.service, ..Selection::default() };
        flow.request.provider = None;
        let page = Page::new().heading(1, "About you").date_field(label, "");
        assert_eq!(on(&mut flow, &page, 0), "wait for anything known", "{label}");
    }
}

#[test]
fn a_birthday_is_told_by_what_the_field_calls_itself() {
    for (name, id, autocomplete) in [
        ("birthDate", "", ""),
        ("date_of_birth", "", ""),
        ("", "patient-dob", ""),
        ("", "", "bday"),
        ("", "", "section-a bday"),
    ] {
        let mut flow = chosen();
        flow.memory.chosen = Selection { service: flow.memory.chosen.service, ..Selection::default() };
        flow.request.provider = None;
        let page = Page::new().date_field("Date", "").calling_itself(name, id, autocomplete);
        assert_eq!(on(&mut flow, &page, 0), "wait for anything known", "{name}{id}{autocomplete}");
    }
}

#[test]
fn once_the_time_is_chosen_no_day_is_set() {
    let page = Page::new().heading(1, "Your details").date_field("Date", "").button("Next");
    assert_eq!(on(&mut chosen(), &page, 0), "press \"Next\"");
}
