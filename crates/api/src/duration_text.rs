//! Durations as people write them: `250ms`, `90s`, `10m`, `12h`, `30d`.

use std::time::Duration;

/// A text that is no duration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a duration is a whole number and a unit: 250ms, 90s, 10m, 12h or 30d")]
pub struct MalformedDuration;

/// Reads a duration. The unit is never left out, so that nobody takes seconds for milliseconds.
pub fn parse(text: &str) -> Result<Duration, MalformedDuration> {
    let text = text.trim();
    let unit_starts = text.find(|char: char| !char.is_ascii_digit()).ok_or(MalformedDuration)?;
    let (digits, unit) = text.split_at(unit_starts);
    let count: u64 = digits.parse().map_err(|_| MalformedDuration)?;
    let millis = count.checked_mul(millis_of(unit).ok_or(MalformedDuration)?).ok_or(MalformedDuration)?;
    // A thousand years: beyond it adding to a date could overflow.
    if millis > 1000 * 365 * 24 * 3_600_000 {
        Err(MalformedDuration)
    } else {
        Ok(Duration::from_millis(millis))
    }
}

fn millis_of(unit: &str) -> Option<u64> {
    match unit {
        "ms" => Some(1),
        "s" => Some(1_000),
        "m" => Some(60_000),
        "h" => Some(3_600_000),
        "d" => Some(86_400_000),
        _ => None,
    }
}

/// Writes a duration so that [`parse`] reads it back, in the largest unit that keeps it whole.
pub fn format(duration: Duration) -> String {
    let millis = duration.as_millis();
    for (unit, size) in [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000)] {
        if millis >= size && millis.is_multiple_of(size) {
            return format!("{}{unit}", millis / size);
        }
    }
    if millis == 0 { "0s".to_owned() } else { format!("{millis}ms") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_in_every_unit() {
        let check = |text, millis| assert_eq!(parse(text), Ok(Duration::from_millis(millis)), "{text}");
        check("250ms", 250);
        check("90s", 90_000);
        check("10m", 600_000);
        check(" 12h ", 43_200_000);
        check("30d", 2_592_000_000);
        check("0s", 0);
    }

    #[test]
    fn what_is_no_duration_is_refused() {
        for text in
            ["", "90", "s", "1.5s", "-1s", "1 s", "1S", "1min", "1h30m", "99999999999999999999s", "9999999d"]
        {
            assert_eq!(parse(text), Err(MalformedDuration), "{text}");
        }
    }

    #[test]
    fn a_written_duration_is_read_back() {
        for millis in [0, 1, 250, 1_000, 1_500, 90_000, 600_000, 86_400_000] {
            let duration = Duration::from_millis(millis);
            assert_eq!(parse(&format(duration)), Ok(duration));
        }
    }
}
