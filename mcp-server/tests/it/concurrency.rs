//! Many at once.

use std::collections::BTreeSet;

use futures::future::join_all;
use serde_json::json;
use taskflow_shared::testing::{TestDatabase, alice, on_each_database};

use crate::harness::{Person, server};

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_tasks_added_at_once_get_two_hundred_numbers() {
    on_each_database(async |test: &TestDatabase| {
        let servers = [server(&test.database), server(&test.open_again().await)];
        let added = (0..200).map(|turn: usize| {
            let person = Person::new(&servers[turn % 2], &alice());
            tokio::spawn(async move { person.add("A").await })
        });
        let numbers: Vec<i64> = join_all(added)
            .await
            .into_iter()
            .map(Result::unwrap)
            .collect();
        let distinct: BTreeSet<i64> = numbers.iter().copied().collect();
        assert_eq!(distinct, (1..=200).collect());
        assert_eq!(
            Person::new(&servers[0], &alice()).list(json!({})).await.1,
            200
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_who_complete_or_delete_a_task_at_once_it_is_counted_once() {
    on_each_database(async |test: &TestDatabase| {
        let servers = [server(&test.database), server(&test.open_again().await)];
        let person = Person::new(&servers[0], &alice());
        for _ in 0..10 {
            person.add("A").await;
        }
        let calls = (0..80_i64).map(|turn| {
            let person = Person::new(&servers[usize::try_from(turn % 2).unwrap()], &alice());
            let tool = if turn % 3 == 0 {
                "delete_task"
            } else {
                "complete_task"
            };
            let id = json!({"task_id": turn % 5 + 1});
            tokio::spawn(async move { person.call(tool, id).await.is_error })
        });
        join_all(calls)
            .await
            .into_iter()
            .for_each(|call| assert!(call.is_ok()));
        assert_eq!(person.list(json!({})).await, ((6..=10).collect(), 5));
        assert_eq!(
            person.list(json!({"status": "completed"})).await,
            (vec![], 0)
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_and_its_total_tell_of_the_same_moment() {
    on_each_database(async |test: &TestDatabase| {
        let person = Person::new(&server(&test.database), &alice());
        let adding = {
            let person = person.clone();
            tokio::spawn(async move {
                for _ in 0..40 {
                    person.add("A").await;
                }
            })
        };
        while !adding.is_finished() {
            let (ids, total) = person.list(json!({"limit": 100})).await;
            assert_eq!(i64::try_from(ids.len()).unwrap(), total);
        }
        adding.await.unwrap();
    })
    .await;
}
