//! Both halves of the corpus, read by the detector. The held-out half measures; the tuning half explains.

use std::collections::HashMap;

use crate::matrix::Matrix;
use crate::notation::{self, History};
use crate::page::Rendition;
use crate::replay::{Told, play};

/// The measure of one half.
struct Measure {
    matrix: Matrix,
    /// Histories that ended in success and should not have.
    false_successes: Vec<String>,
    /// Refusals told where none happened, and appointments called taken that were not.
    false_failures: Vec<String>,
    wrong: Vec<String>,
    wrong_particulars: Vec<String>,
}

fn measure(half: &str, rendition: Rendition) -> Measure {
    let mut measure = Measure {
        matrix: Matrix::default(),
        false_successes: Vec::new(),
        false_failures: Vec::new(),
        wrong: Vec::new(),
        wrong_particulars: Vec::new(),
    };
    for history in notation::read(half) {
        let told = play(&history, rendition);
        measure.add(&history, &told);
    }
    measure
}

impl Measure {
    fn add(&mut self, history: &History, told: &Told) {
        let (name, label) = (&history.name, history.expect.class.as_str());
        self.matrix.count(label, told.class());
        if told.class() != label {
            self.wrong.push(format!("{name}: {label}, but {:?}", told.verdicts));
        }
        if told.ever_succeeded() && label != "success" {
            self.false_successes.push(name.clone());
        }
        if !matches!(label, "refused" | "slot_taken") && told.refusals().len() > expected_attempts(history) {
            self.false_failures.push(name.clone());
        }
        self.wrong_particulars.extend(wrong_particulars(history, told));
    }
}

fn expected_attempts(history: &History) -> usize {
    history
        .expect
        .particulars
        .get("attempts")
        .map_or(0, |count| count.parse().expect("attempts are a number"))
}

/// What the history says of the booking and the detector read otherwise.
fn wrong_particulars(history: &History, told: &Told) -> Vec<String> {
    let confirmation = told.confirmation().cloned().unwrap_or_default();
    let read: HashMap<&str, Option<String>> = HashMap::from([
        ("number", confirmation.number),
        ("appointment", confirmation.appointment.map(|at| at.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string())),
        ("provider", confirmation.provider),
        ("service", confirmation.service),
        ("attempts", Some(told.refusals().len().to_string())),
        ("choices", Some(told.choices().join(" | "))),
        ("result", told.refusals().last().map(ToString::to_string)),
    ]);
    let mut wanted = history.expect.particulars.clone();
    wanted.extend(history.expect.result.clone().map(|result| ("result".to_owned(), result)));
    wanted
        .into_iter()
        .filter(|(key, value)| read[key.as_str()].as_deref() != Some(value))
        .map(|(key, value)| format!("{}: {key} {value}, but {:?}", history.name, read[key.as_str()]))
        .collect()
}

fn check(half: &str, rendition: Rendition) -> Measure {
    let measure = measure(half, rendition);
    println!("{half}, {rendition:?}: {} histories\n{}", measure.matrix.total(), measure.matrix);
    for wrong in measure.wrong.iter().chain(&measure.wrong_particulars) {
        println!("  {wrong}");
    }
    assert_eq!(measure.false_successes, Vec::<String>::new(), "false successes");
    assert_eq!(measure.false_failures, Vec::<String>::new(), "false failures");
    for (label, least) in [("success", 0.99), ("slot_taken", 0.99), ("refused", 0.97)] {
        let recall = measure.matrix.recall(label);
        assert!(recall >= least, "{label}: recall {recall:.3}");
    }
    measure
}

#[test]
fn the_tuning_half_is_understood() {
    let measure = check("tuning", Rendition::Whole);
    insta::assert_snapshot!("tuning", measure.matrix);
    assert_eq!(measure.wrong_particulars, Vec::<String>::new());
}

#[test]
fn the_held_out_half_is_understood() {
    let measure = check("held_out", Rendition::Whole);
    insta::assert_snapshot!("held_out", measure.matrix);
}

#[test]
fn words_on_the_element_and_words_inside_it_are_the_same() {
    check("tuning", Rendition::Leaves);
    check("held_out", Rendition::Leaves);
}

#[test]
fn the_corpus_is_big_enough_and_its_names_are_unique() {
    let (tuning, held_out) = (notation::read("tuning"), notation::read("held_out"));
    assert!(tuning.len() >= 120 && held_out.len() >= 120);
    for half in [tuning, held_out] {
        let mut names: Vec<_> = half.iter().map(|history| history.name.clone()).collect();
        names.sort();
        let all = names.len();
        names.dedup();
        assert_eq!(names.len(), all);
    }
}
