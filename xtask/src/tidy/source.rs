//! Rules for source files: how long they are, how they open, and that product code never sleeps instead of waiting for something.

use std::path::Path;

use super::{Complaint, complain, files_below, read};

const LONGEST_FILE: usize = 450;

/// A sleep is fixed when it lasts a constant time and nothing but the clock can end it. A deadline that is computed, or raced in a `select!`, is
/// welcome.
const SLEEPS: [&str; 2] = ["thread::sleep(", "time::sleep("];

/// A pause between two attempts is no wait for a condition; it is named as such on the line above, with its reason.
const NAMED_PAUSE: &str = "// tidy: pause, ";

pub(super) fn check(root: &Path) -> Vec<Complaint> {
    let sources =
        ["crates", "xtask"].map(|folder| files_below(&root.join(folder), &[".rs", ".js", ".css", ".html"]));
    let mut complaints = Vec::new();
    for file in sources.into_iter().flatten() {
        let text = read(&file);
        let is_rust = file.extension().is_some_and(|ending| ending == "rs");
        let lines = text.lines().count();
        if lines > LONGEST_FILE {
            complaints.push(complain(root, &file, None, format!("{lines} lines; {LONGEST_FILE} at most")));
        }
        if is_rust && !text.starts_with("//!") {
            complaints.push(complain(
                root,
                &file,
                Some(1),
                "a file opens with //!: what it owns, what it does not know",
            ));
        }
        if is_rust && is_product(&file) {
            complaints
                .extend(fixed_sleeps(&text).map(|line| complain(root, &file, Some(line), "a fixed sleep")));
        }
    }
    complaints
}

/// The practice clinic imitates a slow site on purpose; tests and chores are not product code.
fn is_product(file: &Path) -> bool {
    let path = file.to_string_lossy();
    path.contains("/src/") && !path.contains("mock-clinic") && !path.contains("xtask")
}

fn fixed_sleeps(text: &str) -> impl Iterator<Item = usize> {
    let product = text.split("#[cfg(test)]").next().unwrap_or_default();
    let lines: Vec<&str> = product.lines().collect();
    (0..lines.len()).filter_map(move |at| {
        let named = at > 0 && lines[at - 1].trim_start().starts_with(NAMED_PAUSE);
        (is_fixed_sleep(lines[at]) && !named).then_some(at + 1)
    })
}

fn is_fixed_sleep(line: &str) -> bool {
    let Some(length) = SLEEPS.iter().find_map(|sleep| line.split(sleep).nth(1)) else { return false };
    // Constants and `Duration::from_…` begin with a capital, as nothing that is computed does.
    let is_constant = length.starts_with(|first: char| first.is_ascii_uppercase());
    is_constant && !line.trim_start().starts_with("//") && !line.contains("run_until_cancelled")
}

#[cfg(test)]
mod tests {
    use super::fixed_sleeps;

    fn check(text: &str, expect: &[usize]) {
        assert_eq!(fixed_sleeps(text).collect::<Vec<_>>(), expect, "{text}");
    }

    #[test]
    fn a_fixed_sleep_is_found_and_a_deadline_is_not() {
        check("a\n    tokio::time::sleep(WHILE).await;", &[2]);
        check("() = sleep_until(deadline) => {}", &[]);
        check("/// never calls time::sleep(LONG)", &[]);
    }

    #[test]
    fn what_is_computed_or_can_be_ended_is_no_fixed_sleep() {
        check("Some(left) => tokio::time::sleep(left).await,", &[]);
        check("stop.run_until_cancelled(tokio::time::sleep(PAUSE)).await;", &[]);
        check("std::thread::sleep(Duration::from_millis(10));", &[1]);
    }

    #[test]
    fn a_pause_is_allowed_when_it_says_why() {
        check("// tidy: pause, the server asked for it\ntokio::time::sleep(PAUSE).await;", &[]);
        check("// because\ntokio::time::sleep(PAUSE).await;", &[2]);
    }

    #[test]
    fn unit_tests_at_the_foot_of_a_file_are_not_product_code() {
        check("fn a() {}\n#[cfg(test)]\nmod tests { std::thread::sleep(D); }", &[]);
    }
}
