//! Dialogs that are a step of the booking, and those that stand in its way.

use super::*;

#[test]
fn a_dialog_that_names_the_booking_and_leads_on_is_part_of_it() {
    for told in ["Lip Filler", "Thursday, February 5, 2026", "2:30 PM", "Jueves, 5 de febrero de 2026"] {
        let page = services().dialog("Your appointment").text(told).button("Continue").button("×");
        assert_eq!(on(&mut chosen(), &page, 0), "press \"Continue\"", "{told}");
    }
    let page = services().dialog("Su cita").text("Lip Filler").button("Continuar").button("Cerrar");
    assert_eq!(on(&mut chosen(), &page, 0), "press \"Continuar\"");
}

#[test]
fn a_dialog_that_asks_for_the_address_and_leads_on_is_part_of_it() {
    let page = services().dialog("Welcome").field("Email", "email", "").button("Continue").button("×");
    assert_eq!(on(&mut chosen(), &page, 0), "fill in the e-mail address");
}

#[test]
fn a_dialog_that_books_is_the_patients() {
    let page = services().dialog("Almost there").text("See you soon").button("Book appointment").button("×");
    let mut at_the_end = chosen();
    assert_eq!(on(&mut at_the_end, &page, 0), "wait for card fields");
    assert_eq!(on(&mut at_the_end, &page, 4), "ready: review");
    // Before anything is chosen it is an advertisement.
    assert_eq!(on(&mut flow(), &page, 0), "decline \"Almost there\" with \"×\"");
}

#[test]
fn a_dialog_around_a_frame_is_left_open() {
    let page = |title: &str| services().dialog("Book online").open("iframe", title).close().button("×");
    assert_eq!(on(&mut flow(), &page("Booking"), 0), "wait for anything known");
    assert_eq!(on(&mut flow(), &page("YouTube video player"), 0), "decline \"Book online\" with \"×\"");
}

#[test]
fn what_advertises_or_can_be_declined_is_closed() {
    let close = |page: Page, name: &str, way: &str| {
        let expect = format!("decline \"{name}\" with \"{way}\"");
        assert_eq!(on(&mut chosen(), &page, 0), expect);
    };
    let newsletter = || services().dialog("Stay in touch").field("Email", "email", "");
    close(newsletter().button("Subscribe").button("×"), "Stay in touch", "×");
    close(newsletter().text("Be our guest").button("Submit").button("×"), "Stay in touch", "×");
    close(newsletter().text("Get 15% off").button("Continue").button("×"), "Stay in touch", "×");
    close(
        newsletter().text("Join our newsletter").button("Continue").button("Close"),
        "Stay in touch",
        "Close",
    );
    close(
        newsletter().text("Únete a nuestro boletín").button("Continuar").button("Cerrar"),
        "Stay in touch",
        "Cerrar",
    );
    let upsell = || services().dialog("Make it shine").text("Add a peel to Lip Filler?");
    close(upsell().button("Continue").button("No thanks"), "Make it shine", "No thanks");
    close(upsell().button("Book both now").button("Skip"), "Make it shine", "Skip");
    close(services().dialog("Welcome").text("We are open").button("Continue").button("×"), "Welcome", "×");
}
