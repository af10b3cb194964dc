//! Understanding by rules: fast, the same every time, and it needs nobody else.

use jiff::civil::Date;

use super::tokens::{self, Tokens};
use super::{Context, Reading, Understanding, choice, grouping, person, wishes};
use crate::clinic::spaced;
use crate::conversation::{FullName, ProviderWish, Question};
use crate::schedule::{Hours, Schedule, Window};

/// Who will do, when the question was whom the patient would like.
const ANYONE: [&str; 13] = [
    " no preference ",
    " anyone ",
    " anybody ",
    " whoever ",
    " either ",
    " any ",
    " doesnt matter ",
    " no pref ",
    " whichever ",
    " dont care ",
    " first available ",
    " dont mind ",
    " no ",
];

/// Reads messages by rules.
#[derive(Debug, Clone, Copy, Default)]
pub struct Rules;

impl Understanding for Rules {
    fn read(&self, text: &str, context: &Context<'_>) -> Reading {
        let (email, text) = person::email(text);
        let pieces = tokens::split(&text);
        let tokens = Tokens(&pieces);
        let today = context.now.to_zoned(context.clinic.zone.clone()).date();
        let mut reading = Reading {
            email,
            name: name(&text, context),
            last_name: (context.asked == Some(Question::LastName))
                .then(|| person::last_name(&text))
                .flatten(),
            patient: person::kind(tokens, context.asked == Some(Question::PatientKind)),
            provider: provider(&text, context),
            schedule: grouping::read(tokens, today),
            wish: wishes::read(tokens),
            ..Reading::default()
        };
        reading.picks = picks(&text, tokens, &reading, context);
        if reading.picks.is_empty() {
            reading.service = service(&text, context, today);
        }
        // "No preference" says who, here, and not when.
        if context.asked == Some(Question::Provider) && reading.schedule == Some(Schedule::anytime()) {
            reading.schedule = None;
        }
        reading
    }
}

fn name(text: &str, context: &Context<'_>) -> Option<FullName> {
    let known = context.clinic.alias_of(text).is_some() || !context.clinic.services_like(text).is_empty();
    if context.asked == Some(Question::Name) && !known {
        person::answered(text)
    } else {
        person::introduced(text)
    }
}

fn picks(text: &str, tokens: Tokens<'_>, reading: &Reading, context: &Context<'_>) -> Vec<usize> {
    let listed = context.slots.len().max(context.options.len());
    if let Some(pick) = choice::by_number(tokens, listed) {
        return vec![pick];
    }
    if !context.options.is_empty() {
        return choice::by_words(text, context.options);
    }
    // "Do you have Thursday?" asks; it does not choose.
    if context.slots.is_empty() || text.trim_end().ends_with('?') {
        return Vec::new();
    }
    if let Some(pick) = choice::by_extreme(tokens, context.slots) {
        return vec![pick];
    }
    let schedule = reading.schedule.clone().or_else(|| bare_hour(tokens, context));
    schedule.map_or_else(Vec::new, |schedule| choice::by_time(&schedule, context.slots, &context.clinic.zone))
}

/// "10" where ten times were not listed is ten o'clock.
fn bare_hour(tokens: Tokens<'_>, context: &Context<'_>) -> Option<Schedule> {
    let at = (0..tokens.0.len()).find(|at| tokens.number(*at).is_some())?;
    let (clock, _) = super::hours::clock(tokens.from(at), true)?;
    let hours = Hours::at(clock.resolve());
    let window = Window { hours, ..Window::ANY };
    let schedule = Schedule { windows: vec![window] };
    context.slots.iter().any(|slot| schedule.holds(slot.start, &context.clinic.zone)).then_some(schedule)
}

