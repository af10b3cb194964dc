//! The demo's page with the phone, in the hands of somebody who goes by what they see: a whole conversation, from the first word to the
//! confirmation. With `BATON_PICTURES` set it also takes the pictures of docs/images.

use std::path::Path;

use baton_browser::Viewport;
use baton_server::demo::phone::Phone;
use baton_server::demo::play::Play;

use super::{APPROVED_CARD, Story, pay};

const DESK: Viewport = Viewport { width: 1280, height: 900 };

/// What the person writes, and what the clinic's answer to it says.
const TALK: [(&str, &str); 7] = [
    ("Hi", "full name"),
    ("Jane Sample", "Which service"),
    ("Botox", "Who would you like to see"),
    ("Brandi", "Are you new"),
    ("New", "Which days and times"),
    ("Tuesday or Thursday after 3", "e-mail address"),
    ("jane@example.com", "These times are free"),
];

async fn write(page: &Phone, text: &str) {
    page.fill("Message", text).await.unwrap();
    page.press("Send").await.unwrap();
}

async fn picture(page: &Phone, name: &str) {
    if std::env::var_os("BATON_PICTURES").is_none() {
        return;
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/images");
    std::fs::write(folder.join(format!("{name}.png")), page.screenshot().await.unwrap()).unwrap();
}

#[tokio::test]
async fn a_person_books_from_the_demos_page_by_writing_and_paying() {
    let story = Story::begin().await;
    let play = Play::open(&story.world).await.unwrap();
    let page = Phone::open_on(story.phones.browser(), play.url(), DESK, false).await.unwrap();
    page.sees("Forever 22 Med Spa").await.unwrap();
    page.sees("Nobody has written yet").await.unwrap();
    for (text, answer) in TALK {
        write(&page, text).await;
        page.sees(answer).await.unwrap();
    }
    // One of the things that the page itself proposes.
    page.press("1").await.unwrap();
    let link = page.link_called("Open your booking page").await.unwrap();
    assert!(link.starts_with(&story.world.service.base_url()), "the link leads to the service");
    page.sees("monitoring").await.unwrap();
    picture(&page, "play-link").await;

    let phone = story.phone(&link).await;
    pay(&phone, APPROVED_CARD).await;
    phone.sees("booked").await.unwrap();
    page.sees("You're booked at").await.unwrap();

    let clinic = story.world.clinic.state().await;
    let [booking] = clinic.bookings.as_slice() else { panic!("{} bookings", clinic.bookings.len()) };
    page.sees(&booking.confirmation_number).await.unwrap();
    assert_eq!(
        (booking.service.as_str(), booking.provider.as_str()),
        ("Botox/Dysport/Xeomin", "Brandi Sesock")
    );
    assert_eq!((clinic.payments.len(), clinic.final_presses), (1, 1));
    // The operators' side has the row, the callback and the messages, and of the link only what opens nothing.
    page.sees("success").await.unwrap();
    picture(&page, "play-booked").await;
    let secret = link.split_once('#').unwrap().1;
    let told = reqwest::get(format!("{}/operators/leads", play.platform().base_url()))
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    assert!(told.contains(&booking.confirmation_number) && !told.contains(secret));

    let small = Phone::open(story.phones.browser(), play.url()).await.unwrap();
    small.sees("You're booked at").await.unwrap();
    picture(&small, "play-phone").await;
    play.close().await;
    story.end().await;
}
