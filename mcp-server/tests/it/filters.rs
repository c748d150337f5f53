//! Filters and pages of `list_tasks`.

use serde_json::json;
use taskflow_shared::testing::{TestDatabase, alice, on_each_database};

use crate::harness::{Person, server};

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
