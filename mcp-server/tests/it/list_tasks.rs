//! `list_tasks`

use serde_json::{Value, json};
use taskflow_shared::testing::{TestDatabase, alice, bob, on_each_database};

use crate::harness::{Person, server};

#[tokio::test(flavor = "multi_thread")]
async fn pages_follow_each_other_without_gap_or_overlap() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::new(&server(&test.database), &alice());
        for number in 1..=7 {
            alice.add(&format!("Task {number}")).await;
        }
        alice
            .call("delete_task", json!({"task_id": 3}))
            .await
            .value();
        let mut seen = Vec::new();
        let mut arguments = json!({"limit": 2});
        loop {
            let page = alice.call("list_tasks", arguments.clone()).await.value();
            assert_eq!(page["total"], 6);
            let tasks = page["tasks"].as_array().unwrap();
            seen.extend(tasks.iter().map(|task| task["id"].as_i64().unwrap()));
            match page.get("next_cursor") {
                Some(cursor) => arguments["cursor"] = cursor.clone(),
                None => break,
            }
        }
        assert_eq!(seen, [1, 2, 4, 5, 6, 7]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_is_empty_or_ends_with_the_page_has_no_cursor() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::new(&server(&test.database), &alice());
        let none = alice.call("list_tasks", json!({})).await.value();
        assert_eq!(none, json!({"tasks": [], "total": 0}));
        alice.add("A").await;
        let one = alice.call("list_tasks", json!({"limit": 1})).await.value();
        assert_eq!(one.get("next_cursor"), None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_five_tasks_are_a_page_unless_told_otherwise() {
    let test = TestDatabase::sqlite().await;
    let alice = Person::new(&server(&test.database), &alice());
    let lines = (1..=26).map(|number| format!("Task {number}\n"));
    let quick = lines.collect::<String>();
    alice
        .call("add_task", json!({"quick": quick}))
        .await
        .value();
    assert_eq!(alice.list(json!({})).await.0.len(), 25);
    assert_eq!(alice.list(json!({"limit": 100})).await.0.len(), 26);
    for limit in [0, 101, -1, 70_000] {
        let refusal = alice
            .call("list_tasks", json!({"limit": limit}))
            .await
            .refusal();
        assert_eq!(refusal, "limit must be from 1 to 100");
    }
    let refusal = alice
        .call("list_tasks", json!({"cursor": "rubbish"}))
        .await
        .refusal();
    assert!(refusal.contains("next_cursor"), "{refusal}");
}

async fn with_four(test: &TestDatabase) -> Person {
    let alice = Person::new(&server(&test.database), &alice());
    for task in [
        json!({"title": "Crème brûlée", "due": "2999-12-03", "priority": "p1", "project": "Home"}),
        json!({"title": "Buy cream", "labels": ["shop"], "description": "a litre"}),
        json!({"title": "Answer Éva", "due": "2999-12-01T09:30", "priority": "p2"}),
        json!({"title": "Below", "parent_id": 2, "repeat": "every day", "due": "2999-12-02"}),
    ] {
        alice.call("add_task", task).await.value();
    }
    alice
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_shows_what_is_not_as_usual_and_the_rest_on_demand() {
    on_each_database(async |test: &TestDatabase| {
        let alice = with_four(test).await;
        let list = alice.call("list_tasks", json!({"sort": "created"}));
        let list = list.await.value();
        assert_eq!(
            list["tasks"],
            json!([
                {"id": 1, "title": "Crème brûlée", "completed": false, "due": "2999-12-03",
                 "priority": "p1", "project": "Home"},
                {"id": 2, "title": "Buy cream", "completed": false, "labels": ["shop"]},
                {"id": 3, "title": "Answer Éva", "completed": false, "due": "2999-12-01T09:30",
                 "priority": "p2"},
                {"id": 4, "title": "Below", "completed": false, "due": "2999-12-02",
                 "repeat": "every day", "parent_id": 2},
            ])
        );
        alice
            .call("complete_task", json!({"task_id": 1}))
            .await
            .value();
        let detailed = alice.call("list_tasks", json!({"sort": "created", "detail": true}));
        let detailed = detailed.await.value();
        let task = |number: usize| detailed["tasks"][number].as_object().unwrap();
        assert_eq!(task(1)["description"], "a litre");
        assert_eq!(task(1)["subtasks"], 1);
        assert!(task(0).contains_key("completed_at") && !task(1).contains_key("completed_at"));
        let is_moment = |value: &Value| value.as_str().unwrap().ends_with('Z');
        assert!(is_moment(&task(0)["completed_at"]) && is_moment(&task(3)["created_at"]));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_are_sorted_as_asked() {
    on_each_database(async |test: &TestDatabase| {
        let alice = with_four(test).await;
        for (sort, order) in [
            ("smart", [3, 4, 1, 2]),
            ("due", [3, 4, 1, 2]),
            ("priority", [1, 3, 4, 2]),
            ("created", [1, 2, 3, 4]),
            ("title", [3, 4, 2, 1]),
        ] {
            let list = alice.list(json!({"sort": sort})).await;
            assert_eq!(list, (order.to_vec(), 4), "{sort}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_filter_finds_what_it_says() {
    on_each_database(async |test: &TestDatabase| {
        let alice = with_four(test).await;
        alice
            .call("complete_task", json!({"task_id": 1}))
            .await
            .value();
        for (filter, status, found) in [
            ("search cre", "all", vec![2, 1]),
            ("search cre", "pending", vec![2]),
            ("search cre", "completed", vec![1]),
            ("p2 | @shop", "all", vec![3, 2]),
            ("#home & p1", "all", vec![1]),
            ("no date", "all", vec![2]),
            ("subtasks of:2", "all", vec![4]),
            ("search EVA", "all", vec![3]),
        ] {
            let arguments = json!({"filter": filter, "status": status});
            let expected = (found.clone(), i64::try_from(found.len()).unwrap());
            assert_eq!(alice.list(arguments).await, expected, "{filter} {status}");
        }
        let refusal = alice.call("list_tasks", json!({"filter": "p1 & ("}));
        let refusal = refusal.await.refusal();
        assert!(
            refusal.contains("column") && refusal.contains('^'),
            "{refusal}"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_sees_somebody_elses_tasks() {
    on_each_database(async |test: &TestDatabase| {
        let server = server(&test.database);
        let (alice, bob) = (Person::new(&server, &alice()), Person::new(&server, &bob()));
        alice.add("Secret").await;
        assert_eq!(bob.list(json!({})).await, (vec![], 0));
        bob.add("Mine").await;
        let search = json!({"filter": "search secret"});
        assert_eq!(bob.list(search).await, (vec![], 0));
        assert_eq!(bob.list(json!({})).await, (vec![1], 1));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cursor_of_another_list_is_refused() {
    let test = TestDatabase::sqlite().await;
    let alice = with_four(&test).await;
    let first = json!({"filter": "no project", "sort": "title", "limit": 1});
    let page = alice.call("list_tasks", first.clone()).await.value();
    let cursor = &page["next_cursor"];
    for (name, other) in [
        ("filter", json!("p1")),
        ("sort", json!("due")),
        ("status", json!("pending")),
    ] {
        let mut arguments = first.clone();
        arguments["cursor"] = cursor.clone();
        arguments[name] = other;
        let refusal = alice.call("list_tasks", arguments).await.refusal();
        assert!(
            refusal.contains("another status, filter or sort"),
            "{refusal}"
        );
    }
    let mut next = first;
    next["cursor"] = cursor.clone();
    assert_eq!(alice.list(next).await.0.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_a_filter_is_pointed_at_by_character() {
    let test = TestDatabase::sqlite().await;
    let alice = with_four(&test).await;
    for (filter, column) in [
        ("today & nonsense", 9),
        ("#Küche | @Äpfel & nonsense", 19),
        ("search 日本 | (p1", 13),
    ] {
        let refusal = alice
            .call("list_tasks", json!({"filter": filter}))
            .await
            .refusal();
        assert!(refusal.contains(&format!("(column {column})")), "{refusal}");
    }
}
