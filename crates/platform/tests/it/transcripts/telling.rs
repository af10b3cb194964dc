//! Tells a script in a world, and writes down what comes of it.

use std::fmt::Write as _;

use axum::http::StatusCode;
use baton_client::{Outcome, Uuid};
use baton_platform::{Clinic, Trouble};
use serde_json::json;

use super::script::{Happening, Line, clinic_named};
use crate::stand_ins::{locked, payment};
use crate::world::World;
use crate::world::baton::{Links, session};

pub(crate) struct Telling {
    world: World,
    told: String,
    clinic: Clinic,
    phone: String,
    people: Vec<(Clinic, String)>,
    /// How many messages of the carrier's are written down.
    heard: usize,
    said: usize,
    last_sms: Option<(String, String)>,
    last_callback: Option<(String, Clinic, Vec<u8>)>,
    callbacks: usize,
}

impl Telling {
    pub(crate) fn new(world: World) -> Self {
        let clinic = clinic_named("forever-22");
        let phone = "+14405550199".to_owned();
        Self {
            world,
            told: String::new(),
            clinic,
            phone,
            people: Vec::new(),
            heard: 0,
            said: 0,
            last_sms: None,
            last_callback: None,
            callbacks: 0,
        }
    }

    pub(crate) fn world(&self) -> &World {
        &self.world
    }

    pub(crate) async fn tell(&mut self, line: &Line) {
        match line {
            Line::Remark(remark) => self.write(&format!("# {remark}")),
            Line::Between { clinic, phone } => self.meet(clinic, phone),
            Line::Said(text) => {
                self.write(&format!("> {text}"));
                self.said += 1;
                let sms = (format!("SMin{}", self.said), text.clone());
                self.text(&sms).await;
                self.last_sms = Some(sms);
            }
            Line::Happens(text, happening) => {
                self.write(&format!("! {text}"));
                self.happen(happening).await;
            }
        }
        self.world.desk.work_off().await.unwrap();
        self.listen();
    }

    fn meet(&mut self, clinic: &str, phone: &str) {
        self.clinic = clinic_named(clinic);
        phone.clone_into(&mut self.phone);
        self.write(&format!("@ {clinic} {phone}"));
        let pair = (self.clinic.clone(), self.phone.clone());
        if !self.people.contains(&pair) {
            self.people.push(pair);
        }
    }

    async fn text(&self, (id, text): &(String, String)) {
        let status = self.world.text(id, &self.phone, &self.clinic, text).await;
        assert_eq!(status, StatusCode::OK);
    }

    fn write(&mut self, line: &str) {
        writeln!(self.told, "{line}").unwrap();
    }

    /// Writes down what the carrier took since the last time.
    fn listen(&mut self) {
        for sms in self.world.carrier.accepted().into_iter().skip(self.heard) {
            self.heard += 1;
            let to = if sms.to == self.phone && sms.from == self.clinic.messaging_number {
                String::new()
            } else {
                format!(" [{} → {}]", sms.from, sms.to)
            };
            let text = sms.body.replace('\n', "\n  ");
            self.write(&format!("<{to} {text}"));
        }
    }

    async fn happen(&mut self, happening: &Happening) {
        let world = &self.world;
        match happening {
            Happening::Callback { session, outcome, code } => {
                let session = session.unwrap_or_else(|| world.baton.latest());
                self.call_back(session, outcome, code.as_deref()).await;
            }
            Happening::CallbackLost { outcome } => {
                locked(&world.baton.ended).push((world.baton.latest(), read(outcome)));
            }
            Happening::CallbackAgain { same_id } => {
                let (id, clinic, body) = self.last_callback.clone().expect("there was a callback");
                let id = if *same_id { id } else { format!("{id}-other") };
                assert_eq!(world.call_back(&id, &clinic, body).await, StatusCode::NO_CONTENT);
            }
            Happening::SmsAgain => self.text(&self.last_sms.clone().expect("something was said")).await,
            Happening::Deposit | Happening::DepositAgain => {
                let order = format!("ORDER{}", world.square.links());
                let event = format!("event-{order}");
                assert_eq!(world.pay_deposit(payment(&event, &order, "COMPLETED")).await, StatusCode::OK);
            }
            Happening::Confirm(wall) => self.confirm(*wall).await,
            Happening::Wait(span) => world.wait(*span),
            Happening::Taken(wall) => locked(&world.site.taken).push(*wall),
            Happening::FullyBooked => *locked(&world.site.fully_booked) = true,
            Happening::SiteAway(away) => *locked(&world.site.away) = *away,
            Happening::BatonAway(away) => *locked(&world.baton.trouble) = away.then_some(Trouble::Later),
            Happening::BatonRefuses => *locked(&world.baton.trouble) = Some(Trouble::Never),
            Happening::LinksWait(wait) => {
                *locked(&world.baton.links) = if *wait { Links::NotYet } else { Links::Ready }
            }
            Happening::LinksFail { outcome, code } => {
                *locked(&world.baton.links) = Links::Failed(read(outcome), code.clone());
            }
            Happening::SquareAway(times) => world.square.fail(*times),
            Happening::Carrier(statuses) => world.carrier.fail(statuses),
        }
    }

