//! How often somebody may come: platforms by their key, phones and those with a wrong key by their address.

use std::hash::Hash;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use super::Door;
use super::error::ApiError;
use super::origin::Origin;
use crate::config::{KeyName, Rate};

/// The limits of one service.
#[derive(Debug, Clone)]
pub(crate) struct Limits {
    keys: Arc<Limit<KeyName>>,
    phones: Arc<Limit<IpAddr>>,
    strangers: Arc<Limit<IpAddr>>,
}

/// One rate for each of many.
#[derive(Debug)]
struct Limit<K: Hash + Eq + Clone>(Option<DefaultKeyedRateLimiter<K>>);

/// Above so many remembered callers, those who would start afresh anyway are forgotten.
const MANY: usize = 10_000;

impl Limits {
    pub(crate) fn new(per_key: Rate, per_address: Rate) -> Self {
        Self {
            keys: Arc::new(Limit::new(per_key)),
            phones: Arc::new(Limit::new(per_address)),
            strangers: Arc::new(Limit::new(per_address)),
        }
    }

    /// Counts a request that came with a key.
    pub(super) fn admit_key(&self, name: &KeyName) -> Result<(), ApiError> {
        self.keys.admit(name)
    }

    /// Counts a request that came with no key, or a wrong one.
    pub(super) fn admit_stranger(&self, origin: Option<Origin>) -> Result<(), ApiError> {
        self.strangers.admit_address(origin)
    }

    /// The same, for the operators' pages: what to answer somebody who tries too often.
    pub(crate) fn turn_away(&self, origin: Option<Origin>) -> Option<Response> {
        self.admit_stranger(origin).err().map(IntoResponse::into_response)
    }
}

impl<K: Hash + Eq + Clone> Limit<K> {
    fn new(rate: Rate) -> Self {
        let Rate::Limited { count, per } = rate else { return Self(None) };
        let quota = Quota::with_period(per / count.get()).map(|quota| quota.allow_burst(count));
        Self(quota.map(RateLimiter::keyed))
    }

    fn admit(&self, who: &K) -> Result<(), ApiError> {
        let Some(limiter) = &self.0 else { return Ok(()) };
        if limiter.len() > MANY {
            limiter.retain_recent();
        }
        limiter.check_key(who).map_err(|until| {
            let wait = until.wait_time_from(DefaultClock::default().now());
            ApiError::RateLimited { retry_after: whole_seconds(wait) }
        })
    }
}

impl Limit<IpAddr> {
    /// Whoever comes from this machine itself is not counted: it is its owner, or a proxy that was not declared, behind which
    /// all patients would share one count.
    fn admit_address(&self, origin: Option<Origin>) -> Result<(), ApiError> {
        match origin.and_then(|origin| origin.address).filter(|address| !address.is_loopback()) {
            Some(address) => self.admit(&household(address)),
            None => Ok(()),
        }
    }
}

/// Opening pages of links, claiming them, connecting to them. Their scripts and styles are cached and cost nothing.
pub(super) async fn by_address(
    State(door): State<Door>,
    request: Request,
    next: Next,
) -> Result<Response, ApiError> {
    if !request.uri().path().starts_with("/h/assets/") {
        door.limits.phones.admit_address(request.extensions().get().copied())?;
    }
    Ok(next.run(request).await)
}

/// One subscriber has all the addresses of an IPv6 /64.
fn household(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
        }
    }
}

/// A client that comes back a moment too early would be refused again.
fn whole_seconds(wait: Duration) -> Duration {
    Duration::from_secs(wait.as_secs() + u64::from(wait.subsec_nanos() > 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limit(rate: &str) -> Limit<IpAddr> {
        Limit::new(rate.parse().unwrap())
    }

    fn from(address: &str) -> Origin {
        Origin { address: Some(address.parse().unwrap()), encrypted: false }
    }

    #[test]
    fn each_address_has_a_count_of_its_own() {
        let limit = limit("2/1h");
        for _ in 0..2 {
            assert!(limit.admit_address(Some(from("192.0.2.1"))).is_ok());
        }
        match limit.admit_address(Some(from("192.0.2.1"))) {
            Err(ApiError::RateLimited { retry_after }) => assert_eq!(retry_after, Duration::from_mins(30)),
            other => panic!("{other:?}"),
        }
        assert!(limit.admit_address(Some(from("192.0.2.2"))).is_ok());
    }

    #[test]
    fn one_household_is_one_address() {
        let limit = limit("1/1h");
        assert!(limit.admit_address(Some(from("2001:db8:1:2::1"))).is_ok());
        assert!(limit.admit_address(Some(from("2001:db8:1:2:ffff::2"))).is_err());
        assert!(limit.admit_address(Some(from("2001:db8:1:3::1"))).is_ok());
    }

    #[test]
    fn this_machine_and_a_limit_that_is_off_are_not_counted() {
        let (tight, off) = (limit("1/1h"), limit("off"));
        for _ in 0..10 {
            assert!(tight.admit_address(Some(from("127.0.0.1"))).is_ok());
            assert!(off.admit_address(Some(from("192.0.2.1"))).is_ok());
        }
    }

    #[test]
    fn who_came_long_ago_is_forgotten() {
        let limit: Limit<u32> = Limit::new("1000000/1s".parse().unwrap());
        for who in 0..50_000 {
            assert!(limit.admit(&who).is_ok());
        }
        assert!(limit.0.unwrap().len() <= MANY + 1);
    }
}
