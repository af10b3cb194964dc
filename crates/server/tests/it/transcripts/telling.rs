//! Tells a script on the stage: brings what is written to a platform of its own, waits until it has come to rest, and writes down what came of it.

mod platform;
mod record;

use std::collections::HashMap;

use baton_client::{Client, Uuid};
use baton_mock_clinic::{APPROVED_CARD, DECLINED_CARD, EXPIRED_CARD};
use baton_server::demo::phone::Phone;

use super::fixtures;
use super::script::{Happening, Line, Script};
use super::stage::Stage;
use super::stand_ins::square::payment;
use platform::{Platform, Rest};
use record::Record;

pub(super) struct Telling<'a> {
    stage: &'a Stage,
    baton: Client,
    platform: Platform,
    record: Record,
    conversation: String,
    /// Who is writing to whom.
    clinic: String,
    phone: String,
    /// Sessions in the order in which their leads began them.
    sessions: Vec<Uuid>,
    links: Vec<String>,
    last_sms: (String, String),
    said: usize,
    rest: Rest,
}

impl<'a> Telling<'a> {
    /// Tells the whole script and returns what is to be kept of it.
    pub(super) async fn tell(stage: &'a Stage, script: &Script) -> String {
        let baton = stage.baton(script.is_hasty()).await;
        let clinics = fixtures::clinics(&stage.clinic, &script.name);
        let platform = Platform::open(stage, &baton, clinics).await;
        let mut telling = Self {
            stage,
            baton,
            platform,
            record: Record::default(),
            conversation: script.name.clone(),
            clinic: "forever-22".to_owned(),
            phone: String::new(),
            sessions: Vec::new(),
            links: Vec::new(),
            last_sms: (String::new(), String::new()),
            said: 0,
            rest: Rest::Complete,
        };
        for line in &script.lines {
            telling.line(line).await;
        }
        if !script.has_square() {
            telling.is_free_of_square();
        }
        telling.end().await
    }

    async fn line(&mut self, line: &Line) {
        match line {
            Line::Remark(remark) => self.record.write(&format!("# {remark}")),
            Line::Between { clinic, phone } => {
                clinic.clone_into(&mut self.clinic);
                phone.clone_into(&mut self.phone);
                self.record.meet(clinic, phone);
            }
            Line::Said(text) => {
                self.record.write(&format!("> {text}"));
                self.said += 1;
                self.last_sms = (format!("SMin{}", self.said), text.clone());
                self.write().await;
            }
            Line::Happens(text, happening) => {
                self.record.write(&format!("! {text}"));
                self.happen(happening).await;
            }
        }
        self.platform.come_to_rest(self.rest).await;
        self.note().await;
    }

    async fn write(&self) {
        let (id, text) = &self.last_sms;
        let clinic = self.platform.clinic(&self.clinic);
        assert_eq!(self.platform.text(id, &self.phone, clinic, text).await, 200);
    }

    async fn happen(&mut self, happening: &Happening) {
        match happening {
            Happening::Pays(number) => self.pay(*number, APPROVED_CARD).await,
            Happening::Declined => self.pay(None, DECLINED_CARD).await,
            Happening::Expired => self.pay(None, EXPIRED_CARD).await,
            Happening::LinkRunsOut => self.platform.until_told(self.told().await + 1).await,
            Happening::Hurries => self.rest = Rest::PagePrepared,
            Happening::Waits => self.rest = Rest::Complete,
            Happening::Site(switches) => self.switch(switches),
            Happening::Replay => {
                let session = *self.sessions.last().expect("there was a session");
                self.baton.replay_callback(session).await.unwrap();
                self.platform.until_repeated().await;
            }
            Happening::CallbackAgain => self.call_back(self.sessions.len(), "success", 204).await,
            Happening::Late(number, outcome) => self.call_back(*number, outcome, 204).await,
            Happening::Forged => self.forge().await,
            Happening::SmsAgain => self.write().await,
            Happening::Deposit | Happening::DepositAgain => {
                let order = format!("ORDER{}", self.platform.square.links());
                let paid = payment(&format!("event-{order}"), &order, "COMPLETED");
                assert_eq!(self.platform.pay_deposit(paid).await, 200);
            }
            Happening::Confirm(wall) => {
                let zone = self.platform.clinic(&self.clinic).zone.clone();
                let lead = self.platform.lead(&self.clinic, &self.phone).await.lead.id;
                self.platform.confirm(lead, zone.to_timestamp(*wall).unwrap()).await;
            }
            Happening::SquareAway(times) => self.platform.square.fail(*times),
            Happening::CarrierBusy => self.platform.carrier.fail(&[429]),
        }
    }

