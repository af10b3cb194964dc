//! Yes and no, and what patients want of the conversation itself.

use super::Wish;
use super::tokens::{Token, Tokens};

const GIVE_UP: [&str; 14] = [
    "cancel it",
    "cancel the booking",
    "cancel my booking",
    "cancel that",
    "never mind",
    "nevermind",
    "nvm",
    "forget it",
    "forget about it",
    "not interested",
    "changed my mind i dont want",
    "dont want to book",
    "dont want it anymore",
    "no longer interested",
];
const PERSON: [&str; 14] = [
    "human",
    "real person",
    "speak to someone",
    "talk to someone",
    "speak with someone",
    "talk to a person",
    "speak to a person",
    "call me",
    "representative",
    "operator",
    "agent",
    "talk to somebody",
    "speak with a person",
    "a person",
];
const OTHERS: [&str; 18] = [
    "more times",
    "other times",
    "different time",
    "another time",
    "more options",
    "other options",
    "anything else",
    "none of those",
    "none of these",
    "none work",
    "none",
    "something else",
    "show me more",
    "more",
    "neither",
    "different times",
    "other days",
    "different day",
];
const ANEW: [&str; 12] = [
    "book again",
    "book another",
    "another appointment",
    "new appointment",
    "new booking",
    "start over",
    "start again",
    "book",
    "schedule another",
    "rebook",
    "make an appointment",
    "another booking",
];
const YES: [&str; 20] = [
    "yes",
    "yeah",
    "yep",
    "yup",
    "sure",
    "ok",
    "okay",
    "y",
    "please do",
    "sounds good",
    "absolutely",
    "definitely",
    "of course",
    "try again",
    "yes please",
    "si",
    "lets do it",
    "go ahead",
    "ya",
    "correct",
];
const NO: [&str; 10] =
    ["no", "nope", "nah", "no thanks", "no thank you", "not now", "n", "not really", "dont", "not today"];

pub(super) fn read(tokens: Tokens<'_>) -> Option<Wish> {
    let anywhere = |phrases: &[&str]| (0..tokens.0.len()).any(|at| tokens.from(at).any_of(phrases).is_some());
    if anywhere(&GIVE_UP) || is_all(tokens, &["cancel"]) {
        Some(Wish::GiveUp)
    } else if anywhere(&PERSON) {
        Some(Wish::Person)
    } else if begins(tokens, &YES) {
        Some(Wish::Yes)
    } else if anywhere(&OTHERS) {
        Some(Wish::Others)
    } else if begins(tokens, &NO) {
        Some(Wish::No)
    } else if anywhere(&ANEW) {
        Some(Wish::BookAnew)
    } else {
        None
    }
}

fn begins(tokens: Tokens<'_>, phrases: &[&str]) -> bool {
    tokens.any_of(phrases).is_some()
}

fn is_all(tokens: Tokens<'_>, words: &[&str]) -> bool {
    let polite = |token: &Token| match token {
        Token::Word(word) => words.contains(&word.as_str()) || word == "please",
        _ => true,
    };
    tokens.any_of(words).is_some() && tokens.0.iter().all(polite)
}
