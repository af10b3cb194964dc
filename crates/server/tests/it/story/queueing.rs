//! More bookings than places.

use baton_client::SessionState;

use super::Story;

#[tokio::test]
async fn the_sixth_of_six_waits_until_a_place_is_free() {
    let story = Story::begin().await;
    let mut sessions = Vec::new();
    for nth in 0..6 {
        sessions.push(story.book_nth(nth).await);
    }
    let sixth = sessions.pop().expect("six were started");
    let waiting = story.world.client.status(sixth).await.unwrap();
    assert_eq!((waiting.state, waiting.queue_position), (SessionState::Created, Some(1)));
    for session in &sessions {
        story.until_state(*session, SessionState::ReadyForHandoff).await;
    }
    let waiting = story.world.client.status(sixth).await.unwrap();
    assert_eq!((waiting.state, waiting.queue_position), (SessionState::Created, Some(1)));

    story.world.client.cancel(sessions[0]).await.unwrap();
    let running = story.until_state(sixth, SessionState::ReadyForHandoff).await;
    assert_eq!(running.queue_position, None);
    story.end().await;
}
