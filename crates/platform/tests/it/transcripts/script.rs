//! A script: what the patient writes and what happens, line by line.
//!
//! ```text
//! @ forever-22 +14405550199     who writes to whom from here on
//! > Hi, I'd like Botox          the patient writes
//! ! paid                        something happens: see `Happening`
//! # …                           a remark
//! ```

use baton_platform::Clinic;
use jiff::civil::DateTime;

use crate::fixtures;

pub(crate) struct Script {
    pub(crate) lines: Vec<Line>,
}

#[derive(Debug, Clone)]
pub(crate) enum Line {
    Remark(String),
    Between { clinic: String, phone: String },
    Said(String),
    Happens(String, Happening),
}

#[derive(Debug, Clone)]
pub(crate) enum Happening {
    /// Baton calls back about a session: the latest, or the one with that number.
    Callback {
        session: Option<usize>,
        outcome: String,
        code: Option<String>,
    },
    /// The latest session ends, and its callback gets lost.
    CallbackLost {
        outcome: String,
    },
    /// The last callback once more, under its id or under another one.
    CallbackAgain {
        same_id: bool,
    },
    SmsAgain,
    Deposit,
    DepositAgain,
    Confirm(DateTime),
    Wait(jiff::Span),
    Taken(DateTime),
    FullyBooked,
    SiteAway(bool),
    BatonAway(bool),
    BatonRefuses,
    LinksWait(bool),
    LinksFail {
        outcome: String,
        code: String,
    },
    SquareAway(u32),
    Carrier(Vec<u16>),
}

impl Script {
    pub(crate) fn parse(text: &str) -> Self {
        Self { lines: text.lines().filter(|line| !line.trim().is_empty()).map(line).collect() }
    }

    pub(crate) fn clinics(&self) -> Vec<Clinic> {
        let named = self.lines.iter().filter_map(|line| match line {
            Line::Between { clinic, .. } => Some(clinic_named(clinic)),
            _ => None,
        });
        named.collect()
    }
}

pub(crate) fn clinic_named(id: &str) -> Clinic {
    fixtures::all().into_iter().find(|clinic| clinic.id.0 == id).expect("a clinic of the fixtures")
}

fn line(text: &str) -> Line {
    let (mark, rest) = text.split_once(' ').unwrap_or((text, ""));
    match mark {
        "#" => Line::Remark(rest.to_owned()),
        "@" => {
            let (clinic, phone) = rest.split_once(' ').expect("a clinic and a number");
            Line::Between { clinic: clinic.to_owned(), phone: phone.to_owned() }
        }
        ">" => Line::Said(rest.to_owned()),
        "!" => Line::Happens(rest.to_owned(), happening(rest)),
        _ => panic!("a line begins with #, @, > or !: {text}"),
    }
}

fn happening(text: &str) -> Happening {
    let words: Vec<&str> = text.split(' ').collect();
    match words.as_slice() {
        ["callback", "again"] => Happening::CallbackAgain { same_id: true },
        ["callback", "again", "under", "another", "id"] => Happening::CallbackAgain { same_id: false },
        ["callback", "lost", outcome] => Happening::CallbackLost { outcome: (*outcome).to_owned() },
        ["sms", "again"] => Happening::SmsAgain,
        ["deposit"] => Happening::Deposit,
        ["deposit", "again"] => Happening::DepositAgain,
        ["confirm", date, time] => Happening::Confirm(wall(date, time)),
        ["wait", span] => Happening::Wait(span.parse().expect("a span such as 20m")),
        ["taken", date, time] => Happening::Taken(wall(date, time)),
        ["fully", "booked"] => Happening::FullyBooked,
        ["site", state @ ("away" | "back")] => Happening::SiteAway(*state == "away"),
        ["baton", state @ ("away" | "back")] => Happening::BatonAway(*state == "away"),
        ["baton", "refuses"] => Happening::BatonRefuses,
        ["links", state @ ("wait" | "ready")] => Happening::LinksWait(*state == "wait"),
        ["links", "fail", outcome, code] => {
            Happening::LinksFail { outcome: (*outcome).to_owned(), code: (*code).to_owned() }
        }
        ["square", "away", times] => Happening::SquareAway(times.parse().expect("a number")),
        ["carrier", statuses @ ..] => {
            Happening::Carrier(statuses.iter().map(|status| status.parse().expect("a status")).collect())
        }
        ["session", number, outcome] => callback(Some(number.parse().expect("a number")), outcome, None),
        ["session", number, outcome, code] => {
            callback(Some(number.parse().expect("a number")), outcome, Some(code))
        }
        [outcome] => callback(None, outcome, None),
        [outcome, code] => callback(None, outcome, Some(code)),
        _ => panic!("nothing happens like that: {text}"),
    }
}

fn callback(session: Option<usize>, outcome: &str, code: Option<&str>) -> Happening {
    Happening::Callback { session, outcome: outcome.to_owned(), code: code.map(str::to_owned) }
}

fn wall(date: &str, time: &str) -> DateTime {
    format!("{date}T{time}").parse().expect("a date and a time")
}
