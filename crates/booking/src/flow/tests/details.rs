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
