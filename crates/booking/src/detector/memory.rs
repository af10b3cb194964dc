//! What was on the page before, so that only what has appeared since counts. Knows texts as keys, not their meaning.

use std::collections::HashMap;

use super::lines::{Line, Weight};

/// How often each line was there.
type Tally = HashMap<(Weight, String), usize>;

/// What is no news any more.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Memory {
    /// The page as it was handed over. Never forgotten: a page may leave a step and come back to it.
    baseline: Tally,
    /// What stood there at the last press; forgotten once it has gone, so that the same words can be news again.
    at_press: Tally,
}

impl Memory {
    pub(super) fn of<'a>(baseline: impl Iterator<Item = &'a Line>) -> Self {
        Self { baseline: tally(baseline), at_press: Tally::new() }
    }

    /// Says of each line, in order, whether it is news.
    pub(super) fn news<'a>(&self, lines: impl Iterator<Item = &'a Line>) -> Vec<bool> {
        let mut seen = Tally::new();
        lines
            .map(|line| {
                let key = key(line);
                let known = self.known(&key);
                let count = seen.entry(key).or_default();
                *count += 1;
                *count > known
            })
            .collect()
    }

    /// Forgets what stood there at the press and does so no more.
    pub(super) fn let_go<'a>(&mut self, lines: impl Iterator<Item = &'a Line>) {
        if self.at_press.is_empty() {
            return;
        }
        let now = tally(lines);
        self.at_press.retain(|key, count| {
            *count = (*count).min(now.get(key).copied().unwrap_or(0));
            *count > 0
        });
    }

    /// The patient pressed: what stands there now is not the answer.
    pub(super) fn press<'a>(&mut self, lines: impl Iterator<Item = &'a Line>) {
        self.at_press = tally(lines);
    }

    fn known(&self, key: &(Weight, String)) -> usize {
        let count = |tally: &Tally| tally.get(key).copied().unwrap_or(0);
        count(&self.baseline).max(count(&self.at_press))
    }
}

fn tally<'a>(lines: impl Iterator<Item = &'a Line>) -> Tally {
    let mut tally = Tally::new();
    for line in lines {
        *tally.entry(key(line)).or_default() += 1;
    }
    tally
}

fn key(line: &Line) -> (Weight, String) {
    let mut key = line.words.join(" ");
    if line.busy {
        key.push_str(" (busy)");
    }
    for index in &line.matches {
        key.push('#');
        key.push_str(&index.to_string());
    }
    (line.weight, key)
}
