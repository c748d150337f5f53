//! `list_tasks`

use serde_json::json;
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
    for number in 1..=26 {
        alice.add(&format!("Task {number}")).await;
    }
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

#[tokio::test(flavor = "multi_thread")]
async fn search_finds_titles_with_all_words_whatever_their_case_and_accents() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::new(&server(&test.database), &alice());
        for title in [
            "Crème brûlée for ÉVA",
            "Buy cream",
            "50% off_sale \\o/",
            "50 off sale",
            "Straße",
        ] {
            alice.add(title).await;
        }
        alice
            .call("complete_task", json!({"task_id": 1}))
            .await
            .value();
        for (search, status, found) in [
            ("eva CREME", "all", vec![1]),
            ("cre", "all", vec![1, 2]),
            ("cre", "pending", vec![2]),
            ("cre", "completed", vec![1]),
            ("cream eva", "all", vec![]),
            ("50%", "all", vec![3]),
            ("f_s", "all", vec![3]),
            ("\\", "all", vec![3]),
            ("'; DROP TABLE tasks; --", "all", vec![]),
            ("STRASSE", "all", vec![]),
            ("straße", "all", vec![5]),
            ("cre\0BRÛLÉE", "all", vec![1]),
            (" ", "all", vec![1, 2, 3, 4, 5]),
        ] {
            let arguments = json!({"search": search, "status": status});
            let expected = (found.clone(), i64::try_from(found.len()).unwrap());
            assert_eq!(alice.list(arguments).await, expected, "{search:?} {status}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_that_cannot_be_made_is_refused_rather_than_left_out() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::new(&server(&test.database), &alice());
        alice.add("é").await;
        for (search, words) in [
            ("é".repeat(201), "search exceeds 200 characters"),
            ("x".repeat(60_000), "search exceeds 200 characters"),
            ("\u{301}".to_owned(), "search must contain letters or signs"),
        ] {
            let arguments = json!({"search": search});
            let refusal = alice.call("list_tasks", arguments).await.refusal();
            assert_eq!(refusal, words);
        }
        // The longest text that folding makes of as many characters.
        for search in ["é".repeat(200), "\u{fdfa}".repeat(200), "%".repeat(200)] {
            let found = alice.list(json!({"search": search})).await;
            assert_eq!(found, (vec![], 0));
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_is_paged_and_counted_like_any_list() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::new(&server(&test.database), &alice());
        for title in ["Tea", "Milk one", "Milk two", "Milk three"] {
            alice.add(title).await;
        }
        let first = alice
            .call("list_tasks", json!({"search": "milk", "limit": 2}))
            .await
            .value();
        assert_eq!(first["total"], 3);
        let cursor = &first["next_cursor"];
        let rest = json!({"search": "milk", "limit": 2, "cursor": cursor});
        assert_eq!(alice.list(rest).await, (vec![4], 3));
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
        assert_eq!(bob.list(json!({"search": "secret"})).await, (vec![], 0));
        assert_eq!(bob.list(json!({})).await, (vec![1], 1));
    })
    .await;
}
