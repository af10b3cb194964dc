//! The first page: how the service is, what runs, how the last sessions ended, which callbacks were given up.

use askama::Template;
use axum::extract::{Extension, State};
use axum::http::StatusCode;
use axum::response::Response;
use baton_booking::outcome::Outcome;
use baton_booking::session::{Session, Step};
use baton_store::{ListFilter, StateName, StoreError};
use jiff::{SignedDuration, Timestamp};

use super::Dashboard;
use super::door::Operator;
use super::moments::{Moment, span};
use super::page::{Shell, rendered, unavailable};

/// Sessions that the rates are made from.
const RECENT: usize = 200;
/// Rows of each list.
const ROWS: usize = 50;

#[derive(Template)]
#[template(path = "dashboard/overview.html")]
struct Overview {
    shell: Shell,
    health: Health,
    live: Vec<LiveRow>,
    rates: Vec<Rate>,
    ended: Vec<EndedRow>,
    dead: Vec<DeadRow>,
}

struct Health {
    browser_ready: bool,
    /// Sessions that have a place.
    in_hand: u64,
    most: usize,
    waiting: usize,
    uptime: String,
    version: &'static str,
    /// Of a hundred that ended; `None` while none has.
    completed: Option<usize>,
}

/// A session that has not ended.
struct LiveRow {
    id: String,
    state: &'static str,
    step: Option<&'static str>,
    queue: Option<usize>,
    site: String,
    created: Moment,
    left: Option<Moment>,
}

/// How often sessions end in one way.
struct Rate {
    outcome: &'static str,
    count: usize,
    percent: usize,
    /// Where its part of the bar begins, in hundredths of a percent of the whole, and how long it is.
    from: usize,
    width: usize,
}

struct EndedRow {
    id: String,
    outcome: &'static str,
    code: Option<&'static str>,
    site: String,
    ended: Moment,
}

struct DeadRow {
    session: String,
    receiver: String,
    created: Moment,
    attempts: u32,
}

pub(super) async fn show(
    State(dashboard): State<Dashboard>,
    Extension(operator): Extension<Operator>,
) -> Response {
    match dashboard.overview(&operator).await {
        Ok(overview) => rendered(StatusCode::OK, &overview),
        Err(error) => unavailable(&error),
    }
}

impl Dashboard {
    async fn overview(&self, operator: &Operator) -> Result<Overview, StoreError> {
        let now = self.registry.clock().now();
        let recent = self.listed(None, RECENT).await?;
        let ended: Vec<&Session> = recent.iter().filter(|session| session.state.is_terminal()).collect();
        let rates = rates(&ended);
        let completed = rates.iter().find(|rate| rate.outcome == Outcome::Success.as_str());
        let completed = (!ended.is_empty()).then(|| completed.map_or(0, |rate| rate.percent));
        Ok(Overview {
            shell: Shell::of(operator, "Sessions"),
            health: self.health(completed).await?,
            live: self.live(now).await?,
            rates,
            ended: ended.iter().take(ROWS).filter_map(|session| EndedRow::of(session, now)).collect(),
            dead: self.dead(now).await?,
        })
    }

    async fn health(&self, completed: Option<usize>) -> Result<Health, StoreError> {
        let uptime = SignedDuration::try_from(self.opened.elapsed()).unwrap_or_default();
        let waiting = self.registry.waiting();
        let queued = u64::try_from(waiting).unwrap_or(u64::MAX);
        Ok(Health {
            browser_ready: self.registry.browser_ready(),
            in_hand: self.registry.active_count().await?.saturating_sub(queued),
            most: self.registry.settings().max_sessions,
            waiting,
            uptime: span(uptime),
            version: env!("CARGO_PKG_VERSION"),
            completed,
        })
    }

    async fn live(&self, now: Timestamp) -> Result<Vec<LiveRow>, StoreError> {
        let mut rows = Vec::new();
        for state in ["monitoring", "ready_for_handoff", "navigating", "created"] {
            let state: StateName = state.parse().expect("these are names of states");
            for session in self.listed(Some(state), ROWS).await? {
                let view = self.registry.find(session.id).await?;
                let queue = view.as_ref().and_then(|view| view.queue_position);
                let fresh = view.map_or(session, |view| view.session);
                rows.push(LiveRow::of(&fresh, queue, fresh.deadline(&self.registry.settings().limits), now));
            }
        }
        Ok(rows)
    }

    async fn dead(&self, now: Timestamp) -> Result<Vec<DeadRow>, StoreError> {
        let letters = self.registry.store().dead_letters(ROWS).await?;
        let row = |letter: baton_store::DeadLetter| DeadRow {
            session: letter.session_id.to_string(),
            receiver: host(&letter.url),
            created: Moment::ago(letter.created_at, now),
            attempts: letter.attempts_made,
        };
        Ok(letters.into_iter().map(row).collect())
    }

    async fn listed(&self, state: Option<StateName>, limit: usize) -> Result<Vec<Session>, StoreError> {
        let page = self.registry.list(&ListFilter { state, limit, cursor: None }).await?;
        Ok(page.sessions.into_iter().map(|stored| stored.session).collect())
    }
}

impl LiveRow {
    fn of(session: &Session, queue: Option<usize>, until: Option<Timestamp>, now: Timestamp) -> Self {
        Self {
            id: session.id.to_string(),
            state: session.state.as_str(),
            step: session.state.step().map(Step::as_str),
            queue,
            site: site(session),
            created: Moment::ago(session.created_at, now),
            left: until.map(|until| Moment::left(until, now)),
        }
    }
}

impl EndedRow {
    fn of(session: &Session, now: Timestamp) -> Option<Self> {
        Some(Self {
            id: session.id.to_string(),
            outcome: session.state.outcome()?.as_str(),
            code: super::session::code(session),
            site: site(session),
            ended: Moment::ago(session.state.ended_at()?, now),
        })
    }
}

const OUTCOMES: [Outcome; 6] = [
    Outcome::Success,
    Outcome::PaymentFailed,
    Outcome::SlotUnavailable,
    Outcome::Timeout,
    Outcome::Cancelled,
    Outcome::Error,
];

fn rates(ended: &[&Session]) -> Vec<Rate> {
    let all = ended.len().max(1);
    let mut from = 0;
    let mut rates = Vec::new();
    for outcome in OUTCOMES {
        let count = ended.iter().filter(|session| session.state.outcome() == Some(outcome)).count();
        let width = count * 10_000 / all;
        let percent = (count * 100 + all / 2) / all;
        rates.push(Rate { outcome: outcome.as_str(), count, percent, from, width });
        from += width;
    }
    rates.retain(|rate| rate.count > 0);
    rates
}

/// The clinic's host. The rest of the address may say more than an operator needs.
pub(super) fn site(session: &Session) -> String {
    session.request.booking_url.host_str().unwrap_or("unknown").to_owned()
}

/// The receiver's host: an address may hold a secret.
pub(super) fn host(url: &str) -> String {
    url::Url::parse(url)
        .ok()
        .and_then(|url| url.host_str().map(str::to_owned))
        .unwrap_or_else(|| "unknown".to_owned())
}
