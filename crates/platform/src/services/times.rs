//! A clinic's services and free times, asked of Baton. Asks widely and cheaply: what is offered to a patient is chosen elsewhere, strictly.

use std::collections::BTreeSet;

use baton_client::{
    AvailabilityRequest, BatchRequest, CalendarSlotsRequest, Client, ClientError, ClinicQuestion, Trouble,
};
use futures_util::future::BoxFuture;
use jiff::civil::{Date, Time, Weekday};
use jiff::{Timestamp, ToSpan};

use super::Availability;
use crate::clinic::{BookingWay, Clinic};
use crate::conversation::{ServiceAnswer, SlotWish};
use crate::desk::Now;
use crate::schedule::Schedule;
use crate::slot::Slot;

/// The most that Baton tells of at once.
const MOST_SLOTS: u32 = 20;
const MOST_DATES: usize = 31;
/// How far ahead dates are tried, in days: as far as sites take bookings.
const HORIZON: usize = 93;
const PATIENCE_MILLIS: u32 = 45_000;

/// Free times by Baton.
#[derive(Clone)]
pub struct BatonTimes {
    client: Client,
    now: Now,
}

impl BatonTimes {
    pub fn new(client: Client, now: Now) -> Self {
        Self { client, now }
    }

    /// Any question about a service tells its name and who offers it; the cheapest is that for a single day.
    async fn look_up(&self, clinic: &Clinic, said: &str) -> ServiceAnswer {
        let tomorrow = self.today(clinic).saturating_add(1.day());
        let Some(question) = question(clinic, said, None) else { return ServiceAnswer::Away };
        let request = AvailabilityRequest { date: tomorrow.to_string(), clinic: question };
        match self.client.availability(&request).await {
            Ok(told) => match (told.trouble, told.service) {
                (Some(trouble), _) => without_service(trouble),
                (None, name) => ServiceAnswer::One {
                    name: name.unwrap_or_else(|| said.to_owned()),
                    providers: told.providers.unwrap_or_default(),
                },
            },
            Err(error) => {
                note(&error);
                ServiceAnswer::Away
            }
        }
    }

    async fn find(&self, clinic: &Clinic, wish: &SlotWish) -> Option<Vec<Slot>> {
        let question = question(clinic, &wish.service, wish.provider.clone())?;
        let told = match self.dates(clinic, &wish.schedule) {
            Some(dates) if dates.is_empty() => return Some(Vec::new()),
            Some(dates) => self.on_dates(question, dates).await,
            None => self.next(question, &wish.schedule).await,
        };
        let told = told.map_err(|error| note(&error)).ok()??;
        let free = told.into_iter().filter(|(_, slot)| slot.available);
        Some(free.filter_map(|(date, slot)| read(clinic, wish, &date, slot)).collect())
    }

    async fn on_dates(
        &self,
        question: ClinicQuestion,
        dates: Vec<Date>,
    ) -> Result<Option<Told>, ClientError> {
        let dates = dates.iter().map(ToString::to_string).collect();
        let told = self.client.availability_batch(&BatchRequest { dates, clinic: question }).await?;
        let days = told.results.into_iter().flat_map(|day| of_day(&day.date, day.slots));
        Ok(told.success.then(|| days.collect()))
    }

    async fn next(&self, question: ClinicQuestion, schedule: &Schedule) -> Result<Option<Told>, ClientError> {
        let (after, before) = hours(schedule);
        let request = CalendarSlotsRequest {
            days_of_week: weekdays(schedule),
            after_time: after.map(|time| time.strftime("%H:%M").to_string()),
            before_time: before.map(|time| time.strftime("%H:%M").to_string()),
            max_slots: Some(MOST_SLOTS),
            ..CalendarSlotsRequest::from(question)
        };
        let told = self.client.calendar_slots(&request).await?;
        let days = told.results.into_iter().flat_map(|day| of_day(&day.date, day.slots));
        Ok(told.success.then(|| days.collect()))
    }

    /// The days that a wish for certain days can mean; `None` where any week will do.
    fn dates(&self, clinic: &Clinic, schedule: &Schedule) -> Option<Vec<Date>> {
        if schedule.windows.iter().any(|window| window.first.is_none() && window.last.is_none()) {
            return None;
        }
        let days = self.today(clinic).series(1.day()).take(HORIZON);
        Some(days.filter(|day| schedule.may_hold(*day)).take(MOST_DATES).collect())
    }

    fn today(&self, clinic: &Clinic) -> Date {
        (self.now)().to_zoned(clinic.zone.clone()).date()
    }
}

/// Times with the day that they were listed under.
type Told = Vec<(String, baton_client::Slot)>;

fn of_day(date: &str, slots: Vec<baton_client::Slot>) -> Told {
    slots.into_iter().map(|slot| (date.to_owned(), slot)).collect()
}

fn question(clinic: &Clinic, service: &str, provider: Option<String>) -> Option<ClinicQuestion> {
    let BookingWay::Moxie { booking_url, profile } = &clinic.booking else { return None };
    Some(ClinicQuestion {
        service_name: Some(service.to_owned()),
        provider_name: provider,
        timeout: Some(PATIENCE_MILLIS),
        timezone: clinic.zone.iana_name().map(str::to_owned),
        profile: profile.clone(),
        service_aliases: clinic.aliases.clone(),
        ..baton_client::question(booking_url)
    })
}

