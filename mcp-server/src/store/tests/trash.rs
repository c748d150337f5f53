use std::time::Duration;

use chrono::TimeDelta;
use taskflow_shared::testing::{TestDatabase, on_each_database};
use tokio_util::sync::CancellationToken;

use super::harness::{Person, labels, numbers, titled};
use crate::{domain::NewTask, store::trash::keep_empty};

#[tokio::test(flavor = "multi_thread")]
async fn after_thirty_days_what_was_deleted_is_gone_for_good_with_its_log() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::alice(test);
        let parent = alice.add("Secret parent").await;
        let child = alice.add_under(parent, "Secret child").await;
        let labelled = NewTask {
            labels: labels(&["secret"]),
            parent: Some(child),
            ..titled("Secret grandchild")
        };
        alice.add_one(labelled).await;
        alice.add("Kept").await;
        alice.delete(&[parent]).await;
        alice.pass(TimeDelta::days(29));
        assert_eq!(alice.tasks.empty_trash().await.unwrap(), 0);
        alice.add("Deleted later").await;
        alice.delete(&numbers(&[5])).await;
        alice.pass(TimeDelta::days(1));
        assert_eq!(alice.tasks.empty_trash().await.unwrap(), 3);
        assert_eq!(alice.count("tasks").await, 2);
        assert_eq!(alice.count("labels").await, 0);
        let secret = "changes WHERE CAST(after AS TEXT) LIKE '%ecret%'";
        assert_eq!(alice.count(secret).await, 0);
        assert_eq!(alice.count("changes").await, 3);
        assert_eq!(
            alice.add("Next").await.get(),
            6,
            "numbers are not given out again"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn more_than_a_batch_goes_and_what_was_restored_stays() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::alice(test);
        let parent = alice.add("Parent").await;
        for _ in 0..7 {
            let child = NewTask {
                parent: Some(parent),
                ..titled("Child")
            };
            alice.add_all(vec![child; 100]).await;
        }
        let restored = alice.add("Restored").await;
        alice.delete(&[restored]).await;
        alice.undo(None).await.unwrap();
        alice.delete(&[parent]).await;
        alice.pass(TimeDelta::days(31));
        assert_eq!(alice.tasks.empty_trash().await.unwrap(), 701);
        assert!(alice.is_there(restored).await);
        assert_eq!(alice.count("tasks").await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_empties_the_trash_by_itself_until_it_stops() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::alice(test);
        let number = alice.add("A").await;
        alice.delete(&[number]).await;
        alice.pass(TimeDelta::days(31));
        let stop = CancellationToken::new();
        let emptying = keep_empty(alice.tasks.clone(), Duration::ZERO, stop.clone());
        let emptying = tokio::spawn(emptying);
        while alice.count("tasks").await > 0 {
            tokio::task::yield_now().await;
        }
        stop.cancel();
        emptying.await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_to_requests_are_forgotten_after_thirty_days() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::alice(test);
        for request in ["old", "new"] {
            let write = alice.requesting(request, 1);
            alice.tasks.add(write, vec![titled("A")]).await.unwrap();
            alice.pass(TimeDelta::days(20));
        }
        alice.tasks.empty_trash().await.unwrap();
        assert_eq!(alice.count("requests").await, 1);
        let write = alice.requesting("old", 2);
        assert!(alice.tasks.add(write, vec![titled("B")]).await.is_ok());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_is_found_by_index_when_the_trash_is_emptied_and_a_change_is_undone() {
    let test = TestDatabase::sqlite().await;
    let alice = Person::alice(&test);
    for (sql, index) in [
        (
            "DELETE FROM changes WHERE task_id IN (x'00', x'01')",
            "changes_task",
        ),
        (
            "SELECT id FROM tasks WHERE deleted_at < 'x'",
            "tasks_deleted",
        ),
        (
            "SELECT number FROM changes WHERE user_id = '1' AND undone_at IS NULL \
             AND undoes IS NULL ORDER BY number DESC LIMIT 1",
            "changes_undoable",
        ),
        (
            "SELECT COUNT(*) FROM changes WHERE user_id = '1' AND repeated \
             AND undone_at IS NULL AND created_at >= 'x'",
            "changes_repeated",
        ),
    ] {
        let plan = alice.rows(&format!("EXPLAIN QUERY PLAN {sql}")).await;
        let steps = plan
            .iter()
            .map(|row| row.try_get::<String>("", "detail").unwrap());
        let steps: Vec<String> = steps.collect();
        assert!(steps.iter().any(|step| step.contains(index)), "{steps:?}");
    }
}
