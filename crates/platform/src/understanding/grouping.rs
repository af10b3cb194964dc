//! Puts days and hours together: "Tuesday or Thursday after 3" is one wish, "Monday morning or Wednesday after 5" are two.

use jiff::civil::Date;

use super::days::{self, Days};
use super::hours;
use super::tokens::{Token, Tokens};
use crate::schedule::{Hours, Schedule, Weekdays, Window};

/// How a piece is joined to the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Joint {
    Next,
    Comma,
    And,
    Or,
}

/// Days of a group. A span that was taken over from the part before gives way to one of its own.
#[derive(Debug, Clone, Copy)]
struct Part {
    first: Option<Date>,
    last: Option<Date>,
    weekdays: Weekdays,
    inherited: bool,
}

#[derive(Debug, Default)]
struct Group {
    parts: Vec<Part>,
    hours: Vec<Hours>,
    hours_came_first: bool,
    any: bool,
}

#[derive(Debug, Default)]
struct Wishes {
    windows: Vec<Window>,
    group: Group,
    without_days: Vec<Days>,
    without_hours: Vec<Hours>,
}

/// What a message says about days and hours; `None` if nothing.
pub(super) fn read(tokens: Tokens<'_>, today: Date) -> Option<Schedule> {
    let mut wishes = Wishes::default();
    let (mut at, mut joint, mut negated) = (0, Joint::Next, false);
    while at < tokens.0.len() {
        let rest = tokens.from(at);
        if let Some((piece, used)) = days::read(rest, today) {
            wishes.day(piece, joint, negated);
            at += used;
            joint = Joint::Next;
            // "tonight" is a day and an hour.
            if tokens.from(at - 1).word(0) == "tonight" {
                wishes.hour(Hours::EVENING, joint, negated);
            }
        } else if let Some((piece, used)) = hours::read(rest) {
            wishes.hour(piece, joint, negated);
            at += used;
            joint = Joint::Next;
        } else {
            let after_any = at > 0
                && ["day", "time", "anytime", "anything", "everything", "all", "anyday"]
                    .contains(&tokens.from(at - 1).word(0));
            (joint, negated) = between(rest, joint, negated, after_any);
            at += 1;
        }
    }
    wishes.finish(today)
}

/// What a token between two pieces means for the next one.
fn between(tokens: Tokens<'_>, joint: Joint, negated: bool, after_any: bool) -> (Joint, bool) {
    match tokens.at(0) {
        Some(Token::Comma) => (if joint == Joint::Next { Joint::Comma } else { joint }, negated),
        Some(Token::Stop) => (Joint::Or, false),
        Some(Token::Word(word)) => match word.as_str() {
            "or" => (Joint::Or, negated),
            "and" => (if joint == Joint::Or { joint } else { Joint::And }, negated),
            // "any day but Friday" leaves Friday out; "Tuesday, but after 3" leaves nothing out.
            "but" => (joint, after_any),
            "not" | "no" | "except" | "excluding" | "cant" | "cannot" | "wont" | "never" | "besides"
            | "avoid" | "dont" => (joint, true),
            "works" | "work" | "fine" | "good" | "ok" | "okay" | "prefer" | "only" | "can" => (joint, false),
            _ => (joint, negated),
        },
        _ => (joint, negated),
    }
}

impl Wishes {
    fn day(&mut self, days: Days, joint: Joint, negated: bool) {
        if negated {
            self.without_days.push(days);
            return;
        }
        let restricts = joint == Joint::Next && !matches!(days, Days::Weekdays(_) | Days::Any);
        if !self.group.parts.is_empty()
            && !self.group.hours.is_empty()
            && !self.group.hours_came_first
            && !restricts
        {
            self.close();
        }
        self.group.day(days, joint);
    }

    fn hour(&mut self, hours: Hours, joint: Joint, negated: bool) {
        if negated {
            self.without_hours.push(hours);
            return;
        }
        if self.group.hours_came_first && !self.group.parts.is_empty() && joint != Joint::Next {
            self.close();
        }
        self.group.hour(hours, joint);
    }

    fn close(&mut self) {
        self.windows.extend(std::mem::take(&mut self.group).windows());
    }

    fn finish(mut self, today: Date) -> Option<Schedule> {
        self.close();
        if self.windows.is_empty() && (!self.without_days.is_empty() || !self.without_hours.is_empty()) {
            self.windows.push(Window::ANY);
        }
        for days in &self.without_days {
            self.windows = self.windows.iter().flat_map(|window| without_days(*window, *days)).collect();
        }
        for hours in &self.without_hours {
            self.windows = self.windows.iter().flat_map(|window| without_hours(*window, *hours)).collect();
        }
        self.windows.retain(|window| window.last.is_none_or(|last| last >= today));
        (!self.windows.is_empty()).then_some(Schedule { windows: self.windows })
    }
}

impl Group {
    fn day(&mut self, days: Days, joint: Joint) {
        match days {
            Days::Any => self.any = true,
            Days::Weekdays(weekdays) => self.weekdays(weekdays, joint),
            Days::One(date) => self.one(date, joint),
            Days::Span(first, last) => self.span(first, last, joint),
            Days::Within(first, last, weekdays) => {
                self.parts.push(Part { first: Some(first), last: Some(last), weekdays, inherited: false });
            }
        }
    }

