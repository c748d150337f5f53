use std::{sync::Arc, time::Duration};

use futures::StreamExt;
use serde_json::json;
use tokio::{sync::Notify, time::Instant};

use super::{
    answer_to, answer_to_chunks, collect, delta, finish, hello, model,
    server::{Reply, Server, Step},
    text,
};
use crate::llm::{FinishReason, LanguageModel, ModelEvent, Usage};

#[tokio::test]
async fn text_is_passed_on_the_instant_it_arrives() {
    let go_on = Arc::new(Notify::new());
    let reply = Reply::events([text("Hel")])
        .then(Step::WaitFor(go_on.clone()))
        .event(&text("lo").to_string())
        .event(&finish("stop").to_string())
        .done();
    let server = Server::start([reply]).await;
    let mut events = model(&server).respond(hello());
    // The endpoint sends no more before this has been seen.
    let first = events.next().await.expect("an event").expect("no error");
    assert_eq!(first, ModelEvent::Text("Hel".to_owned()));
    go_on.notify_one();
    assert_eq!(collect(events).await.texts, ["lo"]);
}

#[tokio::test]
async fn empty_deltas_are_not_passed_on() {
    let outcome = answer_to_chunks([text(""), delta(json!({})), text("Hi"), text("")]).await;
    assert_eq!(outcome.texts, ["Hi"]);
}

#[tokio::test]
async fn a_stream_may_end_with_done_alone() {
    let completion = answer_to_chunks([text("Hi")]).await.completion();
    assert_eq!(completion.finish, FinishReason::Stop);
    assert_eq!(completion.usage, None);
}

#[tokio::test]
async fn a_stream_may_end_with_a_finish_reason_alone() {
    let outcome = answer_to(Reply::events([text("Hi"), finish("length")]).end()).await;
    assert_eq!(outcome.completion().finish, FinishReason::Length);
}

#[tokio::test(start_paused = true)]
async fn a_finished_answer_does_not_wait_for_an_endpoint_that_stays_silent() {
    let reply = Reply::events([text("Hi"), finish("content_filter")]).then(Step::Hang);
    let start = Instant::now();
    let completion = answer_to(reply).await.completion();
    assert_eq!(completion.finish, FinishReason::ContentFilter);
    assert!(start.elapsed().as_secs() < 2);
}

#[tokio::test]
async fn a_connection_lost_after_the_finish_reason_does_no_harm() {
    let outcome = answer_to(Reply::events([text("Hi"), finish("stop")]).then(Step::Close)).await;
    assert_eq!(outcome.text(), "Hi");
    assert_eq!(outcome.completion().finish, FinishReason::Stop);
}

#[tokio::test(start_paused = true)]
async fn done_ends_an_answer_at_once_and_a_body_left_open_is_given_up() {
    let server =
        Server::start([Reply::events([text("Hi")]).event("[DONE]").then(Step::Hang)]).await;
    let start = Instant::now();
    collect(model(&server).respond(hello())).await.completion();
    assert_eq!(start.elapsed(), Duration::ZERO);
    server.hung_up().await;
    assert!(start.elapsed() < Duration::from_secs(1));
}

#[tokio::test]
async fn an_unknown_finish_reason_is_an_end_and_an_empty_one_is_not() {
    let outcome = answer_to(Reply::events([text("Hi"), finish("eos_token")]).end()).await;
    assert_eq!(outcome.completion().finish, FinishReason::Stop);
    let outcome = answer_to(Reply::events([text("Hi"), finish("")]).end()).await;
    assert_eq!(
        outcome.error().to_string(),
        "the model's answer was cut off"
    );
}

#[tokio::test]
async fn the_first_finish_reason_counts() {
    let outcome = answer_to_chunks([text("Hi"), finish("length"), finish("stop"), text("")]).await;
    assert_eq!(outcome.completion().finish, FinishReason::Length);
}

#[tokio::test]
async fn usage_comes_in_a_chunk_without_choices() {
    let usage = json!({ "choices": [], "usage": {
        "prompt_tokens": 12, "completion_tokens": 3, "total_tokens": 15,
        "prompt_tokens_details": { "cached_tokens": 8 },
    }});
    let completion = answer_to_chunks([text("Hi"), finish("stop"), usage])
        .await
        .completion();
    let expected = Usage {
        input_tokens: 12,
        output_tokens: 3,
        cached_tokens: 8,
        estimated_tokens: 0,
    };
    assert_eq!(completion.usage, Some(expected));
}

#[tokio::test]
async fn usage_may_be_partial_null_or_in_several_chunks_with_choices() {
    let mut first = text("Hi");
    first["usage"] = json!({ "prompt_tokens": 12, "prompt_tokens_details": null });
    let mut second = text("!");
    second["usage"] = json!(null);
    let mut third = finish("stop");
    third["usage"] = json!({ "prompt_tokens": null, "completion_tokens": 3.0 });
    let completion = answer_to_chunks([first, second, third]).await.completion();
    let expected = Usage {
        input_tokens: 12,
        output_tokens: 3,
        cached_tokens: 0,
        estimated_tokens: 0,
    };
    assert_eq!(completion.usage, Some(expected));
}

