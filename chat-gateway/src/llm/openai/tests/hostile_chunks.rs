use serde_json::json;

use super::{answer_to, answer_to_chunks, delta, finish, server::Reply, text};

#[tokio::test]
async fn odd_envelopes_do_not_hide_the_text() {
    let chunks = [
        json!({ "id": null, "object": "", "created": 1.7e9, "service_tier": "turbo",
                "choices": [{ "delta": { "role": "", "content": "a" } }] }),
        json!({ "service_tier": 7, "usage": "none", "system_fingerprint": [],
                "choices": [{ "index": -1, "finish_reason": 0.5, "logprobs": 3,
                              "delta": { "role": "model", "content": "b" } }] }),
        json!({ "choices": { "delta": { "content": "c", "tool_calls": null, "refusal": null } } }),
        json!({ "choices": [{ "delta": { "content": "d", "tool_calls": "none" }, "error": null }],
                "error": null }),
        json!({ "choices": null }),
        json!({ "type": "ping" }),
        json!(null),
        json!({ "choices": [{ "delta": null, "message": { "content": "e" } }] }),
        json!({ "choices": [{ "delta": { "content": "f" }, "message": { "content": "abcdef" } }] }),
    ];
    assert_eq!(answer_to_chunks(chunks).await.text(), "abcdef");
}

#[tokio::test]
async fn line_ends_comments_byte_order_marks_and_other_fields_are_understood() {
    let body = format!(
        "\u{feff}data:{}\r\n\r\n: keep-alive\r\n\r\nevent: message\r\nid: 7\r\ndata:\n\ndata: {}",
        text("Good "),
        "{\"choices\":[{\"delta\":\ndata: {\"content\":\"day\"}}]}\n\ndata: [DONE] \n\n",
    );
    let outcome = answer_to(Reply::stream().part(body.as_bytes()).end()).await;
    assert_eq!(outcome.text(), "Good day");
    outcome.completion();
}

#[tokio::test]
async fn a_line_may_end_in_any_of_three_ways_wherever_it_is_split() {
    for end in ["\r", "\n", "\r\n"] {
        let lines = [
            "data: {\"choices\":[{\"delta\":",
            "data: {\"content\":\"Hi\"}}]}",
            "",
            "data: [DONE]",
            "",
        ];
        let body: String = lines.iter().flat_map(|line| [*line, end]).collect();
        for size in [1, body.len()] {
            let packets = body.as_bytes().chunks(size);
            let outcome = answer_to(packets.fold(Reply::stream(), Reply::part).end()).await;
            assert_eq!(outcome.text(), "Hi", "{end:?} by {size}");
            outcome.completion();
        }
    }
}

#[tokio::test]
async fn a_character_may_be_split_between_packets() {
    let event = format!("data: {}\n\n", text("déjà vu"));
    let reply = event
        .as_bytes()
        .chunks(1)
        .fold(Reply::stream(), Reply::part)
        .done();
    assert_eq!(answer_to(reply).await.text(), "déjà vu");
}

#[tokio::test]
async fn the_last_event_needs_no_empty_line() {
    let reply = Reply::events([text("Hi")]).part(b"data: [DONE]").end();
    assert_eq!(answer_to(reply).await.completion().tool_calls, []);
}

#[tokio::test]
async fn an_event_stream_is_recognised_under_a_wrong_content_type() {
    let body = format!("data: {}\n\ndata: [DONE]\n\n", text("Hi"));
    let reply = Reply::status(200, "content-type: application/json\r\n", &body);
    assert_eq!(answer_to(reply).await.text(), "Hi");
}

#[tokio::test]
async fn only_the_first_choice_counts() {
    let chunk = json!({ "choices": [
        { "index": 0, "delta": { "content": "one" } },
        { "index": 1, "delta": { "content": "two" } },
    ]});
    assert_eq!(answer_to_chunks([chunk]).await.text(), "one");
}

#[tokio::test]
async fn text_after_an_early_finish_reason_still_counts() {
    let outcome = answer_to_chunks([finish("stop"), delta(json!({ "content": "Hi" }))]).await;
    assert_eq!(outcome.text(), "Hi");
}
