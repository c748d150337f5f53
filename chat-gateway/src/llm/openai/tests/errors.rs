use std::error::Error;

use serde_json::{Value, json};

use super::{
    Outcome, answer_to, call, finish,
    server::{Reply, Step},
    text,
};
use crate::llm::ModelError;

const SECRET: &str = "the person's own words";

/// Checks that the error, with all its sources, quotes nothing.
fn assert_silent(error: &ModelError) {
    let mut words = format!("{error:?}");
    let mut source: Option<&dyn Error> = Some(error);
    while let Some(error) = source {
        words.push_str(&error.to_string());
        source = error.source();
    }
    assert!(!words.contains(SECRET), "{words}");
}

fn assert_cut_off(outcome: Outcome, why: &str) {
    let error = outcome.error();
    assert_silent(&error);
    let ModelError::CutOff(Some(source)) = error else {
        panic!("{error:?}");
    };
    assert_eq!(source.to_string(), why);
}

#[tokio::test]
async fn an_end_without_a_finish_reason_or_done_is_a_cut() {
    let outcome = answer_to(Reply::events([text("Hi")]).end()).await;
    assert_eq!(outcome.text(), "Hi");
    assert_cut_off(
        outcome,
        "the stream ended with neither a finish reason nor [DONE]",
    );
}

#[tokio::test]
async fn an_empty_body_is_a_cut() {
    let outcome = answer_to(Reply::status(200, "", "")).await;
    assert_cut_off(
        outcome,
        "the stream ended with neither a finish reason nor [DONE]",
    );
}

#[tokio::test]
async fn a_web_page_instead_of_an_answer_is_a_cut() {
    let page = format!("<html><body>{SECRET}</body></html>");
    let outcome = answer_to(Reply::status(200, "content-type: text/html\r\n", &page)).await;
    assert_cut_off(
        outcome,
        "the stream ended with neither a finish reason nor [DONE]",
    );
}

#[tokio::test]
async fn something_else_than_an_answer_is_a_cut() {
    let other = json!({ "detail": SECRET });
    let outcome = answer_to(Reply::json(&other)).await;
    assert_cut_off(outcome, "the answer has no choices");
    let outcome = answer_to(Reply::events([other]).done()).await;
    assert_cut_off(outcome, "the answer has no choices");
}

#[tokio::test]
async fn a_connection_reset_in_the_middle_is_a_cut() {
    let outcome = answer_to(Reply::events([text("Hi")]).then(Step::Reset)).await;
    assert_cut_off(outcome, "the connection was lost");
}

#[tokio::test]
async fn a_connection_closed_before_the_body_ends_is_a_cut() {
    let outcome = answer_to(Reply::events([text("Hi")]).then(Step::Close)).await;
    assert_eq!(outcome.text(), "Hi");
    assert_cut_off(outcome, "the connection was lost");
}

#[tokio::test]
async fn a_chunk_that_is_not_json_is_a_cut() {
    let broken = format!("{{\"choices\":[{{\"delta\":{{\"content\":\"{SECRET}");
    let reply = Reply::events([text("Hi")])
        .event(&broken)
        .event(&text("!").to_string())
        .done();
    let outcome = answer_to(reply).await;
    assert_eq!(outcome.text(), "Hi");
    assert_cut_off(outcome, "an event is not JSON");
}

#[tokio::test]
async fn a_chunk_that_is_not_utf8_is_a_cut() {
    let outcome = answer_to(Reply::stream().part(b"data: {\"a\":\"\xff\"}\n\n").done()).await;
    assert_cut_off(outcome, "an event is not UTF-8");
}

#[tokio::test]
async fn a_document_that_stops_short_is_a_cut() {
    let reply = Reply::default().send(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 90\r\n\r\n{\"choi",
    );
    assert_cut_off(
        answer_to(reply.then(Step::Close)).await,
        "the connection was lost",
    );
    let reply = Reply::status(200, "content-type: application/json\r\n", "{\"choi");
    assert_cut_off(answer_to(reply).await, "an event is not JSON");
}

#[tokio::test]
async fn an_answer_without_bounds_is_cut() {
    let padding = vec![b' '; 1024 * 1024];
    let reply = (0..17).fold(Reply::stream(), |reply, _| reply.part(&padding));
    assert_cut_off(
        answer_to(reply.then(Step::Hang)).await,
        "the answer is too large",
    );
}

#[tokio::test]
async fn a_tool_call_without_a_name_is_a_cut() {
    let nameless = call(json!({ "index": 0, "function": { "arguments": "{\"title\":\"Milk\"}" } }));
    let outcome = answer_to(Reply::events([nameless, finish("tool_calls")]).done()).await;
    assert_cut_off(outcome, "a tool call has no name");
}

async fn reported(event: Value) -> ModelError {
    let outcome = answer_to(Reply::events([text("Hi"), event]).done()).await;
    assert_eq!(outcome.text(), "Hi");
    let error = outcome.error();
    assert_silent(&error);
    error
}

#[tokio::test]
async fn an_error_inside_the_stream_is_an_error() {
    for (event, status) in [
        (
            json!({ "error": { "message": SECRET, "code": 502 } }),
            Some(502),
        ),
        (
            json!({ "error": { "message": SECRET, "code": "500" }, "choices": [] }),
            Some(500),
        ),
        (
            json!({ "error": { "message": SECRET, "type": "server_error", "code": null } }),
            None,
        ),
        (json!({ "error": SECRET }), None),
        (
            json!([{ "error": { "code": 503, "status": "UNAVAILABLE" } }]),
            Some(503),
        ),
        (
            json!({ "object": "error", "message": SECRET, "code": 400 }),
            Some(400),
        ),
        (
            json!({ "choices": [{ "error": { "code": 504 }, "delta": {} }] }),
            Some(504),
        ),
        (finish("error"), None),
    ] {
        let error = reported(event.clone()).await;
        let ModelError::Failed { status: reported } = error else {
            panic!("{event}: {error:?}");
        };
        assert_eq!(reported, status, "{event}");
    }
}

#[tokio::test]
async fn a_limit_reported_inside_the_stream_is_busy() {
    for error in [
        json!({ "code": 429, "message": SECRET }),
        json!({ "code": "rate_limit_exceeded" }),
        json!({ "type": "rate_limit_error", "message": SECRET }),
        json!({ "code": 8, "status": "RESOURCE_EXHAUSTED" }),
    ] {
        let result = reported(json!({ "error": error })).await;
        assert!(
            matches!(result, ModelError::Busy { retry_after: None }),
            "{error}: {result:?}"
        );
    }
}

#[tokio::test]
async fn an_error_document_under_status_200_is_an_error() {
    let outcome = answer_to(Reply::json(&json!({ "error": { "code": 429 } }))).await;
    assert!(matches!(
        outcome.error(),
        ModelError::Busy { retry_after: None }
    ));
}
