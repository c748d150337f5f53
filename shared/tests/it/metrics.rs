//! The dashboard and the documentation speak of the metrics that there are, and of all of them.

use std::{collections::BTreeSet, fs, path::Path};

use serde_json::Value;
use taskflow_shared::telemetry::metrics::METRICS;

fn read(file: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    fs::read_to_string(root.join(file)).unwrap()
}

fn catalogue() -> BTreeSet<&'static str> {
    METRICS.iter().map(|metric| metric.name).collect()
}

/// The metrics that a text speaks of; the series of a histogram are those of its metric.
fn named(text: &str) -> BTreeSet<&str> {
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    let words = text.split(|letter| !is_part(letter));
    let metrics = words.filter(|word| word.starts_with("taskflow_") && !word.contains("__"));
    metrics
        .map(|word| {
            let series = ["_bucket", "_sum", "_count"];
            let metric = series.iter().find_map(|suffix| word.strip_suffix(suffix));
            metric.unwrap_or(word)
        })
        .collect()
}

fn collect<'a>(value: &'a Value, key: &str, found: &mut Vec<&'a Value>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| collect(value, key, found)),
        Value::Object(members) => {
            for (name, value) in members {
                if name == key {
                    found.push(value);
                }
                collect(value, key, found);
            }
        }
        _ => {}
    }
}

#[test]
fn the_dashboard_shows_every_metric_and_no_other() {
    let dashboard: Value = serde_json::from_str(&read("examples/grafana/taskflow.json")).unwrap();
    let mut queries = Vec::new();
    collect(&dashboard["panels"], "expr", &mut queries);
    let queries: Vec<&str> = queries
        .iter()
        .map(|query| query.as_str().unwrap())
        .collect();
    assert_eq!(named(&queries.join("\n")), catalogue());
}

#[test]
fn the_dashboard_asks_whichever_prometheus_is_chosen() {
    let dashboard: Value = serde_json::from_str(&read("examples/grafana/taskflow.json")).unwrap();
    let mut sources = Vec::new();
    collect(&dashboard["panels"], "datasource", &mut sources);
    assert!(!sources.is_empty());
    assert!(
        sources
            .iter()
            .all(|source| source["uid"] == "${datasource}")
    );
    let variable = &dashboard["templating"]["list"][0];
    assert_eq!(
        (&variable["name"], &variable["type"]),
        (&"datasource".into(), &"datasource".into())
    );
}

#[test]
fn the_documentation_names_every_metric_and_no_other() {
    assert_eq!(named(&read("docs/telemetry.md")), catalogue());
}
