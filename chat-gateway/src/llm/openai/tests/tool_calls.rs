use serde_json::{Value, json};

use super::{
    Outcome, answer_to_chunks, call, collect, delta, finish, model, request,
    server::{Reply, Server},
};
use crate::llm::{LanguageModel, Message, ToolCall};

fn part(
    index: impl Into<Value>,
    id: impl Into<Value>,
    name: impl Into<Value>,
    arguments: impl Into<Value>,
) -> Value {
    let function = json!({ "name": name.into(), "arguments": arguments.into() });
    json!({ "index": index.into(), "id": id.into(), "type": "function", "function": function })
}

/// Sends each part in a chunk of its own, then `[DONE]`.
async fn assembled(parts: impl IntoIterator<Item = Value>) -> Vec<(String, String, String)> {
    calls(answer_to_chunks(parts.into_iter().map(call)).await)
}

fn calls(outcome: Outcome) -> Vec<(String, String, String)> {
    let calls = outcome.completion().tool_calls.into_iter();
    calls
        .map(|call| (call.id, call.name, call.arguments))
        .collect()
}

fn expected(calls: &[(&str, &str, &str)]) -> Vec<(String, String, String)> {
    calls
        .iter()
        .map(|(id, name, arguments)| {
            (
                (*id).to_owned(),
                (*name).to_owned(),
                (*arguments).to_owned(),
            )
        })
        .collect()
}

#[tokio::test]
async fn interleaved_parts_are_put_together_by_index() {
    let calls = assembled([
        part(0, "a", "add_task", ""),
        part(1, "b", "complete_task", "{\"task"),
        part(0, Value::Null, Value::Null, "{\"title\":"),
        part(1, Value::Null, Value::Null, "_id\":3}"),
        part(0, "", "", "\"Milk\"}"),
    ])
    .await;
    assert_eq!(
        calls,
        expected(&[
            ("a", "add_task", "{\"title\":\"Milk\"}"),
            ("b", "complete_task", "{\"task_id\":3}"),
        ])
    );
}

#[tokio::test]
async fn without_an_index_parts_are_put_together_by_id() {
    for missing in [Value::Null, json!(-1), json!("none")] {
        let calls = assembled([
            part(missing.clone(), "a", "add_task", "{\"title\":"),
            part(missing.clone(), "b", "add_task", "{\"title\":"),
            part(missing.clone(), "a", Value::Null, "\"Milk\"}"),
            part(missing.clone(), "b", Value::Null, "\"Tea\"}"),
        ])
        .await;
        assert_eq!(
            calls,
            expected(&[
                ("a", "add_task", "{\"title\":\"Milk\"}"),
                ("b", "add_task", "{\"title\":\"Tea\"}"),
            ])
        );
    }
}

#[tokio::test]
async fn without_index_and_id_parts_are_put_together_in_order() {
    let function = |name: &str, arguments: &str| json!({ "type": "", "function": { "name": name, "arguments": arguments } });
    let calls = assembled([
        function("add_task", "{\"title\":"),
        function("", "\"Milk\"}"),
        function("add_task", "{\"title\":\"Tea\"}"),
        function("list_tasks", ""),
    ])
    .await;
    assert_eq!(
        calls,
        expected(&[
            ("call_0", "add_task", "{\"title\":\"Milk\"}"),
            ("call_1", "add_task", "{\"title\":\"Tea\"}"),
            ("call_2", "list_tasks", "{}"),
        ])
    );
}

#[tokio::test]
async fn calls_side_by_side_in_one_chunk_are_told_apart() {
    let one = json!({ "function": { "name": "list_tasks" } });
    let outcome = answer_to_chunks([delta(json!({ "tool_calls": [one, one] }))]).await;
    assert_eq!(calls(outcome).len(), 2);
}

#[tokio::test]
async fn calls_that_all_claim_index_zero_are_told_apart() {
    let calls = assembled([
        part(0, "a", "add_task", "{\"title\":\"Milk\"}"),
        part(0, "b", "add_task", "{\"title\":\"Tea\"}"),
    ])
    .await;
    assert_eq!(calls.len(), 2, "{calls:?}");
    let calls = assembled([
        part(0, "", "add_task", "{\"title\":\"Milk\"}"),
        part(0, "", "complete_task", "{\"task_id\":1}"),
        part(0, "", "complete_task", "{\"task_id\":2}"),
    ])
    .await;
    assert_eq!(calls.len(), 3, "{calls:?}");
}

#[tokio::test]
async fn calls_that_share_an_id_are_told_apart_by_index() {
    let calls = assembled([
        part(0, "same", "add_task", "{\"title\":\"Milk\"}"),
        part(1, "same", "add_task", "{\"title\":\"Tea\"}"),
    ])
    .await;
    assert_eq!(
        calls,
        expected(&[
            ("same", "add_task", "{\"title\":\"Milk\"}"),
            ("call_0", "add_task", "{\"title\":\"Tea\"}"),
        ])
    );
}

