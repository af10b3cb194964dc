//! Every measurement by its name: what it says, and in what it is counted. The Grafana dashboard in deploy/ is held to this list.

use metrics::{Unit, describe_counter, describe_gauge, describe_histogram};

/// Tells the recorder what each name means.
pub(super) fn describe() {
    for (name, meaning) in COUNTERS {
        describe_counter!(name, meaning);
    }
    for (name, meaning) in GAUGES {
        describe_gauge!(name, meaning);
    }
    for (name, meaning) in COUNTS {
        describe_histogram!(name, meaning);
    }
    for (name, meaning) in DURATIONS {
        describe_histogram!(name, Unit::Seconds, meaning);
    }
}

pub(crate) const COUNTERS: [(&str, &str); 7] = [
    ("baton_sessions_total", "Sessions that have ended, by outcome."),
    ("baton_payment_attempts_total", "Refused payments, by what the site said."),
    ("baton_callback_attempts_total", "Callbacks that were sent, by what the receiver answered."),
    (
        "baton_browser_launches_total",
        "Chromes that were started; every one after the first replaces a lost one.",
    ),
    ("baton_http_requests_total", "Answered requests, by method, route and status."),
    ("baton_availability_total", "Questions for free times, by where the answer came from."),
    ("baton_availability_fallbacks_total", "Questions that the site's own queries could not answer."),
];

pub(crate) const GAUGES: [(&str, &str); 6] = [
    ("baton_sessions_active", "Sessions that have not ended, of all instances."),
    ("baton_sessions_waiting", "Sessions of this instance that wait for a page."),
    ("baton_browser_ready", "1 while a browser is ready."),
    ("baton_viewers", "Phones that look at a page now."),
    ("process_resident_memory_bytes", "Memory of the service itself."),
    ("baton_browser_memory_bytes", "Memory of its Chromes, shared pages counted once."),
];

/// Histograms of something else than time.
pub(crate) const COUNTS: [(&str, &str); 1] =
    [("baton_step_round_trips", "Round trips to the browser in one step, by step.")];

pub(crate) const DURATIONS: [(&str, &str); 7] = [
    ("baton_queue_wait_seconds", "From the request until a page was free."),
    ("baton_step_seconds", "How long each step took, by step."),
    ("baton_step_waited_seconds", "How much of it was waiting for the site, by step."),
    ("baton_preparation_seconds", "From the request until the patient could take over."),
    ("baton_frame_seconds", "From sending a frame until the phone shows it."),
    ("baton_input_seconds", "From hearing what a phone did until the page has it."),
    ("baton_http_request_duration_seconds", "How long answers took, by method and route."),
];