#[tokio::test]
async fn a_whole_answer_instead_of_a_stream_is_understood() {
    let outcome = answer_to(Reply::json(&json!({
        "id": "chatcmpl-1", "object": "chat.completion", "created": 1.5,
        "choices": [{ "index": 0, "finish_reason": "tool_calls", "message": {
            "role": "assistant", "content": "On it.", "tool_calls": [
                { "id": "a", "type": "function",
                  "function": { "name": "add_task", "arguments": "{\"title\":\"Milk\"}" } },
                { "id": "b", "type": "function",
                  "function": { "name": "list_tasks", "arguments": "{}" } },
            ],
        }}],
        "usage": { "prompt_tokens": 5, "completion_tokens": 2 },
    })))
    .await;
    assert_eq!(outcome.text(), "On it.");
    let completion = outcome.completion();
    let names: Vec<_> = completion
        .tool_calls
        .iter()
        .map(|call| call.name.as_str())
        .collect();
    assert_eq!(names, ["add_task", "list_tasks"]);
    assert_eq!(completion.usage.expect("usage").input_tokens, 5);
}

#[tokio::test]
async fn a_whole_answer_without_a_finish_reason_is_complete() {
    let body = json!({ "choices": [{ "message": { "content": "Hi" } }] });
    let outcome = answer_to(Reply::json(&body)).await;
    assert_eq!(outcome.text(), "Hi");
    assert_eq!(outcome.completion().finish, FinishReason::Stop);
}

#[tokio::test]
async fn content_may_be_a_list_of_parts() {
    let parts = json!([
        { "type": "thinking", "thinking": [{ "type": "text", "text": "hmm" }] },
        { "type": "text", "text": "Good " },
        "day",
    ]);
    let outcome = answer_to_chunks([delta(json!({ "content": parts }))]).await;
    assert_eq!(outcome.text(), "Good day");
}

#[tokio::test]
async fn a_refusal_is_text() {
    let refusal = delta(json!({ "content": null, "refusal": "I cannot help with that." }));
    assert_eq!(
        answer_to_chunks([refusal]).await.text(),
        "I cannot help with that."
    );
}

#[tokio::test]
async fn what_a_content_filter_withholds_is_an_answer_that_was_withheld() {
    let azure = json!({ "error": { "code": "content_filter", "status": 400, "innererror": {
        "code": "ResponsibleAIPolicyViolation" } } });
    let image = json!({ "error": { "code": "content_policy_violation" } });
    for reply in [
        Reply::status(400, "", &azure.to_string()),
        Reply::status(400, "", &image.to_string()),
        Reply::events([azure]).done(),
        Reply::events([finish("content_filter")]).done(),
        Reply::events([finish("SAFETY")]).done(),
    ] {
        let outcome = answer_to(reply).await;
        assert_eq!(outcome.text(), "");
        assert_eq!(outcome.completion().finish, FinishReason::ContentFilter);
    }
}

#[tokio::test]
async fn reasoning_fields_are_left_out() {
    let outcome = answer_to_chunks([
        delta(json!({ "reasoning_content": "The person says hello." })),
        delta(json!({ "reasoning": "So do I.", "content": null })),
        text("Hello"),
    ])
    .await;
    assert_eq!(outcome.texts, ["Hello"]);
}

#[tokio::test]
async fn a_reasoning_block_is_kept_out_however_it_is_split() {
    for whole in [
        "\n<think>Is it <b>é</b>?</thin </think>\n\nHello <think>",
        "<thinking>Is </think>it?</thinking> Hello <think>",
        "<think>One.</think><think>Two.</think>Hello <think>",
    ] {
        for size in 1..whole.len() {
            let letters: Vec<char> = whole.chars().collect();
            let pieces = letters
                .chunks(size)
                .map(|piece| text(&piece.iter().collect::<String>()));
            assert_eq!(
                answer_to_chunks(pieces).await.text(),
                "Hello <think>",
                "by {size}"
            );
        }
    }
}

#[tokio::test]
async fn text_that_only_looks_like_a_reasoning_block_is_kept() {
    for kept in [
        "<th",
        " <thing>",
        "<thinkin",
        "<b>hi</b>",
        "  hi <think>no</think>",
    ] {
        let pieces = kept.chars().map(|letter| text(&letter.to_string()));
        assert_eq!(answer_to_chunks(pieces).await.text(), kept);
    }
}

#[tokio::test]
async fn a_reasoning_block_that_never_ends_has_no_text() {
    let outcome = answer_to_chunks([text("<think>I wonder"), finish("length")]).await;
    assert_eq!(outcome.texts, Vec::<String>::new());
}
