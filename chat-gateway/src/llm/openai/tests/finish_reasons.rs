//! Finish reasons that come before the end.

use std::time::Duration;

use serde_json::{Value, json};

use super::{
    answer_to, call, delta, finish,
    server::{Reply, Step},
    text,
};
use crate::llm::{FinishReason, ModelError};

/// The chunk with a finish reason of its own, as some endpoints send every one.
fn finished(mut chunk: Value) -> Value {
    chunk["choices"][0]["finish_reason"] = json!("stop");
    chunk
}

/// A stream that goes silent after `chunk` for longer than usage and `[DONE]` are waited for.
fn paused_after(chunk: Value) -> Reply {
    Reply::events([chunk]).then(Step::Sleep(Duration::from_millis(1_500)))
}

#[tokio::test(start_paused = true)]
async fn text_may_go_on_after_a_finish_reason_and_a_pause() {
    let role = delta(json!({ "role": "assistant" }));
    for (first, whole) in [
        (text("first "), "first second third"),
        (role, "second third"),
    ] {
        let reply = paused_after(finished(first))
            .event(&finished(text("second ")).to_string())
            .event(&finished(text("third")).to_string())
            .done();
        let outcome = answer_to(reply).await;
        assert_eq!(outcome.text(), whole);
        outcome.completion();
    }
}

#[tokio::test(start_paused = true)]
async fn text_after_a_bare_finish_reason_ends_the_hurry() {
    let reply = Reply::events([text("one "), finish("stop"), text("two ")])
        .then(Step::Sleep(Duration::from_millis(1_500)))
        .event(&text("three").to_string())
        .end();
    let outcome = answer_to(reply).await;
    assert_eq!(outcome.text(), "one two three");
    outcome.completion();
}

#[tokio::test(start_paused = true)]
async fn a_call_may_follow_text_that_has_a_finish_reason() {
    let function = json!({ "name": "add_task", "arguments": "{\"title\":\"Milk\"}" });
    let add = call(json!({ "index": 0, "id": "a", "function": function }));
    let reply = paused_after(finished(text("Adding it. "))).event(&finished(add).to_string());
    let outcome = answer_to(reply.done()).await;
    assert_eq!(outcome.text(), "Adding it. ");
    assert_eq!(outcome.only_call().name, "add_task");
}

#[tokio::test(start_paused = true)]
async fn text_with_a_finish_reason_is_whole_at_the_end_of_the_body_and_not_at_a_reset() {
    let outcome = answer_to(paused_after(finished(text("Hi"))).end()).await;
    assert_eq!(outcome.completion().finish, FinishReason::Stop);
    let outcome = answer_to(paused_after(finished(text("Hi"))).then(Step::Reset)).await;
    assert_eq!(outcome.text(), "Hi");
    let error = outcome.error();
    assert!(matches!(error, ModelError::CutOff(_)), "{error:?}");
}
