//! What Prometheus is told.

use std::collections::BTreeMap;

use reqwest::{Client, Method, StatusCode};
use taskflow_shared::telemetry::metrics::METRICS;
use tokio::net::TcpListener;

use super::{answer, say};
use crate::support::{
    Reply, ScriptedModel,
    program::{Running, start, taskflow},
};

/// A gateway with this model and setting, and where its metrics are.
async fn watched(
    model: &ScriptedModel,
    (name, value): (&str, &str),
) -> (tempfile::TempDir, Running, String) {
    let free = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = free.local_addr().unwrap().to_string();
    drop(free);
    let data = tempfile::tempdir().unwrap();
    let mut command = taskflow(data.path());
    command
        .env("TASKFLOW_METRICS_LISTEN", &address)
        .env("OPENAI_BASE_URL", model.url())
        .env(name, value);
    (data, start(command), format!("http://{address}/metrics"))
}

/// Fetches the metrics: each series with its labels in order, and its value.
async fn scrape(url: &str) -> BTreeMap<String, f64> {
    let response = Client::new().get(url).send().await.unwrap();
    let kind = response.headers()["content-type"]
        .to_str()
        .unwrap()
        .to_owned();
    assert!(kind.starts_with("text/plain; version=0.0.4"), "{kind}");
    let text = response.text().await.unwrap();
    let series = text
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    let series: BTreeMap<String, f64> = series
        .map(|line| {
            let (name, value) = line.rsplit_once(' ').unwrap();
            (sorted(name), value.parse().unwrap())
        })
        .collect();
    for name in series.keys() {
        assert!(is_known(name), "{name} is not in the catalogue");
    }
    series
}

fn sorted(series: &str) -> String {
    let Some((name, labels)) = series
        .strip_suffix('}')
        .and_then(|rest| rest.split_once('{'))
    else {
        return series.to_owned();
    };
    let mut labels: Vec<&str> = labels.split(',').collect();
    labels.sort_unstable();
    format!("{name}{{{}}}", labels.join(","))
}

