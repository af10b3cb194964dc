//! Logs, measurements and traces. What a person typed, is called or pays with never comes here.

pub(crate) mod memory;
pub(crate) mod metrics;
pub(crate) mod traces;

use std::io::{IsTerminal, stderr};
use std::sync::OnceLock;

use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::Directive;

pub use self::traces::{Traces, TracesError};
use crate::config::LogFormat;

/// Libraries that log what travels through them: whole messages, SQL with its values, headers. Never on, whatever is asked for.
const SILENCED: [&str; 8] = [
    "tungstenite=off",
    "tokio_tungstenite=off",
    "hyper=off",
    "hyper_util=off",
    "reqwest=off",
    "rustls=off",
    "sqlx=off",
    "h2=off",
];

/// Seconds: from an answer out of memory to a patient's whole visit.
const BUCKETS: [f64; 14] = [0.001, 0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 90.0, 600.0];

/// Round trips to the browser, in one step of a booking.
const ROUND_TRIP_BUCKETS: [f64; 9] = [1.0, 2.0, 4.0, 8.0, 12.0, 16.0, 24.0, 48.0, 96.0];

/// Sends logs to stderr. The first call of a process counts.
pub fn start_logging(directives: &str, format: LogFormat) {
    let logs = tracing_subscriber::fmt().with_env_filter(filter(directives)).with_writer(stderr);
    let pretty = match format {
        LogFormat::Auto => stderr().is_terminal(),
        LogFormat::Json => false,
        LogFormat::Pretty => true,
    };
    // A second call, as in tests, finds the first one's subscriber in place.
    let _ = if pretty {
        logs.try_init()
    } else {
        logs.json().flatten_event(true).with_span_list(false).try_init()
    };
}

fn filter(asked: &str) -> EnvFilter {
    let silenced =
        SILENCED.iter().map(|off| off.parse::<Directive>().expect("these directives are well-formed"));
    silenced.fold(EnvFilter::new(asked), EnvFilter::add_directive)
}

/// The process's measurements. There is one recorder, however many services a process starts.
pub fn measurements() -> PrometheusHandle {
    static RECORDER: OnceLock<PrometheusHandle> = OnceLock::new();
    let install = || {
        let round_trips = Matcher::Full("baton_step_round_trips".to_owned());
        let builder = PrometheusBuilder::new()
            .set_buckets(&BUCKETS)
            .and_then(|builder| builder.set_buckets_for_metric(round_trips, &ROUND_TRIP_BUCKETS))
            .expect("there are buckets");
        let recorder = builder.install_recorder().expect("nobody else installs a recorder in this process");
        metrics::describe();
        recorder
    };
    RECORDER.get_or_init(install).clone()
}

/// The names of all measurements.
pub fn measured() -> impl Iterator<Item = &'static str> {
    use metrics::{COUNTERS, COUNTS, DURATIONS, GAUGES};
    COUNTERS.iter().chain(&GAUGES).chain(&COUNTS).chain(&DURATIONS).map(|(name, _)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_libraries_say_about_messages_stays_off_at_every_level() {
        for asked in ["trace", "tungstenite=trace,sqlx=trace", "nonsense=,", ""] {
            let filter = filter(asked).to_string();
            for off in SILENCED {
                assert!(filter.split(',').any(|directive| directive == off), "{off} in {filter}");
            }
        }
    }
}
