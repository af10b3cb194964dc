//! One method per endpoint. Knows the paths; leaves sending to the transport and patience to `wait`.

use std::collections::BTreeMap;
use std::time::Duration;

use baton_api::availability::{
    Availability, AvailabilityBatch, AvailabilityRequest, BatchRequest, CalendarSlots, CalendarSlotsRequest,
    ClinicQuestion,
};
use baton_api::booking::{
    BookingStarted, CallbackReplayed, HandoffUrl, Lead, SessionCancelled, SessionList, SessionState,
    SessionView, StartBooking,
};
use baton_api::{duration_text, health::Health};
use reqwest::Method;
use uuid::Uuid;

use crate::error::ClientError;
use crate::events::Events;
use crate::transport::{Ask, Transport};

/// How long the service reads times unless a question says otherwise.
const READS_WITHIN: Duration = Duration::from_secs(30);

/// Speaks with one Baton. Cheap to clone; clones share their connections.
///
/// ```no_run
/// # async fn book(request: baton_client::StartBooking) -> Result<(), baton_client::ClientError> {
/// use std::time::Duration;
/// use baton_client::Client;
///
/// let baton = Client::new("https://book.example.com", Some("a key of BATON_API_KEYS"))?;
/// let session = baton.start(&request).await?.session_id;
/// let link = baton.wait_for_handoff(session, Duration::from_secs(90)).await?;
/// println!("text this to the patient: {}", link.handoff_url);
/// let end = baton.wait_for_outcome(session, Duration::from_secs(15 * 60)).await?;
/// println!("{:?}", end.outcome);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Client {
    pub(crate) transport: Transport,
}

/// Which sessions to list. `Default` asks for the newest of every state.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SessionsQuery {
    pub state: Option<SessionState>,
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// Returns the smallest request: the first service and provider that are free then. What else it shall say is set on its fields.
pub fn request(booking_url: &str, date: &str, time: &str, lead: Lead) -> StartBooking {
    StartBooking {
        booking_url: booking_url.to_owned(),
        date: date.to_owned(),
        time: time.to_owned(),
        lead,
        service: None,
        provider: None,
        callback_url: None,
        handoff: None,
        timezone: None,
        timeout: None,
        profile: None,
        service_aliases: BTreeMap::new(),
    }
}

/// Returns the smallest question about a clinic's times: the first service, anybody. What else it shall say is set on its fields.
pub fn question(booking_url: &str) -> ClinicQuestion {
    ClinicQuestion { booking_url: booking_url.to_owned(), ..ClinicQuestion::default() }
}

impl Client {
    /// Makes a client for the service at `base_url`. Connects to nothing yet.
    pub fn new(base_url: &str, api_key: Option<&str>) -> Result<Self, ClientError> {
        Ok(Self { transport: Transport::new(base_url, api_key)? })
    }

    /// Where the service is, with a slash at the end.
    pub fn base_url(&self) -> &str {
        self.transport.base_url()
    }

    /// Starts a session. Sent again after a lost answer it still starts one only.
    pub async fn start(&self, request: &StartBooking) -> Result<BookingStarted, ClientError> {
        self.start_once(request, &Uuid::new_v4().to_string()).await
    }

    /// Starts a session under an idempotency key of the caller's own: the same key gives the same session for 24 hours, even
    /// after the caller was restarted.
    pub async fn start_once(&self, request: &StartBooking, key: &str) -> Result<BookingStarted, ClientError> {
        let path = "api/v1/booking/start".to_owned();
        let ask = Ask { idempotency_key: Some(key.to_owned()), ..Ask::new(Method::POST, path) };
        self.transport.ask(ask.with_body(request)).await
    }

    /// Fetches the link for the patient. [`ErrorCode::NotReady`](crate::ErrorCode::NotReady) until the page is prepared.
    pub async fn handoff_url(&self, session: Uuid) -> Result<HandoffUrl, ClientError> {
        self.get(format!("api/v1/booking/{session}/handoff-url")).await
    }

    /// Tells where a session stands now.
    pub async fn status(&self, session: Uuid) -> Result<SessionView, ClientError> {
        self.get(format!("api/v1/booking/{session}/status")).await
    }

    /// Tells where a session stands as soon as its state changes, at the latest after `wait`.
    pub async fn status_after(&self, session: Uuid, wait: Duration) -> Result<SessionView, ClientError> {
        let mut ask = Ask::new(Method::GET, format!("api/v1/booking/{session}/status"));
        ask.query.push(("wait", duration_text::format(wait)));
        ask.patience = wait;
        self.transport.ask(ask).await
    }

    /// Cancels a session; a session that has ended keeps its state.
    pub async fn cancel(&self, session: Uuid) -> Result<SessionCancelled, ClientError> {
        self.transport.ask(Ask::new(Method::DELETE, format!("api/v1/booking/{session}"))).await
    }

