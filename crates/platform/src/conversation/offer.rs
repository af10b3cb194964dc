//! Which free times are offered, and what the patient says to them.

use jiff::Timestamp;

use super::memory::{Question, Stage};
use super::qualify::only;
use super::{Turn, words};
use crate::clinic::Clinic;
use crate::schedule::Schedule;
use crate::slot::Slot;
use crate::understanding::{Reading, Wish};

/// More do not fit into a message that is read on a phone.
const OFFERED: usize = 6;
const OFFERED_A_DAY: usize = 3;

/// The earliest free times that fit, spread over days. Sites answer more widely than they are asked: what is offered is checked here.
pub(super) fn choose(
    mut slots: Vec<Slot>,
    wish: &Schedule,
    taken: &[Timestamp],
    clinic: &Clinic,
    now: Timestamp,
) -> Vec<Slot> {
    slots.retain(|slot| {
        slot.start > now && !taken.contains(&slot.start) && wish.holds(slot.start, &clinic.zone)
    });
    slots.sort();
    slots.dedup_by_key(|slot| slot.start);
    let mut chosen: Vec<Slot> = Vec::new();
    for slot in &slots {
        let day = slot.date(&clinic.zone);
        let that_day = chosen.iter().filter(|other| other.date(&clinic.zone) == day).count();
        if that_day < OFFERED_A_DAY && chosen.len() < OFFERED {
            chosen.push(slot.clone());
        }
    }
    let rest = slots.into_iter().filter(|slot| !chosen.contains(slot)).collect::<Vec<_>>();
    let places = OFFERED - chosen.len();
    chosen.extend(rest.into_iter().take(places));
    chosen.sort();
    chosen
}

impl Turn<'_> {
    pub(super) fn chose(&mut self, reading: &Reading, slots: &[Slot]) {
        if let Some(slot) = only(&reading.picks).and_then(|pick| slots.get(pick)) {
            return self.book(slot.clone());
        }
        if reading.picks.len() > 1 {
            let meant: Vec<usize> = reading.picks.clone();
            return self.say(words::which_of(&meant, slots, self.clinic));
        }
        if self.take_in(reading, None) {
            self.memory.stage = Stage::Asking { question: None };
            return self.proceed("");
        }
        match reading.wish {
            Some(Wish::Others | Wish::No) => {
                self.memory.answers.schedule = None;
                self.ask(Question::Schedule, words::NO_PROBLEM);
            }
            Some(Wish::Yes) if slots.len() == 1 => self.book(slots[0].clone()),
            _ => self.repeat(words::NOT_UNDERSTOOD),
        }
    }
}
