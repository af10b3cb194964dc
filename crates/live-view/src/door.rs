//! The way in: `/h/{link}`, where the secret of the link is in the fragment that browsers keep to themselves.
//!
//! A GET shows the first page and spends nothing, so previews and robots may look as often as they like. The patient's tap POSTs the
//! secret, which binds the link to their device by a cookie; the cookie opens the live view. What a link is and whom it belongs to is
//! known by the [`HandoffDoor`] behind.

mod assets;
mod binding;
mod calendar;
mod checks;
mod cookie;
mod page;

use axum::Json;
use axum::Router;
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::{DefaultBodyLimit, Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde::{Deserialize, Serialize};
use url::Url;

pub use binding::{Binding, DeviceHash, DeviceKey};

use crate::hub::Hub;
use crate::phase::Phase;
use crate::protocol::{MAX_MESSAGE, Typed};

/// Knows the links. The sessions room implements it.
pub trait HandoffDoor: Clone + Send + Sync + 'static {
    /// The base of all links.
    fn public_url(&self) -> &Url;
    /// What stands behind a link for someone without its secret. `device` is what their browser showed, if anything.
    fn look(&self, link: &str, device: Option<&DeviceKey>) -> impl Future<Output = Seen> + Send;
    /// What the first page says to someone with the secret. Spends nothing.
    fn summary(&self, link: &str, secret: &Typed) -> impl Future<Output = Result<Summary, Refused>> + Send;
    /// Binds the link to `device`; with `takeover` also away from another one.
    fn claim(
        &self,
        link: &str,
        secret: &Typed,
        device: &DeviceKey,
        takeover: bool,
    ) -> impl Future<Output = Result<(), Refused>> + Send;
    /// The live view, for the device that the link is bound to.
    fn enter(&self, link: &str, device: &DeviceKey) -> impl Future<Output = Result<Hub, Refused>> + Send;
}

/// What stands behind a link.
#[derive(Debug, Clone, PartialEq)]
pub enum Seen {
    /// It waits to be claimed, or is bound to another device.
    Waiting,
    /// It is bound to the device that looks.
    Yours,
    /// It is over; how, is told to the device it was bound to only.
    Over(Option<Phase>),
    Unknown,
}

/// Why somebody is not let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// No such link, or not its secret. The two are not told apart.
    Unknown,
    /// Another device has the link.
    OtherDevice,
    Over,
}

/// What the first page says.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Summary {
    pub clinic: String,
    pub service: Option<String>,
    pub provider: Option<String>,
    /// The clinic's wall time without a zone, as `2026-02-05T14:30`; other words are shown as they are.
    pub when: Option<String>,
    /// As `50.00 USD`; other words are shown as they are.
    pub deposit: Option<String>,
    /// `payment`, `review`, `verification_code` or `captcha`.
    pub reason: String,
}

/// All routes under `/h`.
pub fn routes<D: HandoffDoor, S: Clone + Send + Sync + 'static>(door: D) -> Router<S> {
    Router::new()
        .route("/h/{link}", get(first_page::<D>))
        .route("/h/{link}/summary", post(summary::<D>))
        .route("/h/{link}/claim", post(claim::<D>))
        .route("/h/{link}/live", get(live::<D>))
        .route("/h/{link}/appointment.ics", get(appointment::<D>))
        .route("/h/assets/{version}/{name}", get(assets::serve))
        .layer(DefaultBodyLimit::max(2048))
        .with_state(door)
}

async fn first_page<D: HandoffDoor>(
    State(door): State<D>,
    Path(link): Path<String>,
    headers: HeaderMap,
) -> Response {
    let device = cookie::device(&headers);
    let seen = door.look(&link, device.as_ref()).await;
    page::render(&link, &seen, door.public_url())
}

#[derive(Deserialize)]
struct Claim {
    secret: Typed,
    #[serde(default)]
    takeover: bool,
}

async fn summary<D: HandoffDoor>(
    State(door): State<D>,
    Path(link): Path<String>,
    headers: HeaderMap,
    Json(claim): Json<Claim>,
) -> Response {
    if !checks::is_a_tap(&headers, door.public_url()) {
        return refuse(Refused::Unknown);
    }
    match door.summary(&link, &claim.secret).await {
        Ok(summary) => no_store(Json(summary)),
        Err(refused) => refuse(refused),
    }
}

async fn claim<D: HandoffDoor>(
    State(door): State<D>,
    Path(link): Path<String>,
    headers: HeaderMap,
    Json(claim): Json<Claim>,
) -> Response {
    if !checks::is_a_tap(&headers, door.public_url()) {
        return refuse(Refused::Unknown);
    }
    let device = cookie::device(&headers).unwrap_or_else(DeviceKey::generate);
    match door.claim(&link, &claim.secret, &device, claim.takeover).await {
        Ok(()) => {
            let set = cookie::set(&link, &device, door.public_url());
            no_store((StatusCode::NO_CONTENT, [(header::SET_COOKIE, set)]))
        }
        Err(refused) => refuse(refused),
    }
}

async fn live<D: HandoffDoor>(
    State(door): State<D>,
    Path(link): Path<String>,
    headers: HeaderMap,
    upgrade: WebSocketUpgrade,
) -> Response {
    if !checks::is_same_origin(&headers, door.public_url()) {
        return refuse(Refused::Unknown);
    }
    let Some(device) = cookie::device(&headers) else { return refuse(Refused::Unknown) };
    let hub = match door.enter(&link, &device).await {
        Ok(hub) => hub,
        Err(refused) => return refuse(refused),
    };
    let generation = hub.generation();
    upgrade
        .max_message_size(MAX_MESSAGE)
        .max_frame_size(MAX_MESSAGE)
        // A line that does not take its bytes loses its phone, not our memory.
        .max_write_buffer_size(4 << 20)
        .on_upgrade(async move |socket| hub.serve(socket, generation).await)
}

/// In which language; English where nothing is said.
#[derive(Deserialize)]
struct Wanted {
    #[serde(default)]
    lang: calendar::Language,
}

async fn appointment<D: HandoffDoor>(
    State(door): State<D>,
    Path(link): Path<String>,
    Query(Wanted { lang }): Query<Wanted>,
    headers: HeaderMap,
) -> Response {
    let Some(device) = cookie::device(&headers) else { return refuse(Refused::Unknown) };
    let Ok(hub) = door.enter(&link, &device).await else { return refuse(Refused::Unknown) };
    let Phase::Booked(booked) = hub.phase() else { return refuse(Refused::Unknown) };
    match calendar::event(&link, &booked, hub.clinic(), lang) {
        Some(event) => no_store(([(header::CONTENT_TYPE, "text/calendar; charset=utf-8")], event)),
        None => refuse(Refused::Unknown),
    }
}

fn refuse(refused: Refused) -> Response {
    no_store(match refused {
        Refused::Unknown => StatusCode::NOT_FOUND,
        Refused::OtherDevice => StatusCode::CONFLICT,
        Refused::Over => StatusCode::GONE,
    })
}

fn no_store(response: impl IntoResponse) -> Response {
    let mut response = response.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}
