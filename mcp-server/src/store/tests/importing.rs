use std::sync::Arc;

use taskflow_shared::testing::{TestDatabase, on_each_database};

use super::harness::{Person, titled};
use crate::{
    domain::{ChangeNumber, TaskNumber},
    store::{Applied, Imported, Progress, What, tests::harness::outcomes},
};

fn task(title: &str, parent: Option<usize>) -> Imported {
    Imported {
        task: titled(title),
        parent,
        created_at: None,
        completed_at: None,
    }
}

async fn import(person: &Person, tasks: Vec<Imported>) -> Applied {
    let progress = Progress(Arc::new(|_| ()));
    let imported = person.tasks.import(person.write(), tasks, progress);
    imported.await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_subtask_may_stand_far_before_its_parent() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::alice(test);
        let mut tasks = vec![task("Task", None); 700];
        tasks[0].parent = Some(600);
        tasks[600].parent = Some(699);
        import(&alice, tasks).await;
        let parent = async |number| alice.get(TaskNumber::new(number)).await.parent;
        assert_eq!(parent(1).await, Some(TaskNumber::new(601)));
        assert_eq!(parent(601).await, Some(TaskNumber::new(700)));
        assert_eq!(parent(700).await, None);
        alice.check().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn times_finer_than_databases_keep_are_cut() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::alice(test);
        let nanoseconds = "2026-11-20T08:00:00.123456789Z".parse().ok();
        let done = Imported {
            created_at: nanoseconds,
            completed_at: nanoseconds,
            ..task("Done", None)
        };
        import(&alice, vec![done]).await;
        let kept = alice.get(TaskNumber::new(1)).await;
        let microseconds = "2026-11-20T08:00:00.123456Z".parse().unwrap();
        assert_eq!(kept.created_at, microseconds);
        assert_eq!(kept.completed_at, Some(microseconds));
        alice.check().await;
        let undone = alice.undo(None).await.unwrap();
        assert_eq!(outcomes(&undone), [Ok(What::Deleted)]);
    })
    .await;
}

/// More than SQLite binds in a statement.
#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_more_tasks_than_a_statement_has_values_can_be_undone() {
    let test = TestDatabase::sqlite().await;
    let alice = Person::alice(&test);
    for _ in 0..2 {
        let mut tasks = vec![task("Task", Some(0)); 16_400];
        tasks[0].parent = None;
        import(&alice, tasks).await;
    }
    alice
        .run("UPDATE changes SET number = 2 WHERE number = 1")
        .await;
    let undone = alice.undo(None).await.unwrap();
    assert_eq!(undone.undone, Some(ChangeNumber::new(2)));
    assert_eq!((undone.items.len(), undone.more), (10, 32_790));
    assert_eq!(alice.count("tasks WHERE deleted_at IS NULL").await, 0);
    assert_eq!(alice.count("tasks").await, 32_800);
}
