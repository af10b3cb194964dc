//! Following a session by its events.

use baton_client::SessionState;
use wiremock::matchers::{header, path};
use wiremock::{Mock, ResponseTemplate};

use crate::support::{SESSION, path_of, stand_in, status};

fn stream(events: &[(u32, &str)]) -> ResponseTemplate {
    let event = |(id, state): &(u32, &str)| format!("id: {id}\ndata: {}\n\n", status(state));
    let text = events.iter().map(event).collect::<Vec<_>>().concat();
    ResponseTemplate::new(200).set_body_raw(text, "text/event-stream")
}

#[tokio::test]
async fn a_stream_that_breaks_is_resumed_after_the_last_event() {
    let (server, client) = stand_in().await;
    Mock::given(path(path_of("/events")))
        .and(header("last-event-id", "2"))
        .respond_with(stream(&[(3, "completed")]))
        .mount(&server)
        .await;
    Mock::given(path(path_of("/events")))
        .respond_with(stream(&[(1, "created"), (2, "navigating")]))
        .mount(&server)
        .await;
    let mut events = client.events(SESSION);
    let mut states = Vec::new();
    while let Some(view) = events.next().await.unwrap() {
        states.push(view.state);
    }
    assert_eq!(states, [SessionState::Created, SessionState::Navigating, SessionState::Completed]);
}
