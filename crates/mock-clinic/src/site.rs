//! The clinic's two web servers: the booking site and the card form's origin. Owns the routes and what handlers share.

mod api;
mod assets;
mod booking;
mod cards;
mod control;
mod error;
mod foreign;
mod graphql;
mod index;
mod live;
mod next_data;
mod page;
mod switches;

use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use axum::Router;
use axum::routing::{get, post};
use jiff::Timestamp;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tracing::warn;

use crate::records::Records;
use crate::{ClinicClock, ClinicOptions};

#[derive(Debug)]
pub(crate) struct Site {
    records: Mutex<Records>,
    pub(crate) stop: CancellationToken,
    /// Submits run here to their end, even when the page that sent them is gone.
    submits: TaskTracker,
    clock: ClinicClock,
    card_port: u16,
}

impl Site {
    pub(crate) fn new(options: &ClinicOptions, card_port: u16) -> Self {
        Self {
            records: Mutex::new(Records::new(options.seed, options.scenario.clone())),
            stop: CancellationToken::new(),
            submits: TaskTracker::new(),
            clock: options.clock,
            card_port,
        }
    }

    pub(crate) fn records(&self) -> MutexGuard<'_, Records> {
        self.records.lock().expect("no handler panics while it holds the records")
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Returns the card form's origin for a page reached under `page_host`.
    pub(crate) fn card_origin(&self, page_host: Option<&str>) -> String {
        let host = match page_host {
            None | Some("127.0.0.1" | "[::1]" | "0.0.0.0") => "localhost",
            Some("localhost") => "127.0.0.1",
            Some(other) => other,
        };
        format!("http://{host}:{}", self.card_port)
    }

    /// Waits, but not longer than the clinic is open.
    async fn pause(&self, milliseconds: u64) {
        if milliseconds > 0 {
            let pause = tokio::time::sleep(Duration::from_millis(milliseconds));
            self.stop.run_until_cancelled(pause).await;
        }
    }
}

pub(crate) fn booking_router(site: &Arc<Site>) -> Router {
    Router::new()
        .route("/", get(index::show))
        .route("/booking/{slug}", get(page::booking))
        .route("/booking/{slug}/confirmation", get(page::confirmation))
        .route("/demo/booking/{slug}", get(page::demo))
        .route("/assets/{*path}", get(assets::serve))
        .route("/api/catalogue", get(api::catalogue))
        .route("/api/days", get(api::days))
        .route("/api/slots", get(api::slots))
        .route("/api/lookup", post(api::lookup))
        .route("/api/code", post(api::code))
        .route("/api/contact", post(api::contact))
        .route("/api/hold", post(booking::hold))
        .route("/api/press", post(booking::press))
        .route("/api/book", post(booking::book))
        .route("/api/card", post(cards::tokenise))
        .route("/api/live", get(live::stream))
        .route("/_next/data/{build_id}/booking/{file}", get(next_data::show))
        .route("/v1/graphql", post(graphql::answer))
        .route("/control/state", get(control::state))
        .route("/control/reset", post(control::reset))
        .route("/control/scenario/{slug}", get(control::scenario).post(control::set_scenario))
        .merge(foreign::routes())
        .with_state(Arc::clone(site))
}

pub(crate) fn card_router(site: &Arc<Site>) -> Router {
    Router::new()
        .route("/card/form", get(cards::form))
        .route("/card/tokens", post(cards::tokenise))
        .route("/captcha", get(cards::captcha))
        .route("/challenge/{id}", get(cards::challenge).post(cards::answer_challenge))
        .route("/assets/{*path}", get(assets::serve))
        .merge(foreign::routes_of_the_other_origin())
        .with_state(Arc::clone(site))
}

/// Serves until the clinic closes.
pub(crate) async fn serve(listener: TcpListener, router: Router, stop: CancellationToken) {
    let served = axum::serve(listener, router).with_graceful_shutdown(stop.cancelled_owned()).await;
    if let Err(error) = served {
        warn!(%error, "The practice clinic stopped serving");
    }
}
