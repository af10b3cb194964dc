//! Callbacks are signed with the time, and receivers refuse what is five minutes off: so the clock has to be right.

use std::time::Duration;

use baton_api::signature::TOLERANCE;
use baton_booking::clock::{Clock, SystemClock};
use jiff::Timestamp;
use jiff::fmt::rfc2822;
use reqwest::header::DATE;

use super::{Finding, address};
use crate::config::Config;

/// No clock that is right shows a time before this version was made.
const EARLIEST: &str = "2026-01-01T00:00:00Z";

/// The `Date` of an answer is in whole seconds and as old as its way here.
const HARMLESS: Duration = Duration::from_secs(30);

pub(super) async fn check(config: &Config) -> Finding {
    let now = SystemClock.now();
    if now < EARLIEST.parse::<Timestamp>().expect("the constant is a time") {
        return Finding::broken(
            format!("shows {now}"),
            "set it, and keep it right with NTP (timedatectl set-ntp true)",
        );
    }
    match others_time(config).await {
        Some(theirs) => compare(SystemClock.now(), theirs),
        None => Finding::fine(format!("shows {now:.0}; there was nothing to compare it with")),
    }
}

async fn others_time(config: &Config) -> Option<Timestamp> {
    let answer = address::ask(config.public_url.as_ref()?).await.ok()?;
    let date = answer.headers().get(DATE)?.to_str().ok()?;
    rfc2822::parse(date).ok().map(|zoned| zoned.timestamp())
}

fn compare(ours: Timestamp, theirs: Timestamp) -> Finding {
    let apart = ours.duration_since(theirs).unsigned_abs();
    let what = format!("{} s apart from the public address", apart.as_secs());
    let mend = "keep both right with NTP (timedatectl set-ntp true)";
    if apart <= HARMLESS {
        Finding::fine(what)
    } else if apart < TOLERANCE {
        Finding::doubtful(what, mend)
    } else {
        Finding::broken(what, mend)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_is_judged_by_what_receivers_would_refuse() {
        let now: Timestamp = EARLIEST.parse().unwrap();
        assert!(matches!(compare(now, now), Finding::Fine(_)));
        assert!(matches!(compare(now, now + Duration::from_mins(1)), Finding::Doubtful { .. }));
        assert!(compare(now + TOLERANCE, now).is_broken());
    }

    #[test]
    fn the_date_of_an_http_answer_is_understood() {
        let parsed = rfc2822::parse("Tue, 05 Feb 2030 19:30:00 GMT").unwrap().timestamp();
        assert_eq!(parsed.to_string(), "2030-02-05T19:30:00Z");
    }
}
