//! A small world for conversations: the real desk, store, webhooks and clients, with stand-ins for the clinic's site, for Baton, Square and the
//! carrier, and a clock that only the script moves.

pub(crate) mod baton;
pub(crate) mod site;

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use baton_client::{CallbackSecret, CallbackVerifier};
use baton_platform::desk::{FrontDesk, Staff};
use baton_platform::sms::{Twilio, TwilioWebhook};
use baton_platform::square::{Square, SquareWebhook};
use baton_platform::store::PlatformStore;
use baton_platform::understanding::Rules;
use baton_platform::webhooks::{self, Signatures};
use baton_platform::{Booking, CallbackReceiver, Clinic};
use jiff::Timestamp;
use tower::ServiceExt;
use url::form_urlencoded;

use crate::fixtures;
use crate::stand_ins::{
    SquareStandIn, TwilioStandIn, locked, sign_for_square, sign_for_twilio, square, twilio,
};
use baton::ScriptedBaton;
use site::Site;

const SMS_URL: &str = "https://platform.example/sms/twilio";
const SQUARE_URL: &str = "https://platform.example/square";
const SQUARE_KEY: &str = "square-test-key";

pub(crate) struct World {
    pub(crate) desk: FrontDesk,
    pub(crate) site: Arc<Site>,
    pub(crate) baton: Arc<ScriptedBaton>,
    pub(crate) square: SquareStandIn,
    pub(crate) carrier: TwilioStandIn,
    routes: Router,
    secret: CallbackSecret,
    clock: Arc<Mutex<Timestamp>>,
}

impl World {
    pub(crate) async fn open() -> Self {
        let baton = Arc::<ScriptedBaton>::default();
        Self::with(Arc::clone(&baton) as Arc<dyn Booking>, baton, "sqlite::memory:").await
    }

    /// A world whose sessions are run by `booking`: the scripted one, or a client of a real service.
    pub(crate) async fn with(booking: Arc<dyn Booking>, baton: Arc<ScriptedBaton>, database: &str) -> Self {
        let (square, carrier) = (SquareStandIn::start().await, TwilioStandIn::start().await);
        let clock: Arc<Mutex<Timestamp>> = Arc::new(Mutex::new("2030-03-06T15:00:00Z".parse().unwrap()));
        let site = Arc::<Site>::default();
        let store = PlatformStore::open(database).await.unwrap();
        for clinic in fixtures::all() {
            store.put_clinic(&clinic).await.unwrap();
        }
        let now = {
            let clock = Arc::clone(&clock);
            Arc::new(move || *locked(&clock))
        };
        let staff = Staff {
            understanding: Arc::new(Rules),
            availability: Arc::clone(&site) as _,
            booking,
            square: Some(Arc::new(Square::new(&square.server.base, square::TOKEN).unwrap())),
            sms: Arc::new(Twilio::new(&carrier.server.base, twilio::ACCOUNT, twilio::TOKEN).unwrap()),
            now: now.clone(),
        };
        let desk = FrontDesk::new(store, staff);
        let secret = CallbackSecret::generate();
        let signatures = Signatures {
            twilio: Some(TwilioWebhook::new(twilio::TOKEN, SMS_URL)),
            square: Some(SquareWebhook::new(SQUARE_KEY, SQUARE_URL)),
            telnyx: None,
        };
        let callbacks =
            CallbackReceiver::new(CallbackVerifier::from(secret.clone()), desk.clone(), now.clone());
        let routes = webhooks::router(desk.clone(), signatures, now).merge(callbacks.router());
        Self { desk, site, baton, square, carrier, routes, secret, clock }
    }

    pub(crate) fn now(&self) -> Timestamp {
        *locked(&self.clock)
    }

    pub(crate) fn wait(&self, span: jiff::Span) {
        let mut clock = locked(&self.clock);
        *clock = clock.checked_add(span).unwrap();
    }

    /// A text message, as the carrier would bring it.
    pub(crate) async fn text(&self, id: &str, from: &str, clinic: &Clinic, body: &str) -> StatusCode {
        let fields = [
            ("MessageSid", id),
            ("AccountSid", twilio::ACCOUNT),
            ("From", from),
            ("To", &clinic.messaging_number),
            ("Body", body),
        ];
        let form = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let signature = sign_for_twilio(twilio::TOKEN, SMS_URL, &fields);
        let request = Request::post("/sms/twilio")
            .header("x-twilio-signature", signature)
            .body(Body::from(form))
            .unwrap();
        self.send(request).await
    }

    /// A callback, as Baton would send it.
    pub(crate) async fn call_back(&self, id: &str, clinic: &Clinic, body: Vec<u8>) -> StatusCode {
        let now = self.now();
        let request = Request::post(format!("/callbacks/{}", clinic.id))
            .header("webhook-id", id)
            .header("webhook-timestamp", now.as_second())
            .header("webhook-signature", self.secret.sign(id, now, &body))
            .body(Body::from(body))
            .unwrap();
        self.send(request).await
    }

    /// A payment webhook, as Square would send it.
    pub(crate) async fn pay_deposit(&self, body: Vec<u8>) -> StatusCode {
        let signature = sign_for_square(SQUARE_KEY, SQUARE_URL, &body);
        let request = Request::post("/square")
            .header("x-square-hmacsha256-signature", signature)
            .body(Body::from(body))
            .unwrap();
        self.send(request).await
    }

    async fn send(&self, request: Request<Body>) -> StatusCode {
        self.routes.clone().oneshot(request).await.unwrap().status()
    }
}
