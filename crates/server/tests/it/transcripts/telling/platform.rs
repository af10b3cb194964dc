//! A platform of one conversation's own: the real service over real sockets, with stand-ins for Square and the carrier only.

use std::sync::Arc;
use std::time::Duration;

use baton_booking::clock::Clock as _;
use baton_client::{CallbackSecret, Client, Timestamp, Uuid};
use baton_platform::conversation::{Errand, OperatorNote};
use baton_platform::service::{Baton, Carrier, Config, PlatformService, SquareAccount};
use baton_platform::store::{LeadRecord, MessageState, SentMessage, Source};
use baton_platform::{Clinic, ClinicId};
use reqwest::RequestBuilder;
use serde_json::json;
use tempfile::TempDir;
use url::form_urlencoded;

use super::super::stage::Stage;
use super::super::stand_ins::square::{self, SquareStandIn};
use super::super::stand_ins::twilio::{self, TwilioStandIn};

const SQUARE_KEY: &str = "square-test-key";
/// For what takes a second or two on a quiet machine.
const PATIENCE: Duration = Duration::from_mins(2);
/// Somebody may be on the way with an errand that is noted nowhere else.
const LOOK_EVERY: Duration = Duration::from_millis(100);

pub(super) struct Platform {
    service: PlatformService,
    // Removed with the platform.
    _folder: TempDir,
    pub(super) square: SquareStandIn,
    pub(super) carrier: TwilioStandIn,
    clinics: [Clinic; 3],
    http: reqwest::Client,
    now: Arc<dyn Fn() -> Timestamp + Send + Sync>,
}

/// What is waited for before the next line is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rest {
    /// Nothing is left to do but to wait for the patient.
    Complete,
    /// The same, or a page is being prepared.
    PagePrepared,
}

impl Platform {
    pub(super) async fn open(stage: &Stage, baton: &Client, clinics: [Clinic; 3]) -> Self {
        let (square, carrier) = (SquareStandIn::start().await, TwilioStandIn::start().await);
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::clone(&stage.clock);
        let now: Arc<dyn Fn() -> Timestamp + Send + Sync> = Arc::new(move || clock.now());
        let config = Config {
            listen: ([127, 0, 0, 1], 0).into(),
            public_url: None,
            database_url: format!("sqlite://{}/platform.db", folder.path().display()),
            operator_key: None,
            baton: Baton {
                url: baton.base_url().to_owned(),
                api_key: None,
                callback_secret: stage.secret.reveal().to_string(),
            },
            sms: Carrier::Twilio {
                api: carrier.server.base.clone(),
                account: twilio::ACCOUNT.to_owned(),
                token: twilio::TOKEN.to_owned(),
            },
            square: Some(SquareAccount {
                api: square.server.base.clone(),
                token: square::TOKEN.to_owned(),
                webhook_key: SQUARE_KEY.to_owned(),
            }),
            clinics: clinics.to_vec(),
        };
        let service = PlatformService::start(config, now.clone()).await.unwrap();
        Self { service, _folder: folder, square, carrier, clinics, http: reqwest::Client::new(), now }
    }

    pub(super) fn clinic(&self, id: &str) -> &Clinic {
        self.clinics.iter().find(|clinic| clinic.id.0 == id).expect("a clinic of the fixtures")
    }

    fn post(&self, path: &str) -> RequestBuilder {
        self.http.post(format!("{}{path}", self.service.base_url()))
    }

    /// A text message, as Twilio would bring it.
    pub(super) async fn text(&self, id: &str, from: &str, clinic: &Clinic, body: &str) -> u16 {
        let fields = [
            ("MessageSid", id),
            ("AccountSid", twilio::ACCOUNT),
            ("From", from),
            ("To", &clinic.messaging_number),
            ("Body", body),
        ];
        let url = format!("{}/sms/twilio", self.service.base_url());
        let form = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = self
            .post("/sms/twilio")
            .header("x-twilio-signature", twilio::sign(twilio::TOKEN, &url, &fields))
            .header("content-type", "application/x-www-form-urlencoded");
        request.body(form).send().await.unwrap().status().as_u16()
    }

    /// A payment webhook, as Square would send it.
    pub(super) async fn pay_deposit(&self, body: Vec<u8>) -> u16 {
        let signature = square::sign(SQUARE_KEY, &format!("{}/square", self.service.base_url()), &body);
        let request = self.post("/square").header("x-square-hmacsha256-signature", signature).body(body);
        request.send().await.unwrap().status().as_u16()
    }

