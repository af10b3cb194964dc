//! How many frames may be on the way to a phone, and how good they may be. Pure: time is a parameter.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

use crate::hub::Sharpness;

/// Two frames hide the round trip of a good line; more would be a backlog on a bad one.
const ON_THE_WAY: usize = 2;
/// A frame that takes longer than this to reach the glass makes typing feel like waiting.
const SLOW: Duration = Duration::from_millis(400);
const QUICK: Duration = Duration::from_millis(150);
/// How long a line must have been quick before more is asked of it; doubled each time that was too early.
const TRUST: Duration = Duration::from_secs(4);
/// Frames below this many bytes tell of a line's delay, not of its width.
const TELLING: usize = 16 * 1024;

/// The state of one line.
#[derive(Debug)]
pub(super) struct Pacing {
    on_the_way: VecDeque<OnTheWay>,
    /// How many bytes the line carries in a millisecond, as the last large frame showed.
    width: Option<f64>,
    sharpness: Sharpness,
    slow_in_a_row: u32,
    quick_since: Option<Instant>,
    trust: Duration,
}

#[derive(Debug, Clone, Copy)]
struct OnTheWay {
    seq: u32,
    bytes: usize,
    sent: Instant,
}

impl Default for Pacing {
    fn default() -> Self {
        Self {
            on_the_way: VecDeque::new(),
            width: None,
            sharpness: Sharpness::Fine,
            slow_in_a_row: 0,
            quick_since: None,
            trust: TRUST,
        }
    }
}

impl Pacing {
    pub(super) fn has_room(&self) -> bool {
        self.on_the_way.len() < ON_THE_WAY
    }

    pub(super) fn sent(&mut self, seq: u32, bytes: usize, now: Instant) {
        self.on_the_way.push_back(OnTheWay { seq, bytes, sent: now });
    }

    /// Whether so many bytes would keep the line busy for longer than a patient takes for at once.
    #[expect(clippy::cast_precision_loss, reason = "frames are far smaller than 2^52 bytes")]
    pub(super) fn is_narrow_for(&self, bytes: usize) -> bool {
        self.width.is_some_and(|width| bytes as f64 / width > QUICK.as_secs_f64() * 1000.0)
    }

    /// The phone shows frame `seq`; all frames before it are done with, too. Returns how long it took to get there.
    pub(super) fn acked(&mut self, seq: u32, now: Instant) -> Option<Duration> {
        let mut shown_after = None;
        while let Some(first) = self.on_the_way.front().copied().filter(|first| first.seq <= seq) {
            self.on_the_way.pop_front();
            if first.seq == seq {
                let took = now.duration_since(first.sent);
                self.note(first.bytes, took, now);
                shown_after = Some(took);
            }
        }
        shown_after
    }

    /// A small frame that was slow would be slow in any quality; one that was not shows that the line is no worse than it was.
    #[expect(clippy::cast_precision_loss, reason = "frames are far smaller than 2^52 bytes")]
    fn note(&mut self, bytes: usize, took: Duration, now: Instant) {
        if bytes >= TELLING {
            self.width = Some(bytes as f64 / (took.as_secs_f64() * 1000.0).max(1.0));
            self.learn(took, now);
        } else if took <= SLOW {
            self.slow_in_a_row = 0;
        }
    }

    fn learn(&mut self, took: Duration, now: Instant) {
        if took > SLOW {
            self.quick_since = None;
            self.slow_in_a_row += 1;
        } else {
            self.slow_in_a_row = 0;
            self.quick_since = self.quick_since.filter(|_| took < QUICK).or((took < QUICK).then_some(now));
        }
        if self.slow_in_a_row >= 2 {
            self.slow_in_a_row = 0;
            self.trust = (self.trust * 2).min(TRUST * 8);
            self.sharpness = self.sharpness.worse();
        }
    }

    /// What the line can carry now.
    pub(super) fn sharpness(&mut self, now: Instant) -> Sharpness {
        if self.quick_since.is_some_and(|since| now.duration_since(since) >= self.trust) {
            self.quick_since = Some(now);
            self.sharpness = self.sharpness.better();
        }
        self.sharpness
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sends and acknowledges `count` frames that each take `took`.
    fn carry(pacing: &mut Pacing, now: &mut Instant, first: u32, count: u32, took: Duration) {
        for seq in first..first + count {
            pacing.sent(seq, 50_000, *now);
            *now += took;
            pacing.acked(seq, *now);
        }
    }

    #[test]
    fn a_third_frame_waits_for_an_acknowledgement() {
        let (mut pacing, now) = (Pacing::default(), Instant::now());
        pacing.sent(1, 1, now);
        pacing.sent(2, 1, now);
        assert!(!pacing.has_room());
        pacing.acked(1, now);
        assert!(pacing.has_room());
    }

    #[test]
    fn a_made_up_acknowledgement_changes_nothing() {
        let (mut pacing, now) = (Pacing::default(), Instant::now());
        pacing.acked(99, now);
        assert_eq!(pacing.sharpness(now), Sharpness::Fine);
    }

    #[test]
    fn a_large_frame_tells_how_wide_the_line_is_and_a_small_one_does_not() {
        let (mut pacing, mut now) = (Pacing::default(), Instant::now());
        assert!(!pacing.is_narrow_for(60_000), "nothing is known yet");
        carry(&mut pacing, &mut now, 1, 1, Duration::from_millis(400));
        assert!(pacing.is_narrow_for(60_000) && !pacing.is_narrow_for(4_000));
        pacing.sent(2, 4_000, now);
        pacing.acked(2, now + Duration::from_millis(20));
        assert!(pacing.is_narrow_for(60_000));
        carry(&mut pacing, &mut now, 3, 1, Duration::from_millis(40));
        assert!(!pacing.is_narrow_for(60_000));
    }

    #[test]
    fn patches_that_come_late_do_not_spoil_the_picture() {
        let (mut pacing, mut now) = (Pacing::default(), Instant::now());
        for seq in 1..6 {
            pacing.sent(seq, 2_000, now);
            now += Duration::from_millis(900);
            pacing.acked(seq, now);
        }
        assert_eq!(pacing.sharpness(now), Sharpness::Fine);
    }

    #[test]
    fn a_slow_line_gets_a_rougher_picture_and_a_quick_one_recovers() {
        let (mut pacing, mut now) = (Pacing::default(), Instant::now());
        carry(&mut pacing, &mut now, 1, 4, Duration::from_millis(700));
        assert_eq!(pacing.sharpness(now), Sharpness::Rough);
        for round in 0..4 {
            carry(&mut pacing, &mut now, 10 + round * 200, 200, Duration::from_millis(60));
            pacing.sharpness(now);
        }
        assert_eq!(pacing.sharpness(now), Sharpness::Fine);
    }
}