    /// Lists sessions, newest first.
    pub async fn sessions(&self, query: &SessionsQuery) -> Result<SessionList, ClientError> {
        let mut ask = Ask::new(Method::GET, "api/v1/booking/sessions".to_owned());
        ask.query.extend(query.state.map(|state| ("state", state.as_str().to_owned())));
        ask.query.extend(query.limit.map(|limit| ("limit", limit.to_string())));
        ask.query.extend(query.cursor.clone().map(|cursor| ("cursor", cursor)));
        self.transport.ask(ask).await
    }

    /// Asks for the times of one day. A site that cannot be read is an answer too: `success` is false and `trouble` says why.
    ///
    /// ```no_run
    /// # async fn ask(baton: baton_client::Client) -> Result<(), baton_client::ClientError> {
    /// use baton_client::{AvailabilityRequest, ClinicQuestion, question};
    ///
    /// let clinic = ClinicQuestion { service_name: Some("Botox".into()), ..question("https://app.joinmoxie.com/booking/forever-22") };
    /// let day = baton.availability(&AvailabilityRequest { date: "2030-02-05".into(), clinic }).await?;
    /// match &day.trouble {
    ///     None => day.slots.iter().filter(|slot| slot.available).for_each(|slot| println!("{}", slot.time)),
    ///     Some(trouble) => println!("{} ({}), perhaps {:?}", trouble.error, trouble.code, trouble.choices),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn availability(&self, request: &AvailabilityRequest) -> Result<Availability, ClientError> {
        self.read_times("", request, request.clinic.timeout).await
    }

    /// Asks for the times of up to 31 days, which one visit of the site serves. Each result says for itself whether it could be read.
    ///
    /// ```no_run
    /// # async fn ask(baton: baton_client::Client) -> Result<(), baton_client::ClientError> {
    /// use baton_client::{BatchRequest, question};
    ///
    /// let dates = vec!["2030-02-05".to_owned(), "2030-02-06".to_owned()];
    /// let clinic = question("https://app.joinmoxie.com/booking/forever-22");
    /// for day in baton.availability_batch(&BatchRequest { dates, clinic }).await?.results {
    ///     println!("{}: {} times", day.date, day.slots.len());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn availability_batch(&self, request: &BatchRequest) -> Result<AvailabilityBatch, ClientError> {
        self.read_times("/batch", request, request.clinic.timeout).await
    }

    /// Asks for the next times that suit.
    ///
    /// ```no_run
    /// # async fn ask(baton: baton_client::Client) -> Result<(), baton_client::ClientError> {
    /// use baton_client::{CalendarSlotsRequest, question};
    ///
    /// // "Tuesday or Thursday after 3"
    /// let request = CalendarSlotsRequest {
    ///     days_of_week: vec![2, 4],
    ///     after_time: Some("15:00".into()),
    ///     ..CalendarSlotsRequest::from(question("https://app.joinmoxie.com/booking/forever-22"))
    /// };
    /// for day in baton.calendar_slots(&request).await?.results {
    ///     println!("{}: {:?}", day.date, day.slots);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn calendar_slots(&self, request: &CalendarSlotsRequest) -> Result<CalendarSlots, ClientError> {
        self.read_times("/calendar-slots", request, request.clinic.timeout).await
    }

    /// The service takes as long over it as it was allowed to, which is longer than an ordinary answer takes.
    async fn read_times<B: serde::Serialize, A: serde::de::DeserializeOwned>(
        &self,
        endpoint: &str,
        request: &B,
        timeout: Option<u32>,
    ) -> Result<A, ClientError> {
        let ask = Ask::new(Method::POST, format!("api/v1/availability{endpoint}"));
        let patience = timeout.map_or(READS_WITHIN, |millis| Duration::from_millis(millis.into()));
        self.transport.ask(Ask { patience, tells_with_502: true, ..ask.with_body(request) }).await
    }

    /// Asks for the callback of an ended session to be sent again.
    pub async fn replay_callback(&self, session: Uuid) -> Result<CallbackReplayed, ClientError> {
        self.transport.ask(Ask::new(Method::POST, format!("api/v1/booking/{session}/callback/replay"))).await
    }

    /// Follows a session change by change until it has ended.
    pub fn events(&self, session: Uuid) -> Events {
        Events::new(self.transport.clone(), session)
    }

    /// Tells how the service is.
    pub async fn health(&self) -> Result<Health, ClientError> {
        self.get("health".to_owned()).await
    }

    async fn get<A: serde::de::DeserializeOwned>(&self, path: String) -> Result<A, ClientError> {
        self.transport.ask(Ask::new(Method::GET, path)).await
    }
}