    /// A callback, as whoever has `signer` would send it.
    pub(super) async fn call_back(
        &self,
        clinic: &str,
        id: &str,
        session: Uuid,
        outcome: &str,
        signer: &CallbackSecret,
    ) -> u16 {
        let (kind, state) = match outcome {
            "success" => ("booking.completed", "completed"),
            "timeout" => ("booking.abandoned", "abandoned"),
            _ => ("booking.failed", "failed"),
        };
        let now = (self.now)();
        let body = json!({ "type": kind, "timestamp": now, "sessionId": session, "state": state, "outcome": outcome });
        let body = body.to_string();
        let request = self
            .post(&format!("/callbacks/{clinic}"))
            .header("webhook-id", id)
            .header("webhook-timestamp", now.as_second())
            .header("webhook-signature", signer.sign(id, now, body.as_bytes()));
        request.body(body).send().await.unwrap().status().as_u16()
    }

    /// What an operator does on their page.
    pub(super) async fn confirm(&self, lead: Uuid, start: Timestamp) {
        let request = self.post(&format!("/operators/leads/{lead}/confirm")).json(&json!({ "start": start }));
        assert_eq!(request.send().await.unwrap().status(), 204);
    }

    pub(super) async fn try_lead(&self, clinic: &str, phone: &str) -> Option<LeadRecord> {
        let clinic = ClinicId(clinic.to_owned());
        self.service.desk().store().lead_with_phone(&clinic, phone).await.unwrap()
    }

    pub(super) async fn lead(&self, clinic: &str, phone: &str) -> LeadRecord {
        self.try_lead(clinic, phone).await.expect("the lead has written")
    }

    /// How many callbacks were taken, of whichever lead.
    pub(super) async fn callbacks(&self) -> usize {
        let mut count = 0;
        for record in self.service.desk().store().newest_leads(50).await.unwrap() {
            count += self.callbacks_of(&record).await.len();
        }
        count
    }

    async fn callbacks_of(&self, record: &LeadRecord) -> Vec<String> {
        let journal = self.service.desk().store().journal(record.lead.id).await.unwrap();
        let callbacks = journal.into_iter().filter(|noted| noted.entry.source == Source::Callback);
        callbacks.map(|noted| noted.entry.text).collect()
    }

    pub(super) async fn until_told(&self, callbacks: usize) {
        self.until("a callback", async || self.callbacks().await >= callbacks).await;
    }

    /// Waits until a callback that was taken before has come again.
    pub(super) async fn until_repeated(&self) {
        self.until("a repeated callback", async || self.service.desk().repeats() > 0).await;
    }

    pub(super) async fn come_to_rest(&self, rest: Rest) {
        self.until("rest", async || self.is_at_rest(rest).await).await;
    }

    async fn is_at_rest(&self, rest: Rest) -> bool {
        let store = self.service.desk().store();
        for record in store.newest_leads(50).await.unwrap() {
            let errands = store.errands_of(record.lead.id).await.unwrap();
            let is_prepared = errands.iter().any(|errand| matches!(errand, Errand::AwaitLink { .. }));
            let is_patients_turn = |errand: &Errand| matches!(errand, Errand::AwaitOutcome { .. });
            let is_waiting =
                errands.iter().all(is_patients_turn) || (rest == Rest::PagePrepared && is_prepared);
            if !is_waiting || self.thread(&record).await.iter().any(|message| is_under_way(message.state)) {
                return false;
            }
        }
        true
    }

    async fn thread(&self, record: &LeadRecord) -> Vec<SentMessage> {
        self.service.desk().store().thread(record.lead.id).await.unwrap()
    }

    async fn until(&self, what: &str, is_so: impl AsyncFn() -> bool) {
        let mut changes = self.service.desk().changes();
        let wait = async {
            while !is_so().await {
                let _ = tokio::time::timeout(LOOK_EVERY, changes.changed()).await;
            }
        };
        let in_time = tokio::time::timeout(PATIENCE, wait).await.is_ok();
        assert!(in_time, "waited in vain for {what}; {}", self.state().await);
    }

    /// Where everything stands, for the story of a wait in vain.
    async fn state(&self) -> String {
        let store = self.service.desk().store();
        let mut told = Vec::new();
        for record in store.newest_leads(9).await.unwrap() {
            let errands = store.errands_of(record.lead.id).await.unwrap();
            let messages = self.thread(&record).await;
            let last = messages.last().map(|message| (message.state, message.text.clone()));
            let session = record.lead.booking_session_id;
            told.push(format!("{}: session {session:?}, {errands:?}, {last:?}", record.memory.stage.name()));
        }
        told.join("; ")
    }

    /// Notes, callbacks and messages that were not sent, of one lead.
    pub(super) async fn beside(
        &self,
        record: &LeadRecord,
    ) -> (Vec<OperatorNote>, Vec<String>, Vec<SentMessage>) {
        let notes = self.service.desk().store().notes(record.lead.id).await.unwrap();
        let mut unsent = self.thread(record).await;
        unsent.retain(|message| message.state != MessageState::Sent);
        (notes, self.callbacks_of(record).await, unsent)
    }

    pub(super) async fn close(self) {
        self.service.stop(Duration::from_secs(5)).await;
    }
}

fn is_under_way(state: MessageState) -> bool {
    matches!(state, MessageState::Queued | MessageState::Sending)
}
