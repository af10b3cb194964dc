//! Keeps docs/architecture.md true: it names every room, and the imports it lists are those of the manifests.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::{Complaint, complain, read};

/// Which room imports which.
type Imports = BTreeMap<String, BTreeSet<String>>;

pub(super) fn check(root: &Path) -> Vec<Complaint> {
    let page = root.join("docs/architecture.md");
    let text = read(&page);
    let real = real_imports(root);
    let told = told_imports(&text);
    let unnamed = real.keys().filter(|room| !text.contains(&format!("crates/{room}/")));
    let unnamed = unnamed.map(|room| format!("the room crates/{room}/ is not named"));
    let differing = real.iter().filter_map(|(room, imports)| differs(room, imports, told.get(room)));
    unnamed.chain(differing).map(|what| complain(root, &page, None, what)).collect()
}

fn differs(room: &str, real: &BTreeSet<String>, told: Option<&BTreeSet<String>>) -> Option<String> {
    let told = told.cloned().unwrap_or_default();
    let agree = told == *real || (told.contains("all of them") && room == "server");
    (!agree).then(|| format!("{room} imports {real:?}, the page says {told:?}"))
}

fn real_imports(root: &Path) -> Imports {
    let rooms = root.join("crates").read_dir().into_iter().flatten().flatten();
    let room = |folder: std::fs::DirEntry| {
        let manifest = read(&folder.path().join("Cargo.toml"));
        (folder.file_name().to_string_lossy().into_owned(), imports_of(&manifest))
    };
    rooms.filter(|folder| folder.path().join("Cargo.toml").is_file()).map(room).collect()
}

/// Imports of tests do not count: only `[dependencies]` shapes the product.
fn imports_of(manifest: &str) -> BTreeSet<String> {
    let section = manifest.split("[dependencies]").nth(1).unwrap_or_default();
    let section = section.split("\n[").next().unwrap_or_default();
    let ours = section.lines().filter_map(|line| line.strip_prefix("baton-"));
    ours.filter_map(|line| line.split(['.', ' ', '=']).next()).map(str::to_owned).collect()
}

/// Reads "`store → booking`; `automation → booking, browser`; …" after the words "Imports, all of them:".
fn told_imports(page: &str) -> Imports {
    let list = page.split("Imports, all of them:").nth(1).unwrap_or_default();
    let list = list.split("\n\n").next().unwrap_or_default().replace(['`', '\n'], " ");
    let list = list.split('.').next().unwrap_or_default();
    list.split(';').filter_map(|entry| entry.split_once('→')).map(told_entry).collect()
}

fn told_entry((room, imports): (&str, &str)) -> (String, BTreeSet<String>) {
    let imports =
        imports.split(',').map(str::trim).filter(|name| !name.is_empty() && *name != "none of ours");
    (room.trim().to_owned(), imports.map(str::to_owned).collect())
}

#[cfg(test)]
mod tests {
    use super::{imports_of, told_imports};

    #[test]
    fn imports_are_read_from_the_manifest_without_those_of_tests() {
        let manifest = "[dependencies]\naxum.workspace = true\nbaton-api.workspace = true\n\n[dev-dependencies]\nbaton-client = 1";
        assert_eq!(imports_of(manifest).into_iter().collect::<Vec<_>>(), ["api"]);
    }

    #[test]
    fn imports_are_read_from_the_page() {
        let told = told_imports(
            "Imports, all of them: `store → booking`; `platform → api,\nclient`; `mock-clinic →` none of ours. More.",
        );
        assert_eq!(told["platform"].iter().collect::<Vec<_>>(), ["api", "client"]);
        assert!(told["mock-clinic"].is_empty());
    }
}
