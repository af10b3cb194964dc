//! The front door: the list of routes, and what lies around all of them. Handlers parse, ask, answer; they decide nothing.

mod auth;
mod availability;
mod body;
mod booking;
mod cover;
mod docs;
mod elsewhere;
mod error;
mod events;
mod fields;
mod health;
mod limits;
mod listener;
mod origin;
mod parameters;
mod start_request;
mod tls;

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::get;
use metrics_exporter_prometheus::PrometheusHandle;
use tokio_util::sync::CancellationToken;
use tower_http::catch_panic::CatchPanicLayer;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) use auth::asks_for_us;
pub(crate) use limits::Limits;
pub(crate) use listener::serve;
pub(crate) use origin::Origin;
pub(crate) use tls::{Certificate, CertificateError};

use crate::availability::Availability;
use crate::config::{AllowedHosts, CurrentKeys, TrustedProxies};
use crate::dashboard::{self, Dashboard};
use crate::egress::Egress;
use crate::instances::{Forwarder, Seal};
use crate::sessions::{PhoneDoor, Registry};

/// What handlers ask and know.
#[derive(Clone)]
pub(crate) struct Door {
    pub(crate) registry: Registry,
    pub(crate) phones: PhoneDoor,
    pub(crate) availability: Availability,
    pub(crate) api_keys: CurrentKeys,
    pub(crate) egress: Egress,
    pub(crate) booking_hosts: AllowedHosts,
    pub(crate) callback_hosts: AllowedHosts,
    pub(crate) proxies: TrustedProxies,
    pub(crate) limits: Limits,
    /// Asks other instances; `None` where there are none.
    pub(crate) forwarder: Option<Forwarder>,
    /// Tells whether a request comes from another instance.
    pub(crate) seal: Seal,
    /// The host that patients' links name.
    pub(crate) public_host: Option<String>,
    pub(crate) metrics: PrometheusHandle,
    /// The folder in which our Chromes live.
    pub(crate) chrome_home: Arc<Path>,
    pub(crate) opened: Instant,
    /// Cancelled when waiting requests must come to an end.
    pub(crate) stop: CancellationToken,
}

/// The largest body that any endpoint takes.
const LARGEST_BODY: usize = 64 * 1024;

/// Every route of the service, and what lies around all of them.
pub(crate) fn router(door: Door) -> Router {
    let phones = baton_live_view::door::routes(door.phones.clone())
        .route_layer(from_fn_with_state(door.clone(), elsewhere::pass_on))
        .route_layer(from_fn_with_state(door.clone(), limits::by_address));
    let operators =
        dashboard::routes(operators(&door)).route_layer(from_fn_with_state(door.clone(), elsewhere::pass_on));
    let owned = owned().route_layer(from_fn_with_state(door.clone(), elsewhere::pass_on));
    let guarded = guarded().merge(owned).route_layer(from_fn_with_state(door.clone(), auth::require_key));
    let (router, description) = open().merge(guarded).split_for_parts();
    router
        .merge(docs::router(&description))
        .merge(phones)
        .merge(operators)
        .route("/", get(docs::welcome))
        .fallback(error::unknown_path)
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .layer(CatchPanicLayer::custom(error::panicked))
        .layer(from_fn(error::in_json))
        .layer(from_fn(cover::with_headers))
        .layer(from_fn(cover::observe))
        .layer(from_fn_with_state(door.clone(), origin::know))
        .with_state(door)
}

/// The door for other instances: what only the one that runs a session can answer. Keys and limits are the affair of the door that
/// the request came in by.
pub(crate) fn internal_router(door: Door) -> Router {
    let (owned, _) = owned().split_for_parts();
    owned
        .merge(baton_live_view::door::routes(door.phones.clone()))
        .merge(dashboard::routes(operators(&door)))
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .layer(CatchPanicLayer::custom(error::panicked))
        .layer(from_fn_with_state(door.clone(), elsewhere::only_instances))
        .with_state(door)
}

fn operators(door: &Door) -> Dashboard {
    let Door { registry, api_keys, limits, public_host, opened, stop, .. } = door.clone();
    Dashboard::new(registry, api_keys, limits, public_host, opened, stop)
}

/// For whoever runs the service. The API description is made from these lists.
fn open() -> OpenApiRouter<Door> {
    OpenApiRouter::with_openapi(docs::description())
        .routes(routes!(health::health))
        .routes(routes!(health::ready))
        .routes(routes!(health::metrics))
}

/// For platforms too; only the session's runner can answer.
fn owned() -> OpenApiRouter<Door> {
    OpenApiRouter::new().routes(routes!(booking::handoff_url)).routes(routes!(booking::cancel))
}

/// For platforms, who come with a key.
fn guarded() -> OpenApiRouter<Door> {
    OpenApiRouter::new()
        .routes(routes!(booking::start))
        .routes(routes!(booking::sessions))
        .routes(routes!(booking::status))
        .routes(routes!(booking::replay_callback))
        .routes(routes!(events::events))
        .routes(routes!(availability::one_day))
        .routes(routes!(availability::batch))
        .routes(routes!(availability::calendar_slots))
}
