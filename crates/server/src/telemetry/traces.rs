//! Traces for a collector that speaks OTLP: one per session, under the session's own id, sent when it has ended; and each attempt at a
//! callback, in the same trace. They are made from what the store kept, so a restart or another instance in between leaves no gap; a process
//! that is killed in the moment of the end takes its trace with it.

mod spans;

use std::time::Duration;

use baton_booking::id::SessionId;
use baton_store::{AttemptRecord, ChangeSeq, DueCallback, Store, StoreError};
use opentelemetry_otlp::{ExporterBuildError, SpanExporter, WithExportConfig as _, WithHttpConfig as _};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::{SpanData, SpanExporter as _};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use url::Url;

use crate::egress;

/// What waits for a collector that does not answer. More is dropped: traces never hold up a booking.
const WAITING: usize = 4_096;
/// What goes in one request.
const AT_ONCE: usize = 256;
/// A collector that takes longer has not got it.
const PATIENCE: Duration = Duration::from_secs(10);

/// Where sessions and callbacks tell what became of them. Without a collector nothing is kept.
#[derive(Debug, Clone, Default)]
pub struct Traces(Option<mpsc::Sender<Told>>);

#[derive(Debug)]
enum Told {
    Ended(SessionId),
    Sent(Box<SpanData>),
}

impl Traces {
    /// A session has ended, and the store holds its history.
    pub(crate) fn ended(&self, session: SessionId) {
        self.tell(|| Told::Ended(session));
    }

    pub(crate) fn sent(&self, callback: &DueCallback, attempt: &AttemptRecord) {
        self.tell(|| Told::Sent(Box::new(spans::of_attempt(callback, attempt))));
    }

    fn tell(&self, told: impl FnOnce() -> Told) {
        if let Some(collector) = &self.0
            && collector.try_send(told()).is_err()
        {
            tracing::warn!("A trace is lost: the collector does not keep up");
        }
    }
}

/// Why nothing can be sent to the collector.
#[derive(Debug, thiserror::Error)]
pub enum TracesError {
    #[error("failed to prepare for sending traces")]
    Client(#[from] reqwest::Error),
    #[error("failed to set up the trace exporter")]
    Exporter(#[from] ExporterBuildError),
}

/// Sends what it is told to a collector.
#[derive(Debug)]
pub(crate) struct Collector {
    exporter: SpanExporter,
    store: Store,
    told: mpsc::Receiver<Told>,
}

/// `base` is where the collector takes OTLP over HTTP; `/v1/traces` is added to it.
pub(crate) fn collected_at(base: &Url, store: Store) -> Result<(Traces, Collector), TracesError> {
    let endpoint = format!("{}/v1/traces", base.as_str().trim_end_matches('/'));
    let client = egress::client().timeout(PATIENCE).no_proxy().build()?;
    let builder = SpanExporter::builder().with_http().with_http_client(client);
    let mut exporter = builder.with_endpoint(endpoint).with_timeout(PATIENCE).build()?;
    exporter.set_resource(&Resource::builder().with_service_name("baton").build());
    let (tell, told) = mpsc::channel(WAITING);
    Ok((Traces(Some(tell)), Collector { exporter, store, told }))
}

impl Collector {
    /// Works until `stop`, and sends what was told before that.
    pub(crate) async fn run(mut self, stop: CancellationToken) {
        let mut told = Vec::new();
        loop {
            let heard = tokio::select! {
                heard = self.told.recv_many(&mut told, AT_ONCE) => heard,
                () = stop.cancelled(), if !self.told.is_closed() => {
                    self.told.close();
                    continue;
                }
            };
            if heard == 0 {
                return;
            }
            self.send(std::mem::take(&mut told)).await;
        }
    }

    async fn send(&self, told: Vec<Told>) {
        let mut batch = Vec::new();
        for one in told {
            match one {
                Told::Sent(span) => batch.push(*span),
                Told::Ended(session) => match self.spans_of(session).await {
                    Ok(spans) => batch.extend(spans),
                    Err(error) => tracing::warn!(session.id = %session, %error, "A trace is lost"),
                },
            }
        }
        let spans = batch.len();
        if let Err(error) = self.exporter.export(batch).await {
            tracing::warn!(%error, spans, "The collector did not take these spans");
        }
    }

    async fn spans_of(&self, id: SessionId) -> Result<Vec<SpanData>, StoreError> {
        let Some(stored) = self.store.load(id).await? else { return Ok(Vec::new()) };
        let changes = self.store.changes_after(id, ChangeSeq(0)).await?;
        Ok(spans::of_session(&stored.session, &changes))
    }
}