#[tokio::test]
async fn a_name_and_an_id_repeated_in_every_part_count_once() {
    for index in [json!(0), Value::Null] {
        let calls = assembled([
            part(index.clone(), "a", "add_task", "{\"title\":"),
            part(index.clone(), "a", "add_task", "\"Milk\""),
            part(index.clone(), "a", "add_task", "}"),
        ])
        .await;
        assert_eq!(
            calls,
            expected(&[("a", "add_task", "{\"title\":\"Milk\"}")])
        );
    }
}

#[tokio::test]
async fn a_whole_call_repeated_at_the_end_counts_once() {
    let whole = "{\"title\":\"Milk\"}";
    for id in ["a", ""] {
        let calls = assembled([
            part(0, "a", "add_task", "{\"title\":"),
            part(0, "", "", "\"Milk\"}"),
            part(0, id, "add_task", whole),
            part(0, id, "add_task", ""),
        ])
        .await;
        assert_eq!(calls, expected(&[("a", "add_task", whole)]));
    }
}

#[tokio::test]
async fn an_id_invented_anew_for_every_part_does_not_split_a_call() {
    let calls = assembled([
        part(0, "x1", "add_task", "{\"title\":"),
        part(0, "x2", Value::Null, "\"Milk\"}"),
    ])
    .await;
    assert_eq!(
        calls,
        expected(&[("x1", "add_task", "{\"title\":\"Milk\"}")])
    );
}

#[tokio::test]
async fn a_name_may_come_in_parts() {
    let calls = assembled([
        part(0, "a", "add", Value::Null),
        part(0, Value::Null, "_task", "{}"),
    ])
    .await;
    assert_eq!(calls, expected(&[("a", "add_task", "{}")]));
}

#[tokio::test]
async fn arguments_may_be_an_object() {
    let calls = assembled([part(0, "a", "add_task", json!({ "title": "Milk" }))]);
    assert_eq!(
        calls.await,
        expected(&[("a", "add_task", "{\"title\":\"Milk\"}")])
    );
}

#[tokio::test]
async fn empty_arguments_give_way_to_those_that_follow() {
    let whole = "{\"title\":\"Milk\"}";
    for placeholder in ["{}", " {}\n"] {
        let calls = assembled([
            part(0, "a", "add_task", placeholder),
            part(0, Value::Null, Value::Null, ""),
            part(0, Value::Null, Value::Null, "{\"title\":"),
            part(0, Value::Null, Value::Null, "\"Milk\"}"),
        ]);
        assert_eq!(calls.await, expected(&[("a", "add_task", whole)]));
    }
    let calls = assembled([
        part(0, "a", "list_tasks", "{}"),
        part(0, "a", "list_tasks", "\n"),
    ]);
    assert_eq!(calls.await, expected(&[("a", "list_tasks", "{}\n")]));
}

#[tokio::test]
async fn malformed_arguments_are_passed_on_as_the_model_wrote_them() {
    let calls = assembled([part(0, "a", "add_task", "{title: Milk")]);
    assert_eq!(calls.await, expected(&[("a", "add_task", "{title: Milk")]));
}

#[tokio::test]
async fn calls_are_delivered_whatever_the_finish_reason() {
    for reason in ["stop", "length", "tool_calls", "function_call", "weird"] {
        let add = call(part(0, "a", "add_task", "{}"));
        let outcome = answer_to_chunks([add, finish(reason)]).await;
        assert_eq!(outcome.only_call().name, "add_task", "{reason}");
    }
}

#[tokio::test]
async fn a_placeholder_that_is_never_filled_is_no_call() {
    let empty = part(0, Value::Null, Value::Null, Value::Null);
    assert_eq!(assembled([empty]).await, []);
}

#[tokio::test]
async fn generated_ids_collide_neither_in_the_message_nor_in_the_conversation() {
    let earlier = Message::Assistant {
        text: String::new(),
        tool_calls: vec![ToolCall {
            id: "call_1".to_owned(),
            name: "list_tasks".to_owned(),
            arguments: "{}".to_owned(),
            extra: serde_json::Map::new(),
        }],
    };
    let result = Message::ToolResult {
        call_id: "call_1".to_owned(),
        content: "{}".to_owned(),
        is_error: false,
    };
    let unnamed = |index: u32, id: &str| call(part(index, id, "list_tasks", "{}"));
    let chunks = [
        unnamed(0, "call_2"),
        unnamed(1, ""),
        unnamed(2, "call_1"),
        unnamed(3, ""),
    ];
    let server = Server::start([Reply::events(chunks).done()]).await;
    let outcome = collect(model(&server).respond(request(vec![earlier, result]))).await;
    let ids: Vec<_> = calls(outcome).into_iter().map(|(id, ..)| id).collect();
    assert_eq!(ids, ["call_2", "call_3", "call_4", "call_5"]);
}

#[tokio::test]
async fn unknown_fields_of_a_call_are_kept() {
    let mut add = part(0, "a", "add_task", "{}");
    add["extra_content"] = json!({ "google": { "thought_signature": "sig" } });
    add["nothing"] = Value::Null;
    let call = answer_to_chunks([call(add)]).await.only_call();
    let kept = json!({ "extra_content": { "google": { "thought_signature": "sig" } } });
    assert_eq!(Value::Object(call.extra), kept);
}
