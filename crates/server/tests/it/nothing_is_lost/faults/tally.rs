//! What the service said, held against what the clinic's server knows.

use std::collections::BTreeMap;

use baton_client::{Outcome, SessionView};
use baton_mock_clinic::{ClinicState, PaymentResult};

use super::plan::{Fault, Moment, Plan};

#[derive(Default)]
pub(super) struct Tally {
    ends: BTreeMap<(Fault, Moment, String), usize>,
    runs: usize,
    bookings: usize,
    double_payments: usize,
    false_successes: Vec<String>,
    false_failures: Vec<String>,
    /// Booked, and said to be something else than success or unknown.
    missed: Vec<String>,
}

impl Tally {
    pub(super) fn runs(&self) -> usize {
        self.runs
    }

    /// Takes down one end.
    pub(super) fn note(
        &mut self,
        plan: &Plan,
        slot: &(String, String),
        end: &SessionView,
        truth: &ClinicState,
    ) {
        self.runs += 1;
        let said = end
            .code
            .clone()
            .unwrap_or_else(|| format!("{:?}", end.outcome.expect("it is over")).to_lowercase());
        *self.ends.entry((plan.fault, plan.moment, said.clone())).or_default() += 1;
        let booked =
            truth.bookings.iter().find(|booking| (&booking.date, &booking.time) == (&slot.0, &slot.1));
        let number =
            end.confirmation_details.as_ref().and_then(|details| details.confirmation_number.as_ref());
        let what = format!("{:?} {:?} and {:?}: {said}", plan.fault, plan.moment, plan.delay);
        match (end.outcome, booked) {
            (Some(Outcome::Success), Some(booking)) if number == Some(&booking.confirmation_number) => {}
            (Some(Outcome::Success), _) => self.false_successes.push(what),
            (Some(Outcome::PaymentFailed), Some(_)) => self.false_failures.push(what),
            (_, Some(_)) if said != "outcome_unknown" => self.missed.push(what),
            _ => {}
        }
    }

    /// Counts what was paid for more than once.
    pub(super) fn compare(&mut self, truth: &ClinicState) {
        let approved =
            truth.payments.iter().filter(|payment| payment.result == PaymentResult::Approved).count();
        self.bookings += truth.bookings.len();
        self.double_payments += approved.saturating_sub(truth.bookings.len());
        let mut slots: Vec<_> = truth.bookings.iter().map(|booking| (&booking.date, &booking.time)).collect();
        slots.sort();
        slots.dedup();
        self.double_payments += truth.bookings.len() - slots.len();
    }

    pub(super) fn print(&self) {
        println!("{} runs, {} bookings", self.runs, self.bookings);
        let mut rows = BTreeMap::<(Fault, Moment), Vec<String>>::new();
        for ((fault, moment, said), count) in &self.ends {
            rows.entry((*fault, *moment)).or_default().push(format!("{said} {count}"));
        }
        for ((fault, moment), ends) in rows {
            println!("  {:<18} {:<11} {}", format!("{fault:?}"), format!("{moment:?}"), ends.join(", "));
        }
        println!(
            "  double payments {}, success without a booking {}, payment_failed with one {}, booked but said otherwise {}",
            self.double_payments,
            self.false_successes.len(),
            self.false_failures.len(),
            self.missed.len()
        );
        for what in self.false_successes.iter().chain(&self.false_failures).chain(&self.missed) {
            println!("    {what}");
        }
    }

    pub(super) fn check(&self) {
        // Of five patients one has a bad card, and some presses are lost on their way. Without bookings nothing would be shown.
        assert!(self.bookings * 4 >= self.runs, "{} bookings in {} runs", self.bookings, self.runs);
        assert_eq!(self.double_payments, 0, "nobody pays twice");
        assert_eq!(self.false_successes, Vec::<String>::new(), "a success is booked");
        assert_eq!(self.false_failures, Vec::<String>::new(), "what failed is not booked");
        assert_eq!(self.missed, Vec::<String>::new(), "what is booked is told, or said to be unknown");
    }
}
