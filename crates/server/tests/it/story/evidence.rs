//! What is left of a booking that could not go on, for the operator who looks into it.

use baton_client::SessionState;

use super::Story;

#[tokio::test]
async fn the_page_that_refused_the_contact_is_shown_to_the_operator() {
    let story = Story::begin().await;
    let session = story.book_at(0, &[("contactError", "email")]).await;
    let end = story.until_state(session, SessionState::Failed).await;
    assert_eq!(end.code.as_deref(), Some("site_rejected_contact"));

    let page = format!("{}dashboard/sessions/{session}", story.world.client.base_url());
    let html = reqwest::get(&page).await.unwrap().text().await.unwrap();
    assert!(html.contains(&format!("src=\"/dashboard/sessions/{session}/picture\"")), "{html}");
    let picture = reqwest::get(format!("{page}/picture")).await.unwrap();
    assert_eq!(picture.headers()["content-type"], "image/jpeg");
    assert!(picture.bytes().await.unwrap().starts_with(&[0xff, 0xd8]), "no JPEG");

    let paid = story.book_nth(3).await;
    story.link(paid).await;
    let none = reqwest::get(format!("{}dashboard/sessions/{paid}/picture", story.world.client.base_url()))
        .await
        .unwrap();
    assert_eq!(none.status(), 404);
    story.end().await;
}
