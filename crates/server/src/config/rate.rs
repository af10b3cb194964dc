//! How often somebody may come: so many times at once, refilled evenly over a time.

use std::num::NonZeroU32;
use std::str::FromStr;
use std::time::Duration;

use baton_api::duration_text;

/// As `120/1m`: 120 at once, and from then on two every second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rate {
    Unlimited,
    Limited { count: NonZeroU32, per: Duration },
}

/// A text that is no rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be a count and a time such as 120/1m, or off")]
pub struct MalformedRate;

impl FromStr for Rate {
    type Err = MalformedRate;

    fn from_str(text: &str) -> Result<Self, MalformedRate> {
        if text.trim() == "off" {
            return Ok(Self::Unlimited);
        }
        let (count, per) = text.split_once('/').ok_or(MalformedRate)?;
        let count = count.trim().parse().map_err(|_| MalformedRate)?;
        let per = duration_text::parse(per.trim()).map_err(|_| MalformedRate)?;
        if per.is_zero() { Err(MalformedRate) } else { Ok(Self::Limited { count, per }) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_a_count_and_a_time() {
        let limited = |count, per| Ok(Rate::Limited { count: NonZeroU32::new(count).unwrap(), per });
        assert_eq!("120/1m".parse(), limited(120, Duration::from_mins(1)));
        assert_eq!(" 5 / 10s".parse(), limited(5, Duration::from_secs(10)));
        assert_eq!("off".parse(), Ok(Rate::Unlimited));
        for wrong in ["", "5", "0/1m", "5/0s", "5/m", "-1/1s", "many/1s"] {
            assert_eq!(wrong.parse::<Rate>(), Err(MalformedRate), "{wrong}");
        }
    }
}