fn is_known(series: &str) -> bool {
    let name = series.split('{').next().unwrap();
    METRICS.iter().any(|metric| {
        let rest = name.strip_prefix(metric.name);
        rest.is_some_and(|rest| ["", "_bucket", "_sum", "_count"].contains(&rest))
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_turn_is_counted_by_what_it_did() {
    let model = ScriptedModel::start([
        Reply::call("add_task", r#"{"title":"Milk"}"#),
        Reply::call("complete_task", r#"{"task_id":4711}"#),
        Reply::call("made_up_by_the_model", "{}"),
        Reply::text("Done."),
        Reply::Status(400, None, "no"),
    ])
    .await;
    let (_data, gateway, url) = watched(&model, ("TASKFLOW_RATE_LIMIT", "off")).await;
    answer(&gateway, "milk").await;
    assert_eq!(
        say(&gateway, "chat", "more").await.status(),
        StatusCode::BAD_GATEWAY
    );
    let client = Client::new();
    for method in ["GET", "BREW"] {
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        let made_up = format!("{}/made/up/{method}", gateway.url);
        client.request(method, made_up).send().await.unwrap();
    }
    let found = scrape(&url).await;
    for (series, expected) in [
        (
            r#"taskflow_http_requests_total{method="POST",route="/api/{user_id}/chat",status="200"}"#,
            1.0,
        ),
        (
            r#"taskflow_http_requests_total{method="POST",route="/api/{user_id}/chat",status="502"}"#,
            1.0,
        ),
        (
            r#"taskflow_http_requests_total{method="GET",route="other",status="401"}"#,
            1.0,
        ),
        (
            r#"taskflow_http_requests_total{method="_OTHER",route="other",status="401"}"#,
            1.0,
        ),
        (
            r#"taskflow_http_request_duration_seconds_count{method="POST",route="/api/{user_id}/chat"}"#,
            2.0,
        ),
        (r#"taskflow_runs_total{outcome="completed"}"#, 1.0),
        (r#"taskflow_runs_total{outcome="failed"}"#, 1.0),
        ("taskflow_active_runs", 0.0),
        ("taskflow_run_duration_seconds_count", 2.0),
        ("taskflow_time_to_first_token_seconds_count", 1.0),
        ("taskflow_model_calls_total", 4.0),
        (r#"taskflow_model_errors_total{kind="rejected"}"#, 1.0),
        (
            r#"taskflow_tool_calls_total{outcome="succeeded",tool="add_task"}"#,
            1.0,
        ),
        (
            r#"taskflow_tool_calls_total{outcome="failed",tool="complete_task"}"#,
            1.0,
        ),
        (
            r#"taskflow_tool_calls_total{outcome="refused",tool="other"}"#,
            1.0,
        ),
        (
            r#"taskflow_tool_call_duration_seconds_count{tool="add_task"}"#,
            1.0,
        ),
        (
            r#"taskflow_mcp_requests_total{method="tools/call",outcome="answered",tool="add_task"}"#,
            1.0,
        ),
        (
            r#"taskflow_mcp_requests_total{method="tools/call",outcome="tool_error",tool="complete_task"}"#,
            1.0,
        ),
        (
            r#"taskflow_mcp_requests_total{method="tools/list",outcome="answered",tool="none"}"#,
            1.0,
        ),
        ("taskflow_database_waiting_writes", 0.0),
    ] {
        assert_eq!(found.get(series), Some(&expected), "{series} in {found:#?}");
    }
    for direction in ["input", "output"] {
        let tokens = found[&format!("taskflow_tokens_total{{direction=\"{direction}\"}}")];
        assert!(tokens > 0.0, "{direction}");
    }
    assert!(found[r#"taskflow_database_connections{state="idle"}"#] >= 1.0);
    let everything = format!("{found:?}");
    assert!(
        !everything.contains("made"),
        "callers make no labels: {everything}"
    );
    // They stand apart from what clients reach.
    let public = client
        .get(format!("{}/metrics", gateway.url))
        .send()
        .await
        .unwrap();
    assert_eq!(public.status(), StatusCode::UNAUTHORIZED);
}

#[tokio::test(flavor = "multi_thread")]
async fn streams_are_counted_while_they_are_read_and_refusals_by_their_limit() {
    let model = ScriptedModel::start([Reply::Silence(std::time::Duration::from_secs(60))]).await;
    let (_data, gateway, url) = watched(&model, ("TASKFLOW_RATE_LIMIT", "1/hour+1")).await;
    let stream = say(&gateway, "chat/stream", "wait").await;
    assert_eq!(stream.status(), StatusCode::OK);
    let refused = say(&gateway, "chat", "again").await;
    assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS);
    let found = scrape(&url).await;
    assert_eq!(found["taskflow_open_streams"], 1.0);
    assert_eq!(found["taskflow_active_runs"], 1.0);
    assert_eq!(
        found[r#"taskflow_rate_limited_total{limit="rate_limited"}"#],
        1.0
    );
    drop(stream);
    while scrape(&url).await["taskflow_open_streams"] > 0.0 {
        tokio::task::yield_now().await;
    }
    assert_eq!(
        scrape(&url).await["taskflow_active_runs"],
        1.0,
        "the run goes on"
    );
}

#[test]
fn they_are_not_served_where_clients_are() {
    let data = tempfile::tempdir().unwrap();
    let mut command = taskflow(data.path());
    command
        .env("TASKFLOW_LISTEN", "127.0.0.1:8080")
        .env("TASKFLOW_METRICS_LISTEN", "127.0.0.1:8080");
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let words = String::from_utf8(output.stderr).unwrap();
    assert!(words.contains("TASKFLOW_METRICS_LISTEN"), "{words}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_model_that_gave_no_answer_is_counted_where_another_one_answered() {
    let model = ScriptedModel::start([Reply::Status(401, None, "no")]).await;
    let models = ("TASKFLOW_MODELS", "scripted,built-in");
    let (_data, gateway, url) = watched(&model, models).await;
    answer(&gateway, "What's pending?").await;
    let found = scrape(&url).await;
    for (series, expected) in [
        (r#"taskflow_model_errors_total{kind="key_refused"}"#, 1.0),
        (r#"taskflow_runs_total{outcome="completed"}"#, 1.0),
    ] {
        assert_eq!(found.get(series), Some(&expected), "{series} in {found:#?}");
    }
}
