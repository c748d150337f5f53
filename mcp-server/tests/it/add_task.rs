//! `add_task`

use serde_json::{Value, json};
use taskflow_shared::testing::{TestDatabase, alice, bob, on_each_database};

use crate::harness::{Person, server};

#[tokio::test(flavor = "multi_thread")]
async fn a_task_is_added_and_answered_with_its_number() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::new(&server(&test.database), &alice());
        let arguments =
            json!({"title": "  Buy 'oat' milk\nand eggs ", "description": "two\nlitres"});
        let added = alice.call("add_task", arguments).await.value();
        let title = "Buy 'oat' milk and eggs";
        assert_eq!(
            added,
            json!({"task_id": 1, "status": "created", "title": title, "change_id": 1})
        );
        assert_eq!(detail(&alice, 1).await["description"], "two\nlitres");
    })
    .await;
}

/// Everything that a list tells of a task.
async fn detail(person: &Person, number: i64) -> Value {
    let list = person.call("list_tasks", json!({"detail": true, "limit": 100}));
    let list = list.await.value();
    let mut tasks = list["tasks"].as_array().unwrap().iter();
    tasks.find(|task| task["id"] == number).unwrap().clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_person_counts_from_one() {
    on_each_database(async |test: &TestDatabase| {
        let server = server(&test.database);
        let (alice, bob) = (Person::new(&server, &alice()), Person::new(&server, &bob()));
        assert_eq!(alice.add("A").await, 1);
        assert_eq!(alice.add("B").await, 2);
        assert_eq!(bob.add("C").await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_title_is_kept_verbatim_and_the_fields_say_the_rest() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::new(&server(&test.database), &alice());
        let title = "Pay rent tomorrow p1 #Home @bills every day";
        alice
            .call("add_task", json!({"title": title}))
            .await
            .value();
        let plain = detail(&alice, 1).await;
        assert_eq!(plain["title"], title);
        for field in ["due", "repeat", "priority", "project", "labels"] {
            assert_eq!(plain.get(field), None, "{field}");
        }
        let full = json!({
            "title": "Pay rent",
            "due": "2999-12-01",
            "priority": "P1",
            "project": "#Home",
            "labels": "bills, @money",
            "parent_id": "1",
        });
        let added = alice.call("add_task", full).await.value();
        assert_eq!(
            added,
            json!({
                "task_id": 2,
                "status": "created",
                "title": "Pay rent",
                "due": "2999-12-01",
                "change_id": 2,
            })
        );
        let task = detail(&alice, 2).await;
        assert_eq!(
            (&task["priority"], &task["project"]),
            (&"p1".into(), &"Home".into())
        );
        assert_eq!(task["labels"], json!(["bills", "money"]));
        assert_eq!(task["parent_id"], 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_due_date_that_repeats_sets_both() {
    let test = TestDatabase::sqlite().await;
    let alice = Person::new(&server(&test.database), &alice());
    for (due, repeat) in [
        (Some("every day"), None),
        (Some("daily"), None),
        (None, Some("every day")),
        (Some("2999-12-01"), Some("every day at 9am")),
    ] {
        let task = json!({"title": "A", "due": due, "repeat": repeat});
        let added = alice.call("add_task", task).await.value();
        let task = detail(&alice, added["task_id"].as_i64().unwrap()).await;
        assert!(
            task["repeat"].as_str().unwrap().starts_with("every day"),
            "{task}"
        );
        assert_eq!(task["due"], added["due"]);
        if repeat == Some("every day at 9am") {
            assert_eq!(added["due"], "2999-12-01T09:00");
        }
    }
    let twice = json!({"title": "A", "due": "every day", "repeat": "every week"});
    let refusal = alice.call("add_task", twice).await.refusal();
    assert!(
        refusal.starts_with("due already says how the task repeats"),
        "{refusal}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_due_date_repeats_only_where_it_says_so() {
    let test = TestDatabase::sqlite().await;
    let alice = Person::new(&server(&test.database), &alice());
    for due in [
        "3 days",
        "2 weeks",
        "may",
        "friday at midnight",
        "monday or tuesday",
        "wendesday",
        "mon-fri",
        "second friday",
        "week",
        "hour",
        "after 5 days",
        "1h",
    ] {
        let arguments = json!({"title": "A", "due": due});
        let called = alice.call("add_task", arguments).await;
        if called.is_error {
            assert!(called.text.contains("as a date"), "{due}: {}", called.text);
            continue;
        }
        // `3 days` is a date, said shortly.
        let number = called.value()["task_id"].as_i64().unwrap();
        assert_eq!(detail(&alice, number).await.get("repeat"), None, "{due}");
    }
    let repeating = [
        "every 3 days",
        "every! 3 days",
        "Each friday",
        "daily",
        "weekly",
        "biweekly",
        "fortnightly",
        "monthly",
        "quarterly",
        "yearly",
        "annually",
        "hourly",
        "Mondays",
        "on fridays at 9am",
        "weekdays at 9",
        "weekends",
        "FREQ=DAILY",
        "every!FREQ=DAILY",
    ];
    for due in repeating {
        let arguments = json!({"title": "A", "due": due});
        let added = alice.call("add_task", arguments).await.value();
        let number = added["task_id"].as_i64().unwrap();
        let task = detail(&alice, number).await;
        assert!(task.get("repeat").is_some(), "{due}: {task}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn quick_adds_one_task_a_line() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::new(&server(&test.database), &alice());
        let one = json!({"quick": "Pay rent 2999-12-01 p1 #Home @bills"});
        let added = alice.call("add_task", one).await.value();
        assert_eq!(
            added,
            json!({
                "task_id": 1,
                "status": "created",
                "title": "Pay rent",
                "due": "2999-12-01",
                "change_id": 1,
            })
        );
        let task = detail(&alice, 1).await;
        assert_eq!(
            (&task["priority"], &task["project"]),
            (&"p1".into(), &"Home".into())
        );
        let lines = "Buy milk\n\nFix issue #42 p2\n";
        let two = json!({"quick": lines, "parent_id": 1, "labels": ["x"]});
        let added = alice.call("add_task", two).await.value();
        assert_eq!(
            added,
            json!({
                "results": [
                    {"task_id": 2, "status": "created", "title": "Buy milk"},
                    {"task_id": 3, "status": "created", "title": "Fix issue #42"},
                ],
                "change_id": 2,
            })
        );
        for (number, priority) in [(2, None), (3, Some("p2"))] {
            let task = detail(&alice, number).await;
            assert_eq!(task.get("priority").and_then(Value::as_str), priority);
            assert_eq!(task["labels"], json!(["x"]));
            assert_eq!(task["parent_id"], 1);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_is_no_task_takes_nothing_away_from_the_others() {
    let test = TestDatabase::sqlite().await;
    let alice = Person::new(&server(&test.database), &alice());
    let long = "x".repeat(201);
    let lines = format!("{long}\nBuy milk\n\n#Home p1\nCall mom\n");
    let call = json!({"quick": lines, "request_id": "again"});
    let added = alice.call("add_task", call.clone()).await.value();
    let expected = json!({
        "results": [
            {"error": "Line 1: Title exceeds 200 characters"},
            {"task_id": 1, "status": "created", "title": "Buy milk"},
            {"error": "Line 4: Title is required"},
            {"task_id": 2, "status": "created", "title": "Call mom"},
        ],
        "change_id": 1,
    });
    assert_eq!(added, expected);
    assert_eq!(alice.call("add_task", call).await.value(), expected);
    let none = json!({"quick": "p1\np2"});
    assert_eq!(
        alice.call("add_task", none).await.value(),
        json!({"results": [
            {"error": "Line 1: Title is required"},
            {"error": "Line 2: Title is required"},
        ]})
    );
    let one = json!({"quick": "\np1"});
    let refusal = alice.call("add_task", one).await.refusal();
    assert_eq!(refusal, "Line 2: Title is required");
    assert_eq!(alice.list(json!({})).await, (vec![1, 2], 2));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_a_task_is_refused_in_known_words() {
    let test = TestDatabase::sqlite().await;
    let alice = Person::new(&server(&test.database), &alice());
    let labels: Vec<String> = (0..51).map(|number| format!("l{number}")).collect();
    let lines = "A\n".repeat(101);
    let cases = [
        (json!({}), "Title is required"),
        (json!({"title": null}), "Title is required"),
        (json!({"title": " \t\n"}), "Title is required"),
        (
            json!({"title": "é".repeat(201)}),
            "Title exceeds 200 characters",
        ),
        (
            json!({"title": "a", "description": "é".repeat(2_001)}),
            "Description exceeds 2000 characters",
        ),
        (
            json!({"title": "a", "quick": "b"}),
            "Give title or quick, not both: title is kept verbatim, quick is parsed",
        ),
        (
            json!({"title": "a", "priority": "high"}),
            "priority must be p1, p2, p3 or p4; p1 is the most urgent",
        ),
        (
            json!({"title": "a", "labels": labels}),
            "a task has at most 50 labels",
        ),
        (
            json!({"title": "a", "due": "1969-12-31"}),
            "Dates must be from 1970-01-01 to 9999-12-31",
        ),
        (
            json!({"title": "a", "parent_id": 9}),
            "There is no task 9 to be the parent",
        ),
        (json!({"quick": lines}), "100"),
        (json!({"quick": "x".repeat(10_001)}), "10"),
        (json!({"title": "a", "due": "whenever"}), "for example"),
        (json!({"title": "a", "repeat": "sometimes"}), "for example"),
    ];
    for (arguments, words) in cases {
        let refusal = alice.call("add_task", arguments).await.refusal();
        assert!(refusal.contains(words), "{refusal}");
    }
    assert_eq!(alice.list(json!({})).await, (vec![], 0));
    let longest = json!({"title": "é".repeat(200), "description": "é".repeat(2_000)});
    alice.call("add_task", longest).await.value();
}

#[tokio::test(flavor = "multi_thread")]
async fn tasks_are_nested_five_levels_deep_at_most() {
    let test = TestDatabase::sqlite().await;
    let alice = Person::new(&server(&test.database), &alice());
    alice.add("1").await;
    for parent in 1..=4 {
        let task = json!({"title": "below", "parent_id": parent});
        alice.call("add_task", task).await.value();
    }
    let deeper = json!({"title": "too deep", "parent_id": 5});
    let refusal = alice.call("add_task", deeper).await.refusal();
    assert_eq!(refusal, "Tasks can be nested 5 levels deep at most");
}
