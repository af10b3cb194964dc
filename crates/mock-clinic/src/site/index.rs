//! The front page: where to book, the sites of other builds, and every switch there is, each with a link to try it.

use std::fmt::Write as _;

use axum::response::Html;

use super::foreign::SITES;
use super::page::escaped;
use super::switches::{SWITCHES, Switch};
use crate::catalogue::DEFAULT_SLUG;

const SHELL: &str = include_str!("../../assets/index.html");

pub(super) async fn show() -> Html<String> {
    let rows = SWITCHES.iter().fold(String::new(), |mut rows, switch| {
        write!(rows, "{}", row(switch)).expect("writing to a string does not fail");
        rows
    });
    let sites: String = SITES.iter().map(foreign_site).collect();
    let page = SHELL.replace("{{slug}}", DEFAULT_SLUG).replace("{{switches}}", &rows);
    Html(page.replace("{{sites}}", &sites))
}

fn foreign_site((name, what): &(&str, &str)) -> String {
    let path = format!("/foreign/{name}/{DEFAULT_SLUG}");
    format!(
        "<tr><th scope=\"row\"><a href=\"{path}\"><code>{path}</code></a></th><td>{}</td></tr>\n",
        escaped(what)
    )
}

fn row(Switch { name, values, what }: &Switch) -> String {
    let link = values.example().map_or_else(String::new, |example| {
        format!(r#"<a href="/booking/{DEFAULT_SLUG}?{name}={example}">try it</a>"#)
    });
    format!(
        "<tr><th scope=\"row\"><code>{name}</code></th><td><code>{}</code></td><td>{}</td><td>{link}</td></tr>\n",
        escaped(&values.text()),
        escaped(what),
    )
}
