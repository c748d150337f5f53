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
async fn search_finds_the_beginnings_of_all_words_whatever_their_case_and_accents() {
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
            ("ream", "all", vec![]),
            ("50%", "all", vec![3, 4]),
            ("off_s", "all", vec![3, 4]),
            ("o/", "all", vec![3, 4]),
            ("'; DROP TABLE tasks; --", "all", vec![]),
            ("STRASSE", "all", vec![]),
            ("straße", "all", vec![5]),
            ("cre\0BRÛLÉE", "all", vec![1]),
        ] {
            let filter = format!("search \"{search}\"");
            let arguments = json!({"filter": filter, "status": status, "sort": "created"});
            let expected = (found.clone(), i64::try_from(found.len()).unwrap());
            assert_eq!(alice.list(arguments).await, expected, "{search:?} {status}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_filter_that_is_none_is_refused_with_its_place() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::new(&server(&test.database), &alice());
        alice.add("é").await;
        for (filter, words) in [
            ("overdu", "did you mean overdue? (column 1)"),
            ("p1 & bananas", "p1 & bananas\n     ^\n"),
            ("search \u{301}", "A search must contain letters or digits"),
            ("due before bananas", "(column 12)"),
        ] {
            let arguments = json!({"filter": filter});
            let refusal = alice.call("list_tasks", arguments).await.refusal();
            assert!(refusal.contains(words), "{refusal}");
        }
        // The longest words that folding makes of as many characters.
        for search in ["é".repeat(200), "\u{fdfa}".repeat(200)] {
            let found = alice
                .list(json!({"filter": format!("search {search}")}))
                .await;
            assert_eq!(found, (vec![], 0));
        }
        assert_eq!(alice.list(json!({"filter": " "})).await, (vec![1], 1));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cursor_continues_its_own_list_alone() {
    let test = TestDatabase::sqlite().await;
    let alice = Person::new(&server(&test.database), &alice());
    for number in 1..=3 {
        alice.add(&format!("Task {number}")).await;
    }
    let first = alice
        .call("list_tasks", json!({"filter": "search task", "limit": 2}))
        .await
        .value();
    let cursor = &first["next_cursor"];
    let other = json!({"filter": "search task", "sort": "title", "limit": 2, "cursor": cursor});
    let refusal = alice.call("list_tasks", other).await.refusal();
    assert!(
        refusal.contains("another status, filter or sort"),
        "{refusal}"
    );
    let same = json!({"filter": "search task", "limit": 2, "cursor": cursor});
    assert_eq!(alice.list(same).await, (vec![3], 3));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_is_paged_and_counted_like_any_list() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::new(&server(&test.database), &alice());
        for title in ["Tea", "Milk one", "Milk two", "Milk three"] {
            alice.add(title).await;
        }
        let first = alice
            .call("list_tasks", json!({"filter": "search milk", "limit": 2}))
            .await
            .value();
        assert_eq!(first["total"], 3);
        let cursor = &first["next_cursor"];
        let rest = json!({"filter": "search milk", "limit": 2, "cursor": cursor});
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
        assert_eq!(
            bob.list(json!({"filter": "search secret"})).await,
            (vec![], 0)
        );
        assert_eq!(bob.list(json!({})).await, (vec![1], 1));
    })
    .await;
}
