//! What is measured, by the names that dashboards and alerts are made of.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::support::{TestApp, booking};

/// Names in text that could be metrics of ours.
fn names(text: &str) -> BTreeSet<&str> {
    let words = text.split(|char: char| !(char.is_ascii_alphanumeric() || char == '_'));
    words.filter(|word| word.starts_with("baton_") || word.starts_with("process_")).collect()
}

/// A histogram is asked for by its parts.
fn family(name: &str) -> &str {
    ["_bucket", "_sum", "_count"].iter().find_map(|part| name.strip_suffix(part)).unwrap_or(name)
}

#[tokio::test]
async fn every_name_in_the_grafana_dashboard_is_measured() {
    let dashboard: Value =
        serde_json::from_str(include_str!("../../../../deploy/grafana/baton.json")).unwrap();
    let expressions: Vec<_> = dashboard["panels"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|panel| panel["targets"].as_array().unwrap())
        .map(|target| target["expr"].as_str().unwrap())
        .collect();
    assert!(expressions.len() > 20, "{} expressions", expressions.len());

    let known: BTreeSet<_> = baton_server::telemetry::measured().collect();
    let asked: BTreeSet<_> = expressions.iter().flat_map(|text| names(text)).map(family).collect();
    let unknown: Vec<_> = asked.difference(&known).collect();
    assert!(unknown.is_empty(), "not measured: {unknown:?}");
    let unseen: Vec<_> = known.difference(&asked).collect();
    assert!(unseen.is_empty(), "measured and on no panel: {unseen:?}");
}

#[tokio::test]
async fn what_is_measured_is_on_the_list_and_explained() {
    let app = TestApp::start().await;
    app.post("/api/v1/booking/start", &booking()).await;
    let metrics = app.get("/metrics").await;
    let text = metrics.body.as_str().unwrap();

    let known: BTreeSet<_> = baton_server::telemetry::measured().collect();
    let told: BTreeSet<_> =
        text.lines().filter_map(|line| line.strip_prefix("# TYPE ")?.split(' ').next()).collect();
    let unlisted: Vec<_> = told.difference(&known).collect();
    assert!(unlisted.is_empty(), "measured but not listed: {unlisted:?}");
    for name in told {
        assert!(text.contains(&format!("# HELP {name} ")), "{name} is not explained");
    }
    for name in ["baton_http_requests_total", "process_resident_memory_bytes", "baton_sessions_waiting"] {
        assert!(text.lines().any(|line| line.starts_with(name)), "{name} in {text}");
    }
}
