//! What `taskflow-mcp http` tells those who watch over it.

use std::{
    io::{BufRead as _, BufReader},
    process::{Child, Command, Stdio},
};

use reqwest::Client;
use serde_json::json;
use taskflow_shared::testing::{SECRET, alice, token};
use tokio::net::TcpListener;

/// The program, serving; killed when it goes out of scope.
struct Running {
    child: Child,
    url: String,
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn start(metrics: &str, data: &std::path::Path) -> Running {
    let mut child = Command::new(env!("CARGO_BIN_EXE_taskflow-mcp"))
        .arg("http")
        .env_clear()
        .env("TASKFLOW_DATA_DIR", data)
        .env("TASKFLOW_LISTEN", "127.0.0.1:0")
        .env("TASKFLOW_METRICS_LISTEN", metrics)
        .env("TASKFLOW_JWT_SECRET", SECRET)
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let url = loop {
        let line = lines.next().expect("it says where it is").unwrap();
        if let Some(url) = line.strip_prefix("taskflow-mcp serves ") {
            break url.to_owned();
        }
    };
    std::thread::spawn(move || lines.for_each(drop));
    Running { child, url }
}

#[tokio::test]
async fn requests_to_the_task_server_are_counted_by_method_tool_and_outcome() {
    let free = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let metrics = free.local_addr().unwrap().to_string();
    drop(free);
    let data = tempfile::tempdir().unwrap();
    let server = start(&metrics, data.path());
    let token = token(&alice(), &server.url);
    for (tool, arguments) in [
        ("add_task", json!({"title": "Milk"})),
        ("complete_task", json!({"task_id": 4711})),
        ("made_up_by_a_host", json!({})),
    ] {
        let params = json!({"name": tool, "arguments": arguments});
        let call = Client::new()
            .post(&server.url)
            .bearer_auth(&token)
            .header("accept", "application/json, text/event-stream")
            .header("mcp-protocol-version", "2025-06-18")
            .json(&json!({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}));
        assert!(call.send().await.unwrap().status().is_success());
    }
    let shown = reqwest::get(format!("http://{metrics}/metrics")).await;
    let shown = shown.unwrap().text().await.unwrap();
    for line in [
        r#"taskflow_mcp_requests_total{method="tools/call",tool="add_task",outcome="answered"} 1"#,
        r#"taskflow_mcp_requests_total{method="tools/call",tool="complete_task",outcome="tool_error"} 1"#,
        r#"taskflow_mcp_requests_total{method="tools/call",tool="other",outcome="refused"} 1"#,
        r#"taskflow_mcp_request_duration_seconds_count{method="tools/call"} 3"#,
        r#"taskflow_http_requests_total{method="POST",route="/mcp",status="200"} 3"#,
        "taskflow_database_waiting_writes 0",
    ] {
        assert!(
            shown.lines().any(|shown| shown == line),
            "{line} in {shown}"
        );
    }
    assert!(
        !shown.contains("made_up"),
        "callers make no labels: {shown}"
    );
}
