//! The clinic's site, as far as its services and free times go.

use std::sync::Mutex;

use baton_platform::conversation::{ServiceAnswer, SlotWish};
use baton_platform::{Availability, Clinic, Slot};
use futures_util::future::BoxFuture;
use jiff::civil::{Date, DateTime, Weekday, date};
use jiff::{Timestamp, ToSpan};

use crate::stand_ins::locked;

const GALE: &str = "Gale Tesar";
const BRANDI: &str = "Brandi Sesock";

const SERVICES: [(&str, &[&str]); 9] = [
    ("Tox (Botox, Jeuveau, Dysport)", &[GALE, BRANDI]),
    ("Lip Filler", &[GALE, BRANDI]),
    ("Mini Lip Filler", &[GALE, BRANDI]),
    ("Cheek Filler", &[GALE]),
    ("Weight Loss Consultation - In Person", &[GALE, BRANDI]),
    ("Weight Loss Consultation - Virtual Visit", &[GALE]),
    ("Signature HydraFacial", &[GALE, BRANDI]),
    ("Deluxe HydraFacial", &[GALE, BRANDI]),
    ("Dermaplaning", &[BRANDI]),
];

#[derive(Debug, Default)]
pub(crate) struct Site {
    pub(crate) taken: Mutex<Vec<DateTime>>,
    pub(crate) away: Mutex<bool>,
    pub(crate) fully_booked: Mutex<bool>,
}

impl Site {
    fn free(&self, clinic: &Clinic, wish: &SlotWish) -> Vec<Slot> {
        let taken = locked(&self.taken).clone();
        let days = std::iter::successors(Some(date(2030, 3, 6)), |day| day.tomorrow().ok()).take(45);
        let times = days.flat_map(times_of).filter(|wall| !taken.contains(wall));
        let slots = times.map(|wall| slot(wall, clinic, wish));
        if *locked(&self.fully_booked) { Vec::new() } else { slots.collect() }
    }
}

/// Five times on working days, two on Saturdays, none on Sundays.
fn times_of(day: Date) -> Vec<DateTime> {
    let times: &[(i8, i8)] = match day.weekday() {
        Weekday::Sunday => &[],
        Weekday::Saturday => &[(10, 0), (11, 0)],
        _ => &[(9, 0), (11, 30), (14, 0), (15, 0), (15, 30), (17, 15)],
    };
    times.iter().map(|(hour, minute)| day.at(*hour, *minute, 0, 0)).collect()
}

fn slot(wall: DateTime, clinic: &Clinic, wish: &SlotWish) -> Slot {
    let start: Timestamp = clinic.zone.to_timestamp(wall).unwrap();
    let either = if wall.hour() % 2 == 0 { GALE } else { BRANDI };
    let provider = wish.provider.clone().unwrap_or_else(|| either.to_owned());
    Slot { start, end: start.checked_add(30.minutes()).ok(), provider: Some(provider) }
}

impl Availability for Site {
    fn service<'a>(&'a self, _: &'a Clinic, said: &'a str) -> BoxFuture<'a, ServiceAnswer> {
        let answer = if *locked(&self.away) { ServiceAnswer::Away } else { find(said) };
        Box::pin(async move { answer })
    }

    fn slots<'a>(&'a self, clinic: &'a Clinic, wish: &'a SlotWish) -> BoxFuture<'a, Option<Vec<Slot>>> {
        let slots = (!*locked(&self.away)).then(|| self.free(clinic, wish));
        Box::pin(async move { slots })
    }
}

fn find(said: &str) -> ServiceAnswer {
    let one = |(name, providers): &(&str, &[&str])| ServiceAnswer::One {
        name: (*name).to_owned(),
        providers: providers.iter().map(|name| (*name).to_owned()).collect(),
    };
    let said = said.to_lowercase();
    if let Some(exact) = SERVICES.iter().find(|(name, _)| name.to_lowercase() == said) {
        return one(exact);
    }
    let like: Vec<_> = SERVICES.iter().filter(|(name, _)| name.to_lowercase().contains(&said)).collect();
    match like.as_slice() {
        [] => ServiceAnswer::None(SERVICES.iter().map(|(name, _)| (*name).to_owned()).collect()),
        [service] => one(service),
        several => ServiceAnswer::Several(several.iter().map(|(name, _)| (*name).to_owned()).collect()),
    }
}
