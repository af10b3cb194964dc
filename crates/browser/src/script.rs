//! Puts together the script that lives in the isolated world of every document.
//!
//! The files are ES modules, so that an editor understands them; here their imports and exports are taken out
//! and their bodies joined, because an injected script cannot be a module.

use std::sync::OnceLock;

use crate::cdp::SessionId;

/// How the names of the worlds begin that our scripts live in.
const WORLDS: &str = "baton:";
/// The function through which the observer says that something has changed.
pub(crate) const CHANGED_BINDING: &str = "__batonChanged";

const MODULES: [&str; 13] = [
    include_str!("scripts/tree.js"),
    include_str!("scripts/visibility.js"),
    include_str!("scripts/roles.js"),
    include_str!("scripts/names.js"),
    include_str!("scripts/states.js"),
    include_str!("scripts/fields.js"),
    include_str!("scripts/observer.js"),
    include_str!("scripts/handled.js"),
    include_str!("scripts/stillness.js"),
    include_str!("scripts/snapshot.js"),
    include_str!("scripts/aim.js"),
    include_str!("scripts/owners.js"),
    include_str!("scripts/fill.js"),
];
const ENTRY: &str = include_str!("scripts/entry.js");

/// The name of the world that the scripts of one connection to a page live in. A connection has one of its own: what an earlier process
/// has left in the page goes on telling of it, under other numbers, and must not be taken for what this one was told.
pub(crate) fn world_of(root: &SessionId) -> String {
    format!("{WORLDS}{root}")
}

/// Whether some connection, this or an earlier one, has made the world for its scripts.
pub(crate) fn is_made_for_scripts(world: &str) -> bool {
    world.starts_with(WORLDS)
}

/// The whole script; running it twice in one document does nothing the second time.
pub(crate) fn page_script() -> &'static str {
    static SCRIPT: OnceLock<String> = OnceLock::new();
    SCRIPT.get_or_init(|| {
        let body: String = MODULES.iter().chain([&ENTRY]).copied().map(without_module_syntax).collect();
        format!("(() => {{ 'use strict'; if (globalThis.__baton) return;\n{body}}})();")
    })
}

fn without_module_syntax(source: &str) -> String {
    let body = source.lines().filter(|line| !line.starts_with("import "));
    body.map(|line| line.strip_prefix("export ").unwrap_or(line))
        .fold(String::new(), |body, line| body + line + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_joined_script_has_no_module_syntax_left() {
        let left =
            page_script().lines().find(|line| line.starts_with("import ") || line.starts_with("export "));
        assert_eq!(left, None);
    }

    #[test]
    fn no_two_modules_use_the_same_name() {
        const DECLARED: [&str; 4] = ["function ", "async function ", "const ", "let "];
        let mut names: Vec<&str> = Vec::new();
        for line in page_script().lines() {
            let rest = DECLARED.iter().find_map(|keyword| line.strip_prefix(keyword));
            names.extend(rest.and_then(|rest| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next()));
        }
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all, "a later module would replace a function of an earlier one");
    }
}
