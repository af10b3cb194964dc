//! Counts what was said against what should have been.

use std::collections::BTreeMap;
use std::fmt;

const CLASSES: [&str; 7] =
    ["success", "refused", "slot_taken", "unclear", "challenge", "processing", "nothing"];

/// How often each label got each answer.
#[derive(Debug, Clone, Default)]
pub(crate) struct Matrix(BTreeMap<(String, String), usize>);

impl Matrix {
    pub(crate) fn count(&mut self, label: &str, answer: &str) {
        assert!(CLASSES.contains(&label), "{label} is no class");
        *self.0.entry((label.to_owned(), answer.to_owned())).or_default() += 1;
    }

    pub(crate) fn total(&self) -> usize {
        self.0.values().sum()
    }

    pub(crate) fn recall(&self, label: &str) -> f64 {
        let all: usize = CLASSES.iter().map(|answer| self.at(label, answer)).sum();
        f64::from(u32::try_from(self.at(label, label)).expect("a small corpus"))
            / f64::from(u32::try_from(all).expect("a small corpus"))
    }

    fn at(&self, label: &str, answer: &str) -> usize {
        self.0.get(&(label.to_owned(), answer.to_owned())).copied().unwrap_or(0)
    }
}

impl fmt::Display for Matrix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:>12} | {}", "label", CLASSES.map(|class| format!("{class:>10}")).join(" "))?;
        for label in CLASSES {
            let row = CLASSES.map(|answer| format!("{:>10}", self.at(label, answer))).join(" ");
            writeln!(f, "{label:>12} | {row}")?;
        }
        Ok(())
    }
}
