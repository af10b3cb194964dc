//! The front page: where to book and every switch there is, each with a link to try it.

use std::fmt::Write as _;

use axum::response::Html;

use super::page::escaped;
use super::switches::{SWITCHES, Switch};
use crate::catalogue::DEFAULT_SLUG;

const SHELL: &str = include_str!("../../assets/index.html");

pub(super) async fn show() -> Html<String> {
    let rows = SWITCHES.iter().fold(String::new(), |mut rows, switch| {
        write!(rows, "{}", row(switch)).expect("writing to a string does not fail");
        rows
    });
    Html(SHELL.replace("{{slug}}", DEFAULT_SLUG).replace("{{switches}}", &rows))
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
