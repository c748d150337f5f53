//! Whether a running server is reached, asks for a token as hosts expect, and takes ours.

use std::time::Duration;

use reqwest::{Client, RequestBuilder, Response, StatusCode, header, redirect::Policy};
use serde_json::{Value, json};

use super::Finding;

const SERVER: &str = "server";
const TOKEN: &str = "token";
const PATIENCE: Duration = Duration::from_secs(10);

pub(super) async fn examine(url: &str, token: Option<&str>) -> Vec<Finding> {
    let client = Client::builder()
        .timeout(PATIENCE)
        .redirect(Policy::none())
        .build();
    let client = match client {
        Ok(client) => client,
        Err(error) => return vec![unreached(url, &error)],
    };
    let asked = match question(&client, url).send().await {
        Ok(answer) => answer,
        Err(error) => return vec![unreached(url, &error)],
    };
    let mut findings = vec![challenged(&client, url, &asked).await];
    if let Some(token) = token {
        findings.push(accepted(question(&client, url).bearer_auth(token)).await);
    }
    findings
}

fn question(client: &Client, url: &str) -> RequestBuilder {
    let list = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/list"});
    client
        .post(url)
        .header(header::ACCEPT, "application/json, text/event-stream")
        .header("mcp-protocol-version", "2025-11-25")
        .json(&list)
}

fn unreached(url: &str, error: &reqwest::Error) -> Finding {
    let why = if error.is_timeout() {
        "does not answer in time"
    } else if error.is_connect() {
        "cannot be connected to"
    } else {
        "cannot be asked"
    };
    let advice = "Start it (taskflow, or taskflow-mcp http), or correct the URL; it ends in /mcp.";
    Finding::wrong(SERVER, format!("{url} {why}"), advice)
}

/// Without a token the answer must be 401, and say where the metadata is.
async fn challenged(client: &Client, url: &str, answer: &Response) -> Finding {
    let status = answer.status();
    if status != StatusCode::UNAUTHORIZED {
        let advice = "See that the URL is that of TaskFlow and ends in /mcp; where a proxy stands \
                      in front, that TASKFLOW_PUBLIC_URL is its address.";
        let words = format!("{url} answers {status} to who has no token, not 401");
        return Finding::wrong(SERVER, words, advice);
    }
    let challenge = answer.headers().get(header::WWW_AUTHENTICATE);
    let challenge = challenge.and_then(|challenge| challenge.to_str().ok());
    let metadata = challenge.and_then(|challenge| parameter(challenge, "resource_metadata"));
    let Some(metadata) = metadata else {
        let words = format!("{url} does not say where its metadata is");
        return Finding::wrong(
            SERVER,
            words,
            "It is not TaskFlow, or a proxy took it away.",
        );
    };
    match document(client, metadata).await {
        Some(document) if document.get("resource").is_some_and(|own| own == url) => Finding::good(
            SERVER,
            format!("{url} answers, asks for a token, and has its metadata"),
        ),
        Some(document) => {
            let own = document.get("resource").and_then(Value::as_str);
            let words = format!("{url} is known to itself as {}", own.unwrap_or("nothing"));
            let advice = "Use that URL, or set TASKFLOW_PUBLIC_URL there: tokens are for one URL.";
            Finding::wrong(SERVER, words, advice)
        }
        None => {
            let words = format!("{url} names metadata at {metadata}, which cannot be read");
            let advice = "Set TASKFLOW_PUBLIC_URL there to the URL that clients use.";
            Finding::wrong(SERVER, words, advice)
        }
    }
}

async fn document(client: &Client, url: &str) -> Option<Value> {
    let answer = client.get(url).send().await.ok()?;
    answer.error_for_status().ok()?.json().await.ok()
}

async fn accepted(question: RequestBuilder) -> Finding {
    let answer = match question.send().await {
        Ok(answer) => answer,
        Err(_) => {
            return Finding::wrong(TOKEN, "could not be tried", "Try again.");
        }
    };
    let status = answer.status();
    if status.is_success() {
        let list: Value = answer.json().await.unwrap_or_default();
        let tools = list.pointer("/result/tools").and_then(Value::as_array);
        let tools = tools.map_or(0, Vec::len);
        return Finding::good(TOKEN, format!("is accepted, and allows {tools} tools"));
    }
    let problem: Value = answer.json().await.unwrap_or_default();
    let why = problem.get("detail").and_then(Value::as_str);
    let why = why.unwrap_or_default();
    let advice = "Get a new one: taskflow token --user 1, with the same TASKFLOW_PUBLIC_URL or \
                  TASKFLOW_LISTEN as the server.";
    Finding::wrong(TOKEN, format!("is refused with {status}. {why}"), advice)
}

/// Returns a quoted parameter of a challenge (RFC 9110, section 11.6.1).
fn parameter<'c>(challenge: &'c str, name: &str) -> Option<&'c str> {
    let (_, rest) = challenge.split_once(&format!("{name}=\""))?;
    rest.split_once('"').map(|(value, _)| value)
}
