//! A month as a table with a caption, its open days as links, and links to the months around it.

use std::fmt::Write as _;

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use crate::Clinic;
use crate::calendar::{self, DayState};

/// The month that `text` (`2026-02`) names, else today's; never one before today's or beyond the horizon.
pub(super) fn month_of(text: &str, clinic: &Clinic, now: Timestamp) -> Date {
    let today = calendar::today(clinic, now);
    let asked = format!("{text}-01").parse::<Date>().unwrap_or(today);
    asked.clamp(today, calendar::horizon(today)).first_of_month()
}

/// Returns the month; `link` gives the address of a day, `turn` that of another month.
pub(super) fn table(
    clinic: &Clinic,
    month: Date,
    now: Timestamp,
    link: impl Fn(Date) -> String,
    turn: impl Fn(Date) -> String,
) -> String {
    let mut rows = String::from("<tr>");
    let blanks = month.weekday().to_monday_zero_offset();
    rows.extend((0..blanks).map(|_| "<td></td>"));
    for day in month.series(1.day()).take_while(|day| day.month() == month.month()) {
        if day.weekday() == jiff::civil::Weekday::Monday && day.day() > 1 {
            rows.push_str("</tr>\n<tr>");
        }
        let number = day.day();
        let cell = match calendar::day_state(clinic, day, now) {
            DayState::Open => format!(r#"<td><a href="{}">{number}</a></td>"#, link(day)),
            _ => format!("<td>{number}</td>"),
        };
        rows.push_str(&cell);
    }
    format!(
        "{}\n<table class=\"month\"><caption>{}</caption>\n<thead><tr>{WEEKDAYS}</tr></thead>\n<tbody>{rows}</tr></tbody></table>",
        months_around(clinic, month, now, turn),
        month.strftime("%B %Y")
    )
}

const WEEKDAYS: &str = "<th>Mon</th><th>Tue</th><th>Wed</th><th>Thu</th><th>Fri</th><th>Sat</th><th>Sun</th>";

fn months_around(clinic: &Clinic, month: Date, now: Timestamp, turn: impl Fn(Date) -> String) -> String {
    let today = calendar::today(clinic, now);
    let mut links = String::from("<p class=\"months\">");
    let earlier = month.saturating_sub(1.month());
    if month > today {
        let name = earlier.strftime("%B %Y");
        write!(links, r#"<a href="{}">&laquo; {name}</a> "#, turn(earlier)).expect("a string takes any text");
    }
    let later = month.saturating_add(1.month());
    if later <= calendar::horizon(today) {
        let name = later.strftime("%B %Y");
        write!(links, r#"<a href="{}">{name} &raquo;</a>"#, turn(later)).expect("a string takes any text");
    }
    links + "</p>"
}