fn provider(text: &str, context: &Context<'_>) -> Option<ProviderWish> {
    let said = spaced(text);
    let is_said = |name: &&String| {
        let first = name.split_whitespace().next().unwrap_or_default();
        said.contains(&spaced(name)) || (first.len() > 2 && said.contains(&spaced(first)))
    };
    let named: Vec<&String> = context.providers.iter().filter(is_said).collect();
    if let [one] = named.as_slice() {
        return Some(ProviderWish::Named((*one).clone()));
    }
    if context.providers.is_empty() {
        return with_somebody(text).map(ProviderWish::Said);
    }
    let said = spaced(&text.replace(['\'', '’'], ""));
    let indifferent =
        context.asked == Some(Question::Provider) && ANYONE.iter().any(|words| said.contains(words));
    (indifferent && named.is_empty()).then_some(ProviderWish::Anyone)
}

/// "Botox with Brandi", said before anybody knows who offers Botox.
fn with_somebody(text: &str) -> Option<String> {
    let mut words = text.split(|char: char| !char.is_alphanumeric()).skip_while(|word| *word != "with");
    words.nth(1).filter(|name| name.starts_with(char::is_uppercase)).map(str::to_owned)
}

fn service(text: &str, context: &Context<'_>, today: Date) -> Option<String> {
    if let Some((alias, _)) = context.clinic.alias_of(text) {
        return Some(alias.to_owned());
    }
    let said = spaced(text);
    let known = context.clinic.services.iter().filter(|name| said.contains(&spaced(name)));
    if let Some(name) = known.max_by_key(|name| name.len()) {
        return Some(name.clone());
    }
    let words = asked_for(text, context.asked == Some(Question::Service))?;
    // "first time" and "Thursday" are answers to other questions.
    let pieces = tokens::split(&words);
    let is_other =
        grouping::read(Tokens(&pieces), today).is_some() || person::kind(Tokens(&pieces), true).is_some();
    (!is_other && words.contains(char::is_alphabetic)).then_some(words)
}

/// What is asked for in words that nobody set up: "I'd like a lip flip on Tuesday" asks for a lip flip.
fn asked_for(text: &str, is_answer: bool) -> Option<String> {
    const OPENINGS: [&str; 18] = [
        "interested in ",
        "looking for ",
        "looking to get ",
        "looking to book ",
        "appointment for ",
        "appt for ",
        "i'd like ",
        "id like ",
        "i want ",
        "i need ",
        "rather have ",
        "rather get ",
        "can i get ",
        "want to get ",
        "like to get ",
        "to book ",
        "want to book ",
        "come in for ",
    ];
    const ENDINGS: [&str; 16] = [
        " on ",
        " at ",
        " next ",
        " this ",
        " tomorrow",
        " after ",
        " before ",
        " with ",
        " please",
        " today",
        " in the ",
        " for ",
        " asap",
        " soon",
        " around ",
        " instead",
    ];
    const EMPTY: [&str; 17] = [
        "",
        "appointment",
        "appt",
        "book",
        "booking",
        "to book",
        "to schedule",
        "to come in",
        "to make an appointment",
        "consult",
        "it",
        "that",
        "info",
        "information",
        "to know",
        "in",
        "help",
    ];
    let lower = format!("{} ", text.trim().to_lowercase().replace('’', "'"));
    let opened = OPENINGS.iter().filter_map(|opening| lower.find(opening).map(|at| at + opening.len())).max();
    let start = opened.or(is_answer.then_some(0))?;
    let rest = lower[start..].split([',', '.', '!', '?', '\n']).next().unwrap_or_default();
    let end = ENDINGS.iter().filter_map(|ending| rest.find(ending)).min().unwrap_or(rest.len());
    let words = rest[..end].trim();
    let words = ["to get ", "to book ", "an appointment for ", "a ", "an ", "some ", "my ", "the ", "get "]
        .iter()
        .fold(words, |words, opening| words.strip_prefix(opening).unwrap_or(words))
        .trim();
    let is_polite = ["hi", "hello", "hey", "yes", "ok", "sure", "no", "thanks"].contains(&words);
    (!EMPTY.contains(&words) && !is_polite && words.len() <= 60).then(|| words.to_owned())
}