fn without_service(trouble: Trouble) -> ServiceAnswer {
    match trouble.code.as_str() {
        "service_ambiguous" => ServiceAnswer::Several(trouble.choices),
        "service_not_found" => ServiceAnswer::None(trouble.choices),
        code => {
            tracing::warn!(code, "The clinic's site could not be asked for a service");
            ServiceAnswer::Away
        }
    }
}

fn note(error: &ClientError) {
    tracing::warn!(%error, "Baton could not be asked for times");
}

fn read(clinic: &Clinic, wish: &SlotWish, date: &str, slot: baton_client::Slot) -> Option<Slot> {
    let instant = |text: Option<String>| text.and_then(|text| text.parse::<Timestamp>().ok());
    let start = instant(slot.start).or_else(|| on_the_wall(clinic, date, &slot.time))?;
    let provider = slot.provider.or_else(|| wish.provider.clone());
    Some(Slot { start, end: instant(slot.end), provider })
}

/// A site that names no zone is read in that of the clinic's settings.
fn on_the_wall(clinic: &Clinic, date: &str, time: &str) -> Option<Timestamp> {
    let date: Date = date.parse().ok()?;
    let time = Time::strptime("%I:%M %p", time).or_else(|_| Time::strptime("%H:%M", time)).ok()?;
    clinic.zone.to_timestamp(date.to_datetime(time)).ok()
}

/// As Baton counts them: 0 is Sunday. Every day is said by saying none.
fn weekdays(schedule: &Schedule) -> Vec<u8> {
    let all = (0..7).filter_map(|day| Weekday::from_sunday_zero_offset(day).ok());
    let wanted = all.filter(|day| schedule.windows.iter().any(|window| window.weekdays.has(*day)));
    let wanted: BTreeSet<u8> = wanted.map(|day| day.to_sunday_zero_offset().unsigned_abs()).collect();
    if wanted.len() == 7 { Vec::new() } else { wanted.into_iter().collect() }
}

/// The widest hours of all windows, a minute wider than they are, because Baton leaves both ends out.
fn hours(schedule: &Schedule) -> (Option<Time>, Option<Time>) {
    let bounds = schedule.windows.iter().map(|window| window.hours.bounds());
    let (from, to): (Vec<_>, Vec<_>) = bounds.unzip();
    let earliest = from.into_iter().collect::<Option<Vec<Time>>>().and_then(|all| all.into_iter().min());
    let latest = to.into_iter().collect::<Option<Vec<Time>>>().and_then(|all| all.into_iter().max());
    let minute = 1.minute();
    (earliest.map(|time| time.saturating_sub(minute)), latest.map(|time| time.saturating_add(minute)))
}

impl Availability for BatonTimes {
    fn service<'a>(&'a self, clinic: &'a Clinic, said: &'a str) -> BoxFuture<'a, ServiceAnswer> {
        Box::pin(self.look_up(clinic, said))
    }

    fn slots<'a>(&'a self, clinic: &'a Clinic, wish: &'a SlotWish) -> BoxFuture<'a, Option<Vec<Slot>>> {
        Box::pin(self.find(clinic, wish))
    }
}

impl std::fmt::Debug for BatonTimes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BatonTimes").field("client", &self.client).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};

    use super::*;
    use crate::clinic::tests::moxie;
    use crate::schedule::{Hours, Weekdays, Window};

    fn times() -> BatonTimes {
        let client = Client::new("http://127.0.0.1:9", None).unwrap();
        BatonTimes::new(client, std::sync::Arc::new(|| "2030-03-06T15:00:00Z".parse().unwrap()))
    }

    fn of(windows: &[Window]) -> Schedule {
        Schedule { windows: windows.to_vec() }
    }

    #[test]
    fn a_wish_without_dates_is_asked_for_by_weekday_and_hour() {
        let tuesdays = Weekdays::of(Weekday::Tuesday).and(Weekdays::of(Weekday::Sunday));
        let wish =
            of(&[Window { weekdays: tuesdays, hours: Hours::after(time(15, 0, 0, 0)), ..Window::ANY }]);
        assert_eq!(times().dates(&moxie(), &wish), None);
        assert_eq!(weekdays(&wish), [0, 2]);
        assert_eq!(hours(&wish), (Some(time(14, 59, 0, 0)), None));
        assert_eq!(weekdays(&Schedule::anytime()), Vec::<u8>::new());
    }

    #[test]
    fn hours_that_differ_are_asked_for_as_wide_as_all_of_them() {
        let window = |hours| Window { hours, ..Window::ANY };
        let wish = of(&[window(Hours::MORNING), window(Hours::AFTERNOON)]);
        assert_eq!(hours(&wish), (None, Some(time(17, 1, 0, 0))));
    }

    #[test]
    fn a_wish_for_certain_days_is_asked_for_by_date_and_never_in_the_past() {
        let this_week = Window::between(date(2030, 3, 4), date(2030, 3, 8));
        let wish = of(&[Window { weekdays: Weekdays::WORKDAYS, ..this_week }]);
        let dates = times().dates(&moxie(), &wish).unwrap();
        assert_eq!(dates, [date(2030, 3, 6), date(2030, 3, 7), date(2030, 3, 8)]);
        let far = of(&[Window { first: Some(date(2030, 3, 20)), ..Window::ANY }]);
        assert_eq!(times().dates(&moxie(), &far).unwrap().len(), MOST_DATES);
        let past = of(&[Window::between(date(2030, 1, 1), date(2030, 1, 2))]);
        assert_eq!(times().dates(&moxie(), &past), Some(Vec::new()));
    }
}
