//! What is taken as a message over HTTP, and what is said of the rest.

use axum::body::Body;
use http::{Request, StatusCode, header};
use serde_json::{Value, json};
use taskflow_shared::testing::{TestDatabase, alice, token};

use crate::harness::{RESOURCE, request, send, server};

fn list() -> Value {
    json!({"jsonrpc": "2.0", "id": 1, "method": "tools/list"})
}

#[tokio::test]
async fn bodies_that_are_not_a_message_are_refused_as_problems() {
    let test = TestDatabase::sqlite().await;
    let router = server(&test.database);
    let token = token(&alice(), RESOURCE);
    let large = format!("{{\"padding\": \"{}\"}}", "x".repeat(1024 * 1024));
    for (kind, body, status, code) in [
        ("application/json", "{not json", 400, "malformed_json"),
        ("application/json", "", 400, "malformed_json"),
        ("application/json", "[]", 400, "invalid_request"),
        (
            "application/json",
            "[{\"jsonrpc\": \"2.0\"}]",
            400,
            "invalid_request",
        ),
        ("application/json", "{\"hello\": 1}", 400, "invalid_request"),
        (
            "application/json; charset=utf-8",
            "{\"method\": 5}",
            400,
            "invalid_request",
        ),
        ("application/json", &large, 413, "too_large"),
        ("text/plain", "{}", 415, "unsupported_media_type"),
    ] {
        let request = Request::post("/mcp")
            .header(header::CONTENT_TYPE, kind)
            .header(header::AUTHORIZATION, format!("Bearer {token}"))
            .body(Body::from(body.to_owned()))
            .unwrap();
        let answer = send(&router, request).await;
        assert_eq!(answer.status.as_u16(), status, "{answer:?}");
        assert_eq!(answer.header("content-type"), "application/problem+json");
        assert_eq!(answer.json()["code"], code, "{}", answer.text);
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_message_is_said_as_it_is() {
    let test = TestDatabase::sqlite().await;
    let router = server(&test.database);
    let token = token(&alice(), RESOURCE);
    for (body, status, words) in [
        ("[]", 400, "batches are not taken"),
        ("5", 400, "not one JSON-RPC 2.0 message"),
        (
            r#"{"jsonrpc": "2.0", "id": 1, "method": "tools/list", "method": "tools/call"}"#,
            400,
            "duplicate field `method`",
        ),
        (
            r#"{"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {}, "params": {}}"#,
            400,
            "duplicate field `params`",
        ),
        (
            r#"{"jsonrpc": "2.0", "id": 1, "method": "tools/call",
                "params": {"name": "list_tasks", "name": "add_task"}}"#,
            400,
            "duplicate field `name`",
        ),
        (
            r#"{"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": ["list_tasks"]}"#,
            400,
            "",
        ),
        (
            r#"{"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": 5}}"#,
            200,
            "-32602",
        ),
    ] {
        let mut request = request(Some(&token), &list());
        *request.body_mut() = Body::from(body);
        let answer = send(&router, request).await;
        assert_eq!(answer.status.as_u16(), status, "{body}: {answer:?}");
        assert!(answer.text.contains(words), "{body}: {}", answer.text);
        assert!(!answer.text.contains("is not JSON"), "{}", answer.text);
        let batches = answer.text.contains("batches");
        assert_eq!(batches, body == "[]", "{body}: {}", answer.text);
    }
}

#[tokio::test]
async fn a_body_that_breaks_off_is_a_problem() {
    let test = TestDatabase::sqlite().await;
    let mut broken = request(Some(&token(&alice(), RESOURCE)), &list());
    let reset = std::io::Error::other("connection reset");
    *broken.body_mut() = Body::from_stream(futures::stream::iter([Ok("{"), Err(reset)]));
    let answer = send(&server(&test.database), broken).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert_eq!(answer.json()["code"], "incomplete_body");
}

#[tokio::test]
async fn a_client_that_names_no_kind_of_answer_gets_json() {
    let test = TestDatabase::sqlite().await;
    let router = server(&test.database);
    let token = token(&alice(), RESOURCE);
    for (accept, status) in [
        (None, 200),
        (Some("*/*"), 200),
        (Some("text/html, */*;q=0.5"), 200),
        (Some("application/json"), 200),
        (Some("Application/JSON; charset=utf-8"), 200),
        (Some("application/*;q=0.8"), 200),
        (Some("application/json, text/event-stream"), 200),
        (Some("text/html"), 406),
        (Some("text/event-stream"), 406),
        (Some("application/json; q=0"), 406),
        (Some("application/jsonx"), 406),
    ] {
        let mut request = request(Some(&token), &list());
        request.headers_mut().remove(header::ACCEPT);
        if let Some(accept) = accept {
            request
                .headers_mut()
                .insert(header::ACCEPT, accept.parse().unwrap());
        }
        let answer = send(&router, request).await;
        assert_eq!(answer.status.as_u16(), status, "{accept:?}");
        assert!(answer.header("content-type").ends_with("json"));
    }
}
