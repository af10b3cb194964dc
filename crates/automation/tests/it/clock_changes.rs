//! Days on which the clocks are changed, in a real Chrome whose zone is the clinic's. The wizard shows instants in the
//! zone of its visitor, so that a browser in another zone would choose another time than it was asked for.

use baton_booking::handoff::HandoffReason::Payment;
use baton_booking::request::BookingRequest;
use baton_mock_clinic::{ClinicClock, ClinicOptions};
use jiff::civil::{Date, Time, date, time};

use crate::desk::{Desk, Ended, SERVICE, generic};

/// The day on which one zone's clocks are changed, and the moment at which the clinic stands.
const CHANGES: [(&str, Date, &str); 4] = [
    ("America/New_York", date(2026, 3, 8), "2026-03-05T17:00:00Z"),
    ("America/New_York", date(2026, 11, 1), "2026-10-29T17:00:00Z"),
    ("Australia/Sydney", date(2026, 4, 5), "2026-04-01T17:00:00Z"),
    ("Australia/Sydney", date(2026, 10, 4), "2026-09-30T17:00:00Z"),
];

/// Times that exist once on every one of these days: beside the change, and hours after it.
const TIMES: &str = r#"[{"time":"12:30 AM","available":true},{"time":"3:30 AM","available":true},
    {"time":"2:30 PM","available":true}]"#;

#[tokio::test]
async fn the_day_on_which_the_clocks_change_has_its_own_times() {
    let [one, two, three, four] = CHANGES;
    tokio::join!(around(one), around(two), around(three), around(four));
}

/// Books an hour before and an hour after the change, and on the day behind it.
async fn around((zone, day, now): (&str, Date, &str)) {
    let clock = ClinicClock::Fixed(now.parse().unwrap());
    let desk = Desk::at(ClinicOptions { clock, ..ClinicOptions::default() }).await;
    for (day, time) in
        [(day, time(0, 30, 0, 0)), (day, time(3, 30, 0, 0)), (day.tomorrow().unwrap(), time(14, 30, 0, 0))]
    {
        desk.clinic.reset();
        let request = request(&desk, zone, day, time);
        let mut booking = desk.booking_with(request.clone(), generic()).await;
        let ended = Ended::of(&booking.drive().await);
        assert_eq!(ended, Ended::At(Payment), "{zone} {day} {time}{}", booking.log());
        assert_eq!(desk.truth(&request, SERVICE, &ended).await, Ok(()), "{zone} {day} {time}");
        booking.close().await;
    }
}

fn request(desk: &Desk, zone: &str, date: Date, time: Time) -> BookingRequest {
    let day = date.to_string();
    let parameters = [("timezone", zone), ("slots", TIMES), ("date", day.as_str())];
    let request = desk.foreign_request("wizard", &parameters);
    BookingRequest { date, time, timezone: Some(zone.to_owned()), ..request }
}