    fn weekdays(&mut self, weekdays: Weekdays, joint: Joint) {
        let plain = Part { first: None, last: None, weekdays, inherited: false };
        let Some(part) = self.parts.last_mut() else { return self.parts.push(plain) };
        let is_one_day = part.first.is_some() && part.first == part.last;
        let is_span = part.first.is_some() || part.last.is_some();
        match joint {
            // "the 15th, Friday": the name of a day that was given already.
            Joint::Next | Joint::Comma if is_one_day => {}
            // "next week on Tuesday"
            Joint::Next | Joint::Comma if is_span && part.weekdays == Weekdays::ALL => {
                part.weekdays = weekdays;
            }
            // "next week Tuesday or Thursday": the week goes for both, unless the second has one of its own.
            _ if is_span && !is_one_day && part.weekdays != Weekdays::ALL => {
                let inherited = Part { weekdays, inherited: true, ..*part };
                self.parts.push(inherited);
            }
            _ if !is_span => part.weekdays = part.weekdays.and(weekdays),
            _ => self.parts.push(plain),
        }
    }

    fn one(&mut self, date: Date, joint: Joint) {
        let on = Part { first: Some(date), last: Some(date), weekdays: Weekdays::ALL, inherited: false };
        // "Friday, March 15": the weekday was its name.
        if matches!(joint, Joint::Next | Joint::Comma)
            && let Some(part) = self.parts.last_mut()
            && part.first.is_none()
            && part.last.is_none()
        {
            let others = part.weekdays.but(Weekdays::of(date.weekday()));
            if others == part.weekdays || others.is_empty() {
                self.parts.pop();
            } else {
                part.weekdays = others;
            }
        }
        self.parts.push(on);
    }

    fn span(&mut self, first: Option<Date>, last: Option<Date>, joint: Joint) {
        let mut narrowed = false;
        if joint == Joint::Next || joint == Joint::Comma {
            let open = |part: &&mut Part| part.inherited || (part.first.is_none() && part.last.is_none());
            for part in self.parts.iter_mut().filter(open) {
                *part = Part { first, last, weekdays: part.weekdays, inherited: false };
                narrowed = true;
            }
            // "after the 10th, before the 20th"
            if let Some(part) = self.parts.last_mut().filter(|_| !narrowed)
                && part.first.is_some() != part.last.is_some()
                && first.is_some() != last.is_some()
            {
                *part = Part { first: part.first.or(first), last: part.last.or(last), ..*part };
                narrowed = true;
            }
        }
        if !narrowed {
            self.parts.push(Part { first, last, weekdays: Weekdays::ALL, inherited: false });
        }
    }

    fn hour(&mut self, hours: Hours, joint: Joint) {
        self.hours_came_first |= self.parts.is_empty() && self.hours.is_empty();
        if let Some(last) = self.hours.last_mut()
            && joint != Joint::Or
            && let Some(both) = last.within(hours)
        {
            *last = both;
        } else {
            self.hours.push(hours);
        }
    }

    fn windows(mut self) -> Vec<Window> {
        if self.parts.is_empty() && self.hours.is_empty() && !self.any {
            return Vec::new();
        }
        if self.parts.is_empty() {
            self.parts.push(Part { first: None, last: None, weekdays: Weekdays::ALL, inherited: false });
        }
        if self.hours.is_empty() {
            self.hours.push(Hours::ANY);
        }
        let window = |part: &Part, hours: Hours| Window {
            first: part.first,
            last: part.last,
            weekdays: part.weekdays,
            hours,
        };
        let all = self.parts.iter().flat_map(|part| self.hours.iter().map(move |hours| window(part, *hours)));
        merged(all.collect())
    }
}

/// Two windows that differ in their weekdays only are one.
fn merged(windows: Vec<Window>) -> Vec<Window> {
    let mut merged: Vec<Window> = Vec::new();
    for window in windows {
        let alike = |other: &&mut Window| Window { weekdays: window.weekdays, ..**other } == window;
        match merged.iter_mut().find(alike) {
            Some(other) => other.weekdays = other.weekdays.and(window.weekdays),
            None => merged.push(window),
        }
    }
    merged
}

fn without_days(window: Window, days: Days) -> Vec<Window> {
    let (first, last) = match days {
        Days::Weekdays(weekdays) => {
            let left = Window { weekdays: window.weekdays.but(weekdays), ..window };
            return if left.weekdays.is_empty() { Vec::new() } else { vec![left] };
        }
        Days::Any => return vec![window],
        Days::Within(first, last, _) => (Some(first), Some(last)),
        Days::One(date) => (Some(date), Some(date)),
        Days::Span(first, last) => (first, last),
    };
    let before = first.and_then(|first| first.yesterday().ok());
    let after = last.and_then(|last| last.tomorrow().ok());
    let earlier = before
        .map(|before| Window { last: Some(window.last.map_or(before, |last| last.min(before))), ..window });
    let later = after
        .map(|after| Window { first: Some(window.first.map_or(after, |first| first.max(after))), ..window });
    let some = |window: &Window| window.first.zip(window.last).is_none_or(|(first, last)| first <= last);
    [earlier, later].into_iter().flatten().filter(some).collect()
}

fn without_hours(window: Window, hours: Hours) -> Vec<Window> {
    let (from, to) = hours.bounds();
    let before = from.map(Hours::before);
    let after = to.map(|to| if hours.hold(to) { Hours::after(to) } else { Hours::from(to) });
    let before = before.map(|before| {
        if from.is_some_and(|from| hours.hold(from)) { before } else { from.map_or(before, Hours::until) }
    });
    let left = [before, after].into_iter().flatten().filter_map(|hours| window.hours.within(hours));
    left.map(|hours| Window { hours, ..window }).collect()
}