    async fn call_back(&mut self, number: usize, outcome: &str, code: Option<&str>) {
        let (kind, state) = match outcome {
            "success" => ("booking.completed", "completed"),
            "timeout" => ("booking.abandoned", "abandoned"),
            "cancelled" => ("booking.cancelled", "cancelled"),
            _ => ("booking.failed", "failed"),
        };
        let confirmation =
            (outcome == "success").then(|| json!({ "confirmationNumber": format!("MXE-2030-TEST{number}") }));
        let body = json!({ "type": kind, "timestamp": self.world.now(), "sessionId": session(number), "state": state, "outcome": outcome,
            "confirmationDetails": confirmation, "code": code });
        self.callbacks += 1;
        let callback =
            (format!("msg_{}", self.callbacks), self.clinic.clone(), body.to_string().into_bytes());
        let (id, clinic, body) = callback.clone();
        assert_eq!(self.world.call_back(&id, &clinic, body).await, StatusCode::NO_CONTENT);
        self.last_callback = Some(callback);
    }

    async fn confirm(&self, wall: jiff::civil::DateTime) {
        let start = self.clinic.zone.to_timestamp(wall).unwrap();
        self.world.desk.operator_confirmed(self.lead(&self.clinic, &self.phone).await, start).await.unwrap();
    }

    async fn lead(&self, clinic: &Clinic, phone: &str) -> Uuid {
        let record = self.world.desk.store().lead_with_phone(&clinic.id, phone).await.unwrap();
        record.expect("the lead has written").lead.id
    }

    /// The whole story: what was said, what stands in the rows, and who was asked for what.
    pub(crate) async fn end(mut self) -> String {
        for (clinic, phone) in self.people.clone() {
            self.write_lead(&clinic, &phone).await;
        }
        let (square, baton, carrier) =
            (self.world.square.requests(), self.world.baton.story(), self.world.carrier.requests());
        self.write_list("baton", &baton);
        self.write_list("square", &square);
        self.write(&format!("\n--- carrier\nrequests: {carrier}"));
        self.told
    }

    async fn write_lead(&mut self, clinic: &Clinic, phone: &str) {
        let store = self.world.desk.store().clone();
        let record = store.lead_with_phone(&clinic.id, phone).await.unwrap().expect("the lead has written");
        let lead = &record.lead;
        let text = |value: Option<String>| value.unwrap_or_else(|| "-".to_owned());
        let rows = [
            (
                "booking_session_id",
                text(lead.booking_session_id.map(|id| format!("session {}", id.as_u128() & 0xffff))),
            ),
            ("booking_platform", text(lead.booking_platform.map(|platform| platform.as_str().to_owned()))),
            ("booking_outcome", text(lead.booking_outcome.map(|outcome| format!("{outcome:?}")))),
            ("booking_confirmation_number", text(lead.booking_confirmation_number.clone())),
            ("booking_handoff_url", text(lead.booking_handoff_url.clone())),
            ("booking_handoff_sent_at", text(lead.booking_handoff_sent_at.map(|at| at.to_string()))),
            ("booking_completed_at", text(lead.booking_completed_at.map(|at| at.to_string()))),
            ("stage", record.memory.stage.name().to_owned()),
            ("notes", format!("{:?}", store.notes(lead.id).await.unwrap())),
        ];
        self.write(&format!("\n--- lead of {}", clinic.id));
        for (name, value) in rows {
            self.write(&format!("{name}: {value}"));
        }
        let unsent: Vec<_> = store
            .thread(lead.id)
            .await
            .unwrap()
            .into_iter()
            .filter(|message| message.state.as_str() != "sent")
            .collect();
        for message in unsent {
            self.write(&format!("message {}: {}", message.state.as_str(), message.text));
        }
    }

    fn write_list(&mut self, name: &str, lines: &[String]) {
        self.write(&format!("\n--- {name}"));
        let text = if lines.is_empty() { "nothing".to_owned() } else { lines.join("\n") };
        self.write(&text);
    }
}

fn read(outcome: &str) -> Outcome {
    serde_json::from_value(json!(outcome)).expect("an outcome of the wire")
}
