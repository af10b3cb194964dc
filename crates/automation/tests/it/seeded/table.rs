//! The table of the runs: a row for every variant and every foreign site. Counts, and decides nothing.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use baton_booking::handoff::HandoffReason::{Payment, Review};

use super::plan::Site;
use super::{Run, variants};
use crate::desk::{Ended, Untrue};

/// What became of the runs of one kind.
#[derive(Default)]
struct Row {
    runs: usize,
    payment: usize,
    review: usize,
    /// A code or a captcha, which are the patient's.
    interlude: usize,
    /// Ended with the one right code.
    code: usize,
    wrong: usize,
    wrong_selections: usize,
    recorded: usize,
    milliseconds: Vec<u128>,
}

impl Row {
    fn add(&mut self, run: &Run) {
        self.runs += 1;
        self.milliseconds.push(run.took.as_millis());
        match &run.truth {
            Err(Untrue::Recorded(_)) => self.recorded += 1,
            Err(Untrue::Selected(_) | Untrue::Told(_)) => self.wrong_selections += 1,
            Ok(()) => {}
        }
        match run.ended {
            _ if !run.is_right() => self.wrong += 1,
            Ended::At(Payment) => self.payment += 1,
            Ended::At(Review) => self.review += 1,
            Ended::At(_) => self.interlude += 1,
            Ended::With(_) => self.code += 1,
        }
    }

    fn told(&mut self, name: &str, what: &str) -> String {
        self.milliseconds.sort_unstable();
        let (median, worst) =
            (self.milliseconds[self.milliseconds.len() / 2], self.milliseconds[self.milliseconds.len() - 1]);
        let Self { runs, payment, review, interlude, code, wrong, wrong_selections, recorded, .. } = self;
        format!(
            "{name:<22} {runs:>5} {payment:>8} {review:>7} {interlude:>10} {code:>11} {wrong:>6} {wrong_selections:>11} \
             {recorded:>10} {median:>7} {worst:>7}  {what}"
        )
    }
}

const HEAD: &str = "site                    runs  payment  review  interlude  right code  wrong  wrong sel.  \
                    booked/paid  median   worst  switches";

/// One row for each site and variant, and one for all.
pub(super) fn of(runs: &[Run]) -> String {
    let mut rows: BTreeMap<Site, Row> = BTreeMap::new();
    let mut all = Row::default();
    for run in runs {
        rows.entry(run.plan.site).or_default().add(run);
        all.add(run);
    }
    let mut table = format!("{HEAD}\n");
    for (site, row) in &mut rows {
        writeln!(table, "{}", row.told(&name(*site), &what(*site))).expect("a string takes any text");
    }
    table + &all.told("all", &format!("{} kinds", rows.len()))
}

fn name(site: Site) -> String {
    match site {
        Site::Practice { variant } => format!("practice {variant:02}"),
        Site::Foreign { vendor, on_another_origin: false } => format!("foreign {vendor}"),
        Site::Foreign { vendor, on_another_origin: true } => format!("foreign {vendor} (2nd)"),
    }
}

fn what(site: Site) -> String {
    let Site::Practice { variant } = site else { return String::new() };
    variants::switches(variant)
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect::<Vec<_>>()
        .join(" ")
}
