//! `update_task`

use serde_json::{Value, json};
use taskflow_shared::testing::{TestDatabase, alice, bob, on_each_database};

use crate::harness::{Person, server};

async fn first_task(person: &Person) -> Value {
    let list = person.call("list_tasks", json!({"detail": true}));
    let list = list.await.value();
    let mut tasks = list["tasks"].as_array().unwrap().iter();
    tasks.find(|task| task["id"] == 1).unwrap().clone()
}

async fn update(person: &Person, mut arguments: Value) -> Value {
    arguments["task_id"] = 1.into();
    person.call("update_task", arguments).await.value();
    first_task(person).await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_named_stays() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::new(&server(&test.database), &alice());
        let task = json!({
            "title": "Buy groceries", "description": "milk", "due": "2999-12-01",
            "repeat": "every day", "priority": "p2", "project": "Home", "labels": ["a", "b"],
        });
        alice.call("add_task", task).await.value();
        let mut expected = first_task(&alice).await;
        let title = "Call 'Mom' tonight";
        let updated = alice
            .call("update_task", json!({"task_id": 1, "title": title}))
            .await;
        assert_eq!(
            updated.value(),
            json!({
                "task_id": 1,
                "status": "updated",
                "title": title,
                "due": "2999-12-01",
                "change_id": 2,
            })
        );
        expected["title"] = title.into();
        for (field, sent, shown) in [
            ("title", json!(null), json!(title)),
            ("description", json!("bread"), json!("bread")),
            ("due", json!("2999-12-24"), json!("2999-12-24")),
            ("priority", json!(1), json!("p1")),
            ("project", json!("#Work"), json!("Work")),
            ("labels", json!(["+c", "-A"]), json!(["b", "c"])),
            ("labels", json!("x, y"), json!(["x", "y"])),
        ] {
            expected[field] = shown;
            let mut fields = json!({"description": expected["description"]});
            fields[field] = sent;
            assert_eq!(update(&alice, fields).await, expected, "{field}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_due_date_that_is_not_understood_leaves_the_repetition_alone() {
    let test = TestDatabase::sqlite().await;
    let alice = Person::new(&server(&test.database), &alice());
    let task = json!({"title": "A", "due": "2999-12-01", "repeat": "every day"});
    alice.call("add_task", task).await.value();
    let before = first_task(&alice).await;
    for (due, words) in [
        ("monday or tuesday", "Could not read"),
        ("may", "Could not read"),
        ("friday at midnight", "Could not read"),
        ("none", "To clear due, give ''"),
        ("No date", "To clear due, give ''"),
        ("never", "To clear due, give ''"),
    ] {
        let arguments = json!({"task_id": 1, "due": due});
        let refusal = alice.call("update_task", arguments).await.refusal();
        assert!(refusal.contains(words), "{due}: {refusal}");
    }
    let never = json!({"task_id": 1, "repeat": "never"});
    let refusal = alice.call("update_task", never).await.refusal();
    assert_eq!(refusal, "To clear repeat, give ''");
    assert_eq!(first_task(&alice).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn blank_text_clears_a_field() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::new(&server(&test.database), &alice());
        let task = json!({
            "title": "A", "description": "b", "due": "2999-12-01", "repeat": "every day",
            "priority": "p1", "project": "Home", "labels": ["a"],
        });
        alice.call("add_task", task).await.value();
        for field in [
            "description",
            "repeat",
            "due",
            "priority",
            "project",
            "labels",
        ] {
            let mut fields = json!({});
            fields[field] = "".into();
            let task = update(&alice, fields).await;
            assert_eq!(task.get(field), None, "{task}");
        }
        alice.call("undo", json!({})).await.value();
        assert_eq!(first_task(&alice).await["labels"], json!(["a"]));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_date_keeps_the_repetition_and_a_repeating_one_replaces_both() {
    let test = TestDatabase::sqlite().await;
    let alice = Person::new(&server(&test.database), &alice());
    let task = json!({"title": "A", "due": "2999-12-01", "repeat": "every day"});
    alice.call("add_task", task).await.value();
    let moved = update(&alice, json!({"due": "2999-12-05"})).await;
    assert_eq!(
        (&moved["due"], &moved["repeat"]),
        (&"2999-12-05".into(), &"every day".into())
    );
    let other = update(&alice, json!({"due": "every monday"})).await;
    assert!(
        other["repeat"]
            .as_str()
            .unwrap()
            .to_lowercase()
            .contains("mon"),
        "{other}"
    );
    assert_ne!(other["due"], moved["due"]);
    let twice = json!({"task_id": 1, "due": "every day", "repeat": "every week"});
    alice.call("update_task", twice).await.refusal();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_moves_under_another_and_back_to_the_top_but_not_under_its_own() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::new(&server(&test.database), &alice());
        alice.add("A").await;
        alice.add("B").await;
        assert_eq!(
            update(&alice, json!({"parent_id": 2})).await["parent_id"],
            2
        );
        let cycle = json!({"task_id": 2, "parent_id": 1});
        let refusal = alice.call("update_task", cycle).await.refusal();
        assert_eq!(
            refusal,
            "A task cannot be moved under itself or its own subtasks"
        );
        assert_eq!(
            update(&alice, json!({"parent_id": 0}))
                .await
                .get("parent_id"),
            None
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn several_tasks_take_the_same_fields() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::new(&server(&test.database), &alice());
        alice.add("A").await;
        alice.add("B").await;
        let both = json!({"task_ids": "[1, 2, 3]", "priority": "p1"});
        let updated = alice.call("update_task", both).await.value();
        assert_eq!(
            updated,
            json!({
                "results": [
                    {"task_id": 1, "status": "updated", "title": "A"},
                    {"task_id": 2, "status": "updated", "title": "B"},
                    {"task_id": 3, "error": "Task not found"},
                ],
                "change_id": 3,
            })
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_is_refused_in_known_words() {
    let test = TestDatabase::sqlite().await;
    let server = server(&test.database);
    let (alice, bob) = (Person::new(&server, &alice()), Person::new(&server, &bob()));
    alice.add("A").await;
    let cases = [
        (json!({"task_id": 1}), "No fields provided to update"),
        (
            json!({"task_id": 1, "title": null}),
            "No fields provided to update",
        ),
        (json!({"task_id": 1, "title": " "}), "Title cannot be empty"),
        (
            json!({"task_id": 1, "title": "x".repeat(201)}),
            "Title exceeds 200 characters",
        ),
        (
            json!({"task_id": 1, "description": "x".repeat(2_001)}),
            "Description exceeds 2000 characters",
        ),
        (
            json!({"task_id": 1, "labels": ["a", "+b"]}),
            "labels either replace all (\"a\", \"b\") or change some (\"+a\", \"-b\"); \
             do not mix them",
        ),
        (
            json!({"task_id": 2, "title": "B"}),
            "Task not found. Nearest: 1 A",
        ),
        (
            json!({"title": "B"}),
            "Say which tasks with exactly one of task_id, task_ids and find",
        ),
    ];
    for (arguments, words) in cases {
        assert_eq!(alice.call("update_task", arguments).await.refusal(), words);
    }
    let refusal = bob.call("update_task", json!({"task_id": 1, "title": "B"}));
    assert_eq!(refusal.await.refusal(), "Task not found");
    assert_eq!(first_task(&alice).await["title"], "A");
}
