//! When to look next: at once after a rest, never twice within the shortest gap, more calmly at a page that keeps moving and shows nothing new.

use std::time::Duration;

use tokio::time::Instant;

/// Two looks never start closer together, so that a burst of changes is one look.
const SHORTEST_GAP: Duration = Duration::from_millis(50);
/// The gap for a page whose changes have shown nothing new for a while, such as an animation.
const CALM_GAP: Duration = Duration::from_millis(250);
/// So many looks without news make a page an animation, or one at rest.
const PATIENCE: u32 = 20;
/// A page at rest whose patient has not submitted is polled so many times less often.
const REST: u32 = 5;

#[derive(Debug)]
pub(super) struct Pace {
    poll_interval: Duration,
    last_look: Option<Instant>,
    without_news: u32,
    /// The patient has submitted and waits for an answer.
    answer_awaited: bool,
}

impl Pace {
    pub(super) fn new(poll_interval: Duration) -> Self {
        Self { poll_interval, last_look: None, without_news: 0, answer_awaited: false }
    }

    /// The earliest moment for a look that a change asks for.
    pub(super) fn earliest(&self) -> Instant {
        let gap = if self.without_news > PATIENCE { CALM_GAP } else { SHORTEST_GAP };
        self.last_look.map_or_else(Instant::now, |last| last + gap)
    }

    /// The moment for a look that nothing asks for.
    pub(super) fn poll(&self) -> Instant {
        let at_rest = self.without_news > PATIENCE && !self.answer_awaited;
        let interval = if at_rest { self.poll_interval * REST } else { self.poll_interval };
        self.last_look.map_or_else(Instant::now, |last| last + interval)
    }

    pub(super) fn looked(&mut self) {
        self.last_look = Some(Instant::now());
    }

    pub(super) fn saw(&mut self, news: bool) {
        self.without_news = if news { 0 } else { self.without_news.saturating_add(1) };
    }

    pub(super) fn await_answer(&mut self, awaited: bool) {
        self.answer_awaited = awaited;
    }

    /// Something happened after which news is likely.
    pub(super) fn hurry(&mut self) {
        self.without_news = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_burst_is_one_look_and_a_rested_page_is_looked_at_at_once() {
        let mut pace = Pace::new(Duration::from_secs(2));
        assert_eq!(pace.earliest(), Instant::now());
        pace.looked();
        assert_eq!(pace.earliest(), Instant::now() + SHORTEST_GAP);
        tokio::time::advance(Duration::from_secs(1)).await;
        assert!(pace.earliest() < Instant::now());
    }

    #[tokio::test(start_paused = true)]
    async fn a_page_at_rest_is_polled_less_often_unless_an_answer_is_awaited() {
        let mut pace = Pace::new(Duration::from_secs(2));
        pace.looked();
        assert_eq!(pace.poll(), Instant::now() + Duration::from_secs(2));
        (0..=PATIENCE).for_each(|_| pace.saw(false));
        assert_eq!(pace.poll(), Instant::now() + Duration::from_secs(10));
        pace.await_answer(true);
        assert_eq!(pace.poll(), Instant::now() + Duration::from_secs(2));
    }

    #[tokio::test(start_paused = true)]
    async fn an_animation_is_watched_calmly_until_something_happens() {
        let mut pace = Pace::new(Duration::from_secs(2));
        pace.looked();
        (0..=PATIENCE).for_each(|_| pace.saw(false));
        assert_eq!(pace.earliest(), Instant::now() + CALM_GAP);
        pace.hurry();
        assert_eq!(pace.earliest(), Instant::now() + SHORTEST_GAP);
    }
}
