//! Fields beside the patient's own: codes, other people's, newsletters.

use super::*;

#[test]
fn a_code_beside_card_fields_is_no_interlude() {
    let page =
        |card: bool| review("2:30 PM").code_field("Code", 6).button("Book appointment").card_frame(card);
    assert_eq!(on(&mut chosen(), &page(false), 0), "interlude: verification_code");
    assert_eq!(on(&mut chosen(), &page(true), 0), "ready: payment");
}

#[test]
fn a_zip_code_is_no_interlude() {
    let page = Page::new().heading(1, "Your information").code_field("ZIP code", 5).button("Next");
    assert_eq!(on(&mut chosen(), &page, 0), "press \"Next\"");
}

fn newsletter(page: Page) -> Page {
    page.field("Email", "email", "").button("Subscribe")
}

#[test]
fn a_newsletters_box_is_not_filled_in() {
    let services = || services().heading(3, "Follow us");
    let at_the_services = |page: Page| {
        assert_eq!(on(&mut flow(), &page, 0), "choose the service \"Lip Filler\"");
        let mut flow = flow();
        flow.memory.chosen = Selection { date: None, time: None, ..chosen().memory.chosen };
        assert_eq!(on(&mut flow, &page.button("Next"), 9), "press \"Next\"");
        assert_eq!(flow.step(), Step::Service);
    };
    at_the_services(newsletter(services()));
    at_the_services(newsletter(services().open("contentinfo", "")).close());
    at_the_services(services().open("contentinfo", "").field("Email", "email", "").button("Go").close());
    at_the_services(services().field("Subscribe to our newsletter", "email", "").button("Go"));
    at_the_services(services().field("Suscríbete con tu correo", "email", "").button("Ir"));
    at_the_services(services().heading(3, "Join our newsletter").field("Email", "email", "").button("Go"));
    at_the_services(services().open("form", "Newsletter").field("Email", "email", "").button("Go").close());
}

#[test]
fn a_form_that_offers_a_newsletter_too_is_filled_in() {
    let page = Page::new()
        .heading(1, "Your information")
        .field("First name", "given-name", "")
        .field("Email", "email", "")
        .checkbox("Subscribe to our newsletter")
        .button("Next");
    let expect = "fill in the first name; fill in the e-mail address";
    assert_eq!(on(&mut chosen(), &newsletter(page), 0), expect);
}

#[test]
fn other_peoples_fields_stay_empty() {
    let page = Page::new()
        .heading(1, "Your information")
        .field("Full name", "", "Ana Núñez")
        .field("Middle name", "", "")
        .field("Friend's email", "email", "")
        .open("group", "Emergency contact")
        .field("Name", "", "")
        .field("Phone", "tel", "")
        .close()
        .button("Next");
    assert_eq!(on(&mut chosen(), &page, 0), "press \"Next\"");
}

#[test]
fn notes_go_into_the_only_text_without_a_label() {
    let form = || Page::new().heading(1, "Your information").field("Email", "email", "ana@example.com");
    let with = |page: Page| {
        let mut flow = chosen();
        flow.lead.notes = Some("By the window".into());
        on(&mut flow, &page.button("Next"), 0)
    };
    assert_eq!(with(form().text_area("")), "fill in the notes");
    assert_eq!(with(form().text_area("Notes")), "fill in the notes");
    assert_eq!(with(form().text_area("Notes").text_area("")), "fill in the notes");
    assert_eq!(with(form().text_area("").text_area("")), "press \"Next\"");
    assert_eq!(with(form().text_area("List your allergies")), "press \"Next\"");
}

#[test]
fn what_fields_hold_is_not_handed_on() {
    let page = review("2:30 PM").field("Promotion", "", "SPRING").button("Book appointment").card_frame(true);
    let holds = |seen: &PageObservation| {
        seen.frames.iter().flat_map(|frame| &frame.nodes).any(|node| node.value.is_some())
    };
    let seen = page.seen();
    assert!(holds(&seen));
    let Move::Ready(prepared) = chosen().decide(&seen, at(0)) else { panic!("it is the patient's turn") };
    assert!(!holds(&prepared.baseline));
    assert_eq!(prepared.baseline.frames.len(), seen.frames.len());
}
