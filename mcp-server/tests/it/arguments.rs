//! Arguments as models send them.

use serde_json::json;
use taskflow_shared::testing::{TestDatabase, alice};

use crate::harness::{Person, server};

#[tokio::test(flavor = "multi_thread")]
async fn what_a_model_plainly_means_is_taken() {
    let test = TestDatabase::sqlite().await;
    let alice = Person::new(&server(&test.database), &alice());
    alice.add("A").await;
    for id in [
        json!("1"),
        json!("#1"),
        json!(" 1 "),
        json!("1.0"),
        json!(1.0),
        json!(1),
        json!([1]),
        json!(["#1"]),
    ] {
        let done = alice
            .call("complete_task", json!({"task_id": id.clone()}))
            .await;
        assert_eq!(done.value()["task_id"], 1, "{id}");
    }
    let list = json!({"status": "Completed", "limit": "10", "filter": null, "cursor": null});
    assert_eq!(alice.list(list).await, (vec![1], 1));
    let blank = json!({"status": "", "limit": " ", "filter": "", "sort": "", "detail": ""});
    assert_eq!(alice.list(blank).await, (vec![1], 1));
    let number = alice
        .call("add_task", json!({"title": 2026, "description": null}))
        .await;
    assert_eq!(number.value()["title"], "2026");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_it_cannot_mean_is_refused_in_words_it_can_act_on() {
    let test = TestDatabase::sqlite().await;
    let alice = Person::new(&server(&test.database), &alice());
    for (tool, arguments, words) in [
        (
            "complete_task",
            json!({}),
            "Say which tasks with exactly one of task_id, task_ids and find",
        ),
        (
            "complete_task",
            json!({"task_id": 1, "done": "maybe"}),
            "done must be true or false",
        ),
        (
            "complete_task",
            json!({"task_id": "one"}),
            "task_id must be a whole number, such as 3",
        ),
        (
            "delete_task",
            json!({"task_id": [1, 2]}),
            "task_id must be a whole number, such as 3",
        ),
        (
            "add_task",
            json!({"title": ["a", "b"]}),
            "title must be text",
        ),
        (
            "add_task",
            json!({"title": "a", "user_id": "2"}),
            "Unknown argument \"user_id\": this tool takes description, due, \
             labels, parent_id, priority, project, quick, repeat, request_id, title",
        ),
        (
            "add_task",
            json!({"name": "a"}),
            "Unknown argument \"name\": this tool takes description, due, \
             labels, parent_id, priority, project, quick, repeat, request_id, title",
        ),
        (
            "complete_task",
            json!({"task_id": ""}),
            "Say which tasks with exactly one of task_id, task_ids and find",
        ),
        (
            "add_task",
            json!({"title": "\u{200b}\u{200b}"}),
            "Title is required",
        ),
        (
            "list_tasks",
            json!({"status": "done"}),
            "status must be one of: all, pending, completed",
        ),
    ] {
        let refusal = alice.call(tool, arguments.clone()).await.refusal();
        assert_eq!(refusal, words, "{tool} {arguments}");
    }
    assert_eq!(alice.list(json!({})).await, (vec![], 0));
}
