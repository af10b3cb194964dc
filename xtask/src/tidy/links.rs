//! Every relative link of the documents leads to a file, and continuous integration runs the command that the README names.

use std::path::Path;

use super::{Complaint, complain, files_below, read};

pub(super) fn check(root: &Path) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    for page in files_below(root, &[".md"]) {
        let text = read(&page);
        let folder = page.parent().unwrap_or(root);
        let dead = relative_links(&text).filter(|link| !folder.join(link).exists());
        complaints
            .extend(dead.map(|link| complain(root, &page, None, format!("the link {link} leads nowhere"))));
    }
    complaints.extend(ci_differs_from_readme(root));
    complaints
}

fn relative_links(text: &str) -> impl Iterator<Item = &str> {
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let targets = targets.filter_map(|target| target.split('#').next());
    targets.filter(|target| !target.is_empty() && !target.contains(':'))
}

fn ci_differs_from_readme(root: &Path) -> Option<Complaint> {
    let script = root.join(".ci/run");
    let runs_it = read(&script).contains("cargo xtask test");
    let tells_it = read(&root.join("README.md")).contains("cargo xtask test");
    (!runs_it || !tells_it).then(|| complain(root, &script, None, "must run the test command of the README"))
}

#[cfg(test)]
mod tests {
    use super::relative_links;

    #[test]
    fn only_relative_links_are_followed() {
        let text = "[a](docs/a.md#top) [b](https://example.com) [c](#here)";
        assert_eq!(relative_links(text).collect::<Vec<_>>(), ["docs/a.md"]);
    }
}
