//! What a trace collector is told of a booking.

use baton_mock_clinic::{APPROVED_CARD, DECLINED_CARD};
use baton_server::config::Settings;
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::trace::v1::Span;
use prost::Message as _;
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::{SOON, Story, pay};

async fn collector() -> MockServer {
    let server = MockServer::start().await;
    let traces = Mock::given(method("POST")).and(path("/v1/traces"));
    traces.respond_with(ResponseTemplate::new(200)).mount(&server).await;
    server
}

async fn spans(collector: &MockServer) -> Vec<Span> {
    let requests = collector.received_requests().await.unwrap();
    let told = requests.iter().map(|request| ExportTraceServiceRequest::decode(&request.body[..]).unwrap());
    let resources = told.flat_map(|told| told.resource_spans);
    resources.flat_map(|resource| resource.scope_spans).flat_map(|scope| scope.spans).collect()
}

#[tokio::test]
async fn a_collector_is_told_every_step_of_a_booking_under_its_own_id() {
    let collector = collector().await;
    let settings = Settings { otlp_endpoint: Some(collector.uri()), ..Settings::default() };
    let story = Story::with(settings).await;
    let session = story.book().await;
    let phone = story.phone(&story.link(session).await).await;
    pay(&phone, DECLINED_CARD).await;
    phone.sees("declined").await.unwrap();
    pay(&phone, APPROVED_CARD).await;
    story.world.leads.wait_for_end(session, SOON).await.expect("a callback arrives");
    // What was told is sent before the service is gone.
    story.end().await;

    let spans = spans(&collector).await;
    assert!(spans.iter().all(|span| span.trace_id == session.as_bytes()), "each in the session's trace");
    let [whole] = spans.iter().filter(|span| span.parent_span_id.is_empty()).collect::<Vec<_>>()[..] else {
        panic!("one span is the whole")
    };
    assert_eq!(whole.name, "booking");
    assert_eq!(whole.events.iter().map(|event| event.name.as_str()).collect::<Vec<_>>(), ["payment refused"]);
    let parts: Vec<_> = spans.iter().filter(|span| span.parent_span_id == whole.span_id).collect();
    let names: Vec<_> = parts.iter().map(|part| part.name.as_str()).collect();
    for expected in ["created", "service", "provider", "date_time", "details", "monitoring", "callback"] {
        assert!(names.contains(&expected), "{expected} in {names:?}");
    }
    for part in parts.iter().filter(|part| part.name != "callback") {
        assert!(part.start_time_unix_nano >= whole.start_time_unix_nano, "{}", part.name);
        assert!(part.end_time_unix_nano <= whole.end_time_unix_nano, "{}", part.name);
    }
    names_nobody(&collector).await;
}

async fn names_nobody(collector: &MockServer) {
    for request in collector.received_requests().await.unwrap() {
        let text = String::from_utf8_lossy(&request.body).into_owned();
        for person in ["Jane", "Sample", "5550123", "jane@example.com"] {
            assert!(!text.contains(person), "{person} is named");
        }
    }
}
