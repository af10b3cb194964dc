//! What a flow remembers: what it did and when, what it waits for, what it chose, what it saw on the way. Decides nothing.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::{Date, Time};

use super::moves::{Selection, Target};
use crate::contact::FieldKind;
use crate::outcome::Money;

/// How often one thing is tried.
const TRIES: u8 = 2;
/// How soon a thing whose element could not be reached is tried again.
const AFTER_A_MISS: Duration = Duration::from_millis(250);
/// How long an element may stay out of reach. A page that keeps drawing itself anew on a busy machine is met in the end.
const MISSES_LIMIT: Duration = Duration::from_secs(40);
/// How long a page may say that it is busy before that counts as no answer.
const BUSY_LIMIT: Duration = Duration::from_secs(20);
/// Changes that follow each other so soon are one.
const UNREST: Duration = Duration::from_millis(1200);

#[derive(Debug, Clone, Default)]
pub(super) struct Memory {
    deeds: HashMap<String, Deed>,
    waits: HashMap<String, Wait>,
    pub(super) chosen: Selection,
    /// The services seen so far, each with the category it stands in.
    pub(super) services: Vec<SeenService>,
    /// The categories whose services have been seen.
    pub(super) opened: HashSet<String>,
    /// The provider that a service's row seems to name, where it names just one: a hint.
    pub(super) only_provider: Option<String>,
    pub(super) open_days: BTreeSet<Date>,
    calendar: Option<CalendarSeen>,
    /// The times that were on the page when the day was pressed: they may belong to another day.
    pub(super) slots_before: HashSet<Target>,
    /// The day's free times in the site's words.
    pub(super) slots: Vec<String>,
    /// What other parts of the day have shown, and whether each is free, while a day is only looked at.
    pub(super) times_elsewhere: Vec<(Time, bool)>,
    /// The free times that other parts of the day have shown.
    pub(super) slots_elsewhere: Vec<String>,
    /// The day's times as they were last seen, to tell when no more come.
    pub(super) slots_seen: Vec<String>,
    /// Whether any of the patient's details has been typed.
    pub(super) contact_typed: bool,
    /// The complaints that were on the page when the details were sent: they are no answer to them.
    pub(super) complaints_before: Option<HashSet<String>>,
    /// The fields of the page on which the details were sent: with others it is another page.
    pub(super) sent_from: Vec<FieldKind>,
    /// What read like a lost slot before the time was pressed.
    pub(super) losses_before: HashSet<String>,
    /// The deposit that a page asked for.
    pub(super) deposit: Option<Money>,
    /// Which way of writing the phone number is being tried.
    pub(super) phone_style: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SeenService {
    pub(super) name: String,
    pub(super) category: Option<String>,
}

/// What the calendar has shown, and since when.
#[derive(Debug, Clone)]
struct CalendarSeen {
    shown: String,
    open: Vec<Date>,
    /// When the unrest began that has brought it here.
    began: Timestamp,
    /// Since when it has been at rest.
    since: Timestamp,
}

#[derive(Debug, Clone, Copy)]
struct Wait {
    began: Timestamp,
    /// When it was last begun anew.
    since: Timestamp,
}

#[derive(Debug, Clone, Copy)]
struct Deed {
    tries: u8,
    last: Timestamp,
    /// How often its element was gone, covered or moving.
    misses: u32,
    missed_since: Option<Timestamp>,
}

impl CalendarSeen {
    fn then(self, open: Vec<Date>, busy: bool, now: Timestamp) -> Self {
        let changed = open != self.open;
        // A change of a calendar that was at rest is the beginning of something new.
        let began = if changed && now >= self.since + UNREST { now } else { self.began };
        let since = if (changed || busy) && now < began + BUSY_LIMIT { now } else { self.since };
        Self { open, began, since, ..self }
    }
}

impl Deed {
    /// Looks again when the page has changed, or soon; not for ever.
    fn after_a_miss(&mut self, now: Timestamp) -> Leave {
        if self.missed_since.is_some_and(|since| now > since + MISSES_LIMIT) {
            return Leave::Exhausted;
        }
        if self.misses > 1 && now < self.last + AFTER_A_MISS {
            return Leave::NotBefore(self.last + AFTER_A_MISS);
        }
        self.tries = 1;
        self.last = now;
        Leave::Granted
    }
}

/// Whether something may be done now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Leave {
    Granted,
    /// It was done already, and the page may still answer until then.
    NotBefore(Timestamp),
    /// It was done often enough, and the page never answered.
    Exhausted,
}

