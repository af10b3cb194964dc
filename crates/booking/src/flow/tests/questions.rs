//! Questions on a page that choose nothing of the appointment.

use super::*;

fn at_the_details(change: impl Fn(Page) -> Page) -> Page {
    change(Page::new().heading(1, "A few questions").field("Email", "email", "ana@example.com"))
        .button("Next")
}

fn asking_nobody() -> Flow {
    let mut flow = chosen();
    flow.request.provider = None;
    flow
}

#[test]
fn a_select_about_another_time_is_not_the_appointments() {
    for (label, options) in [
        ("Time zone", &["(GMT-5) Eastern", "(GMT-6) Central"][..]),
        ("Is this your first time?", &["Please select", "Yes", "No"]),
        ("Best time to call", &["Please select", "9:00 AM", "10:00 AM"]),
        ("Mejor hora para llamarle", &["Elige", "9:00", "10:00"]),
        ("¿Es su primera vez? Hora habitual", &["Elige", "Sí", "No"]),
        ("Preferred time", &["Morning", "Afternoon", "Evening"]),
    ] {
        let page = at_the_details(|page| page.select(label, options));
        let mut flow = chosen();
        assert_eq!(on(&mut flow, &page, 0), "press \"Next\"", "{label}");
        flow.memory.chosen.time = None;
        assert_eq!(on(&mut flow, &page, 20), "press \"Next\"", "{label}");
    }
}

#[test]
fn a_chosen_time_that_the_page_lost_is_chosen_again_and_another_list_passed_over() {
    let page =
        |times: &[&str]| Page::new().heading(2, "Plan your visit").select("Time", times).button("Next");
    let there = page(&["Please select", "10:00 AM", "2:30 PM"]);
    assert_eq!(on(&mut chosen(), &there, 0), "choose the time 14:30");
    assert_eq!(on(&mut chosen(), &page(&["Please select", "10:00 AM"]), 0), "press \"Next\"");
}

#[test]
fn a_question_about_another_provider_is_left_alone() {
    for (label, options) in [
        ("Insurance provider", &["Please select", "Aetna", "Cigna"][..]),
        ("Referring provider", &["Please select", "Dr. House", "Dr. Who"]),
        ("Primary care provider", &["Please select", "Dr. House", "Dr. Who"]),
        ("Have you seen this provider before?", &["Please select", "Yes", "No"]),
        ("How did you hear about this provider?", &["Please select", "Google", "A friend"]),
        ("Proveedor de seguro", &["Elige", "Sanitas", "Adeslas"]),
        ("Preferred specialist", &["Please select", "Dr. House", "Dr. Who"]),
    ] {
        let select = at_the_details(|page| page.select(label, options));
        let radios = at_the_details(|page| {
            let page = page.open("radiogroup", label);
            options.iter().fold(page, |page, name| page.choice("radio", name, Some(false))).close()
        });
        let headed = at_the_details(|page| {
            let page = page.heading(2, label);
            options.iter().fold(page, |page, name| page.choice("radio", name, Some(false)))
        });
        for page in [select, radios, headed] {
            assert_eq!(on(&mut chosen(), &page, 0), "press \"Next\"", "{label}");
            assert_eq!(on(&mut asking_nobody(), &page, 0), "press \"Next\"", "{label}");
        }
    }
}

#[test]
fn yes_and_no_are_nobody_even_where_a_provider_is_to_be_chosen() {
    let page = Page::new()
        .heading(2, "Your provider")
        .open("radiogroup", "Seen here in the last year?")
        .choice("radio", "Yes", Some(false))
        .choice("radio", "No, never", Some(false))
        .close()
        .open("radiogroup", "Your provider")
        .choice("radio", "Gale Tesar", Some(false))
        .choice("radio", "Brandi Sesock", Some(false))
        .close()
        .button("Next");
    assert_eq!(on(&mut flow(), &page, 0), "choose the provider \"Brandi Sesock\"");
    let mut flow = flow_for("generic", |request| request.provider = Some("Nobody".into()));
    assert_eq!(on(&mut flow, &page, 0), "provider_not_found: Gale Tesar, Brandi Sesock");
}

#[test]
fn a_form_on_one_page_never_takes_a_substitute() {
    let form = |page: Page| page.field("Email", "email", "ana@example.com").button("Next");
    let page =
        form(Page::new().heading(2, "Plan your visit").select("Specialist", &["Anyone", "Gale Tesar"]));
    assert_eq!(on(&mut flow(), &page, 0), "provider_not_found: Gale Tesar");
    let page =
        form(Page::new().heading(2, "Plan your visit").select("Treatment", &["Please select", "Peel"]));
    assert_eq!(on(&mut flow(), &page, 0), "service_not_found: Peel");
}

#[test]
fn a_question_about_services_is_left_alone() {
    for (label, options) in [
        ("How did you hear about our services?", &["Please select", "Google", "A friend"][..]),
        ("Which treatment areas concern you?", &["Please select", "Forehead", "Cheeks"]),
        ("Have you had this treatment before?", &["Please select", "Yes", "No"]),
        ("¿Cómo conoció nuestros servicios?", &["Elige", "Google", "Una amiga"]),
        ("Other treatments", &["Please select", "Peel", "Botox"]),
    ] {
        let select = at_the_details(|page| page.select(label, options));
        let radios = at_the_details(|page| {
            let page = page.open("radiogroup", label);
            options.iter().fold(page, |page, name| page.choice("radio", name, Some(false))).close()
        });
        for page in [select, radios] {
            let mut flow = chosen();
            assert_eq!(on(&mut flow, &page, 0), "press \"Next\"", "{label}");
            assert_eq!(flow.selection().service.as_deref(), Some("Lip Filler"), "{label}");
            let mut flow = chosen();
            flow.request.service = None;
            assert_eq!(on(&mut flow, &page, 0), "press \"Next\"", "{label}");
        }
    }
}

#[test]
fn new_and_existing_patients_are_no_services() {
    let page = Page::new()
        .heading(2, "Your treatment")
        .choice("radio", "New patient", Some(false))
        .choice("radio", "Existing patient", Some(false))
        .button("Next");
    assert_eq!(on(&mut flow(), &page, 0), "press \"Next\"");
    let mut flow = flow_for("generic", |request| request.service = None);
    assert_eq!(on(&mut flow, &page, 0), "press \"Next\"");
}

#[test]
fn a_page_that_still_offers_anyone_asks_for_the_provider() {
    let page = at_the_details(|page| page.select("Specialist", &["Anyone", "Gale Tesar"]));
    assert_eq!(on(&mut chosen(), &page, 0), "provider_not_found: Gale Tesar");
}

#[test]
fn a_booking_in_a_dialog_has_its_questions_too() {
    let page = Page::new()
        .dialog("Book online")
        .heading(2, "Referrals")
        .open("radiogroup", "Your specialist elsewhere");
    let page = page.choice("radio", "Dr. House", Some(false)).choice("radio", "Dr. Who", Some(false)).close();
    assert_eq!(on(&mut chosen(), &page.button("Next"), 0), "press \"Next\"");
}