    fn switch(&self, switches: &[(String, String)]) {
        let switches: HashMap<String, String> = switches.iter().cloned().collect();
        for clinic in ["forever-22", "lakeside"] {
            self.stage.switch(&fixtures::slug(clinic, &self.conversation), &switches);
        }
    }

    /// A phone opens a link, pays, and is put away once the platform has been told.
    async fn pay(&mut self, number: Option<usize>, card: &str) {
        let link = self.links[number.unwrap_or(self.links.len()) - 1].clone();
        let told = self.told().await;
        let phone = Phone::open(self.stage.phones.browser(), &link).await.unwrap();
        phone.tap_continue().await.unwrap();
        phone.fill("Card number", card).await.unwrap();
        phone.fill("Expiry date", "12 / 34").await.unwrap();
        phone.fill("CVC", "123").await.unwrap();
        phone.press("Book Appointment").await.unwrap();
        self.platform.until_told(told + 1).await;
        phone.close().await.unwrap();
    }

    async fn told(&self) -> usize {
        self.platform.callbacks().await
    }

    /// A callback about a session of ours, under an id that was not seen before.
    async fn call_back(&mut self, number: usize, outcome: &str, expect: u16) {
        let session = self.sessions[number - 1];
        let id = format!("msg_again_{}", self.said + self.links.len());
        let signer = self.stage.secret.clone();
        assert_eq!(self.platform.call_back(&self.clinic, &id, session, outcome, &signer).await, expect);
    }

    async fn forge(&self) {
        let session = *self.sessions.last().expect("there was a session");
        let stranger = baton_client::CallbackSecret::generate();
        let status = self.platform.call_back(&self.clinic, "msg_forged", session, "success", &stranger).await;
        assert_eq!(status, 401);
    }

    /// Writes down what was sent since the last time, and which sessions were begun.
    async fn note(&mut self) {
        for (clinic, phone) in self.record.people() {
            let begun = self.platform.try_lead(&clinic, &phone).await;
            let begun = begun.and_then(|record| record.lead.booking_session_id);
            self.sessions.extend(begun.filter(|id| !self.sessions.contains(id)));
        }
        let current = (self.platform.clinic(&self.clinic).messaging_number.clone(), self.phone.clone());
        for sms in self.platform.carrier.accepted().into_iter().skip(self.record.heard()) {
            let link = sms.body.split_whitespace().find(|word| word.contains("/h/"));
            self.links.extend(link.map(str::to_owned).filter(|link| !self.links.contains(link)));
            self.record.hear(&sms, &current, &self.links);
        }
    }

    fn is_free_of_square(&self) {
        assert_eq!(self.platform.square.requests(), Vec::<String>::new(), "{}", self.conversation);
        for sms in self.platform.carrier.accepted() {
            assert!(!sms.body.to_lowercase().contains("square"), "{}: {}", self.conversation, sms.body);
        }
    }

    async fn end(mut self) -> String {
        for (clinic, phone) in self.record.people() {
            let record = self.platform.lead(&clinic, &phone).await;
            let (notes, callbacks, unsent) = self.platform.beside(&record).await;
            self.record.lead(&record, &self.sessions, &notes, &callbacks, &unsent);
        }
        let state = self.stage.clinic.state().await;
        let slugs = ["forever-22", "lakeside"].map(|clinic| fixtures::slug(clinic, &self.conversation));
        let bookings = state.bookings.iter().filter(|booking| slugs.contains(&booking.slug));
        self.record.clinic(bookings);
        self.record.requests(&self.platform.square.requests(), self.platform.carrier.requests());
        self.platform.close().await;
        self.record.into_text()
    }
}
