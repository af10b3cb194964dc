//! Availability, asked of the real service about the practice clinic: by the clinic's own queries and by a visit in a real Chrome.
//! Both have to say the same, and neither may book anything.

mod agreement;
mod fallback;
mod refusals;

use baton_mock_clinic::{ClinicOptions, MockClinic, Scenario};
use baton_server::config::Settings;
use serde_json::{Value, json};

use crate::support::{Answer, TestApp};

/// A service with a real browser, and a clinic that does not dawdle.
struct Desk {
    app: TestApp,
    clinic: MockClinic,
}

/// Which way an answer is to come; the profile decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Queries,
    Visit,
}

impl Desk {
    async fn open() -> Self {
        Self::of(Scenario::quick()).await
    }

    async fn of(scenario: Scenario) -> Self {
        let settings = Settings {
            listen: Some("127.0.0.1:0".to_owned()),
            database_url: Some("sqlite::memory:".to_owned()),
            allow_private_network: Some("true".to_owned()),
            ..Settings::default()
        };
        let options = ClinicOptions { scenario, ..ClinicOptions::default() };
        let clinic = MockClinic::serve(options).await.unwrap();
        Self { app: TestApp::with(settings).await, clinic }
    }

    /// Asks about the lip filler, which both providers offer.
    async fn ask(&self, endpoint: &str, way: Way, question: &Value) -> Answer {
        let profile = match way {
            Way::Queries => "practice-clinic",
            Way::Visit => "generic",
        };
        let mut body = json!({
            "bookingUrl": self.clinic.booking_url("forever-22"), "serviceName": "Lip Filler", "profile": profile,
            "timeout": 60_000,
        });
        body.as_object_mut().unwrap().extend(question.as_object().unwrap().clone());
        self.app.post(&format!("/api/v1/availability{endpoint}"), &body).await
    }

    /// The same question both ways.
    async fn ask_both(&self, endpoint: &str, question: &Value) -> (Value, Value) {
        let by_queries = self.ask(endpoint, Way::Queries, question).await;
        let by_visit = self.ask(endpoint, Way::Visit, question).await;
        assert_eq!((by_queries.status, by_visit.status), (200, 200), "{} {}", by_queries.body, by_visit.body);
        (by_queries.body, by_visit.body)
    }

    /// The next days that the clinic is open on.
    fn open_days(&self, count: usize) -> Vec<String> {
        let mut days: Vec<String> =
            self.clinic.open_slots().iter().map(|(date, _)| date.to_string()).collect();
        days.dedup();
        days.truncate(count);
        days
    }

    /// Nothing was kept, booked, paid or pressed.
    async fn nothing_was_booked(&self) {
        let state = self.clinic.state().await;
        let counts = (state.holds.len(), state.bookings.len(), state.payments.len(), state.final_presses);
        assert_eq!(counts, (0, 0, 0, 0));
    }

    async fn close(self) {
        self.app.app.stop().await;
    }
}

/// The free slots, without what only one of the ways can know.
fn free(day: &Value) -> Vec<Value> {
    let slots = day["slots"].as_array().unwrap().iter().filter(|slot| slot["available"] == true);
    slots.map(|slot| json!([slot["time"], slot["duration"], slot["start"], slot["end"]])).collect()
}