impl Memory {
    /// Asks to do the thing called `key`, which the page ought to answer within `patience`, or later while it says that it is busy.
    pub(super) fn ask(&mut self, key: &str, patience: Duration, busy: bool, now: Timestamp) -> Leave {
        let Some(deed) = self.deeds.get_mut(key) else {
            self.deeds.insert(key.to_owned(), Deed { tries: 1, last: now, misses: 0, missed_since: None });
            return Leave::Granted;
        };
        if deed.tries == 0 {
            return deed.after_a_miss(now);
        }
        let patience = if busy { patience.max(BUSY_LIMIT) } else { patience };
        if now < deed.last + patience {
            Leave::NotBefore(deed.last + patience)
        } else if deed.tries >= TRIES {
            Leave::Exhausted
        } else {
            *deed = Deed { tries: deed.tries + 1, last: now, ..*deed };
            Leave::Granted
        }
    }

    pub(super) fn has_done(&self, key: &str) -> bool {
        self.deeds.get(key).is_some_and(|deed| deed.tries > 0)
    }

    /// Whether anything was done whose name begins like this.
    pub(super) fn has_done_any(&self, prefix: &str) -> bool {
        self.deeds.iter().any(|(key, deed)| key.starts_with(prefix) && deed.tries > 0)
    }

    /// Whether the thing was done at another place than this.
    pub(super) fn has_done_elsewhere(&self, thing: &str, place: &str) -> bool {
        let at = |key: &str| key.strip_prefix(thing)?.strip_prefix('@').map(|at| !at.starts_with(place));
        self.deeds.iter().any(|(key, deed)| deed.tries > 0 && at(key) == Some(true))
    }

    /// How long ago the thing was last done.
    pub(super) fn last_done(&self, key: &str) -> Option<Timestamp> {
        self.deeds.get(key).map(|deed| deed.last)
    }

    /// Takes back the last try of a thing that could not be done. The first time it is tried again at once.
    pub(super) fn take_back(&mut self, key: &str, now: Timestamp) {
        let Some(deed) = self.deeds.get_mut(key) else { return };
        deed.tries = deed.tries.saturating_sub(1);
        deed.misses += 1;
        deed.missed_since.get_or_insert(now);
        deed.last = now;
    }

    /// Forgets the choice that a deed would have made.
    pub(super) fn unchoose(&mut self, key: &str) {
        let chosen = &mut self.chosen;
        for (deed, choice) in [
            ("choose the service", &mut chosen.service),
            ("choose the day", &mut chosen.date),
            ("choose the time", &mut chosen.time),
        ] {
            if key.starts_with(deed) {
                *choice = None;
            }
        }
    }

    /// Forgets the deeds whose names begin like this.
    pub(super) fn forget(&mut self, prefix: &str) {
        self.deeds.retain(|key, _| !key.starts_with(prefix));
    }

    /// The moment at which the wait for `what` is over. It begins with the first call.
    pub(super) fn until(&mut self, what: &str, limit: Duration, now: Timestamp) -> Timestamp {
        self.waits.entry(what.to_owned()).or_insert(Wait { began: now, since: now }).since + limit
    }

    /// Begins the wait for `what` anew, because the page is still at it; no longer than a page may be busy.
    pub(super) fn begin_anew(&mut self, what: &str, now: Timestamp) {
        if let Some(wait) = self.waits.get_mut(what)
            && now < wait.began + BUSY_LIMIT
        {
            wait.since = now;
        }
    }

    /// Ends the wait for `what`, so that a later one begins anew.
    pub(super) fn settled(&mut self, what: &str) {
        self.waits.remove(what);
    }

    /// Notes what the calendar shows, and since when it has been at rest: its open days are the same, and the page is not busy. A page
    /// that never rests, or is busy for ever, is not waited for longer than a busy page may be.
    pub(super) fn see_the_calendar(
        &mut self,
        shown: String,
        open: Vec<Date>,
        busy: bool,
        now: Timestamp,
    ) -> Timestamp {
        let seen = match self.calendar.take() {
            Some(seen) if seen.shown == shown => seen.then(open, busy, now),
            _ => CalendarSeen { shown, open, began: now, since: now },
        };
        self.calendar.insert(seen).since
    }

    /// Keeps the times that are shown in mind, although the page is about to show others of the same day.
    pub(super) fn put_the_slots_aside(&mut self) {
        self.slots_elsewhere = self.times_of_the_day();
    }

    /// All the free times that the day has shown, in the site's words.
    pub(super) fn times_of_the_day(&self) -> Vec<String> {
        let new = self.slots.iter().filter(|slot| !self.slots_elsewhere.contains(slot));
        self.slots_elsewhere.iter().chain(new).cloned().collect()
    }

    pub(super) fn see_service(&mut self, name: &str, category: Option<&str>) {
        if !self.services.iter().any(|seen| seen.name == name) {
            self.services.push(SeenService { name: name.to_owned(), category: category.map(str::to_owned) });
        }
    }
}
