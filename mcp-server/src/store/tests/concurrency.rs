use std::collections::BTreeSet;

use futures::future::join_all;
use sea_orm::{ConnectionTrait as _, DbErr};
use taskflow_shared::testing::{TestDatabase, on_each_database};
use tokio::sync::oneshot;

use super::{
    harness::Person,
    random::{Chance, anything},
};
use crate::{domain::TaskUpdate, store::StoreError};

/// Who writes at once, and how often each.
const WRITERS: u64 = 8;
const WRITES: u64 = 50;

#[tokio::test(flavor = "multi_thread")]
async fn eight_writers_of_two_programs_leave_a_complete_log_and_exact_counters() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::alice(test);
        let programs = [alice.clone(), alice.at(&test.open_again().await)];
        let writers = (0..WRITERS).map(|writer| {
            let person = programs[usize::try_from(writer % 2).unwrap()].clone();
            tokio::spawn(async move {
                let mut chance = Chance::new(writer + 7);
                let mut changes = Vec::new();
                for _ in 0..WRITES {
                    let applied = anything(&person, &mut chance, 20).await;
                    changes.extend(applied.and_then(|applied| applied.change));
                }
                changes
            })
        });
        let written = join_all(writers).await.into_iter();
        let written: Vec<i64> = written
            .flat_map(Result::unwrap)
            .map(|change| change.get())
            .collect();
        let distinct: BTreeSet<i64> = written.iter().copied().collect();
        assert_eq!(
            distinct.len(),
            written.len(),
            "each call has a number of its own"
        );
        let last = alice.tasks.last_change(&alice.user).await.unwrap().get();
        assert_eq!(
            distinct,
            (1..=last).collect(),
            "and each number a call that was answered"
        );
        alice.check().await;
        for change in (1..=last).rev() {
            let change = crate::domain::ChangeNumber::new(change);
            alice.undo(Some(change)).await.unwrap();
        }
        assert!(alice.visible().await.is_empty());
        alice.check().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn edits_of_different_fields_at_once_lose_none() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::alice(test);
        let number = alice.add("A").await;
        let programs = [alice.clone(), alice.at(&test.open_again().await)];
        let edits = (0..16_usize).map(|turn| {
            let person = programs[turn % 2].clone();
            let added = super::harness::labels(&[&format!("l{turn}")]);
            let update = TaskUpdate {
                labels: crate::domain::LabelsUpdate::Change {
                    add: added,
                    remove: super::harness::labels(&[]),
                },
                ..TaskUpdate::default()
            };
            tokio::spawn(async move { person.update(&[number], update).await })
        });
        join_all(edits)
            .await
            .into_iter()
            .for_each(|edit| drop(edit.unwrap()));
        assert_eq!(alice.get(number).await.labels.names().len(), 16);
        alice.check().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_is_given_up_leaves_all_or_nothing() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::alice(test);
        for turn in 0..40_u32 {
            let person = alice.clone();
            let call = tokio::spawn(async move { person.add("A").await });
            for _ in 0..turn {
                tokio::task::yield_now().await;
            }
            call.abort();
            let _ = call.await;
        }
        // The counters are written first, so this one waits for what is still under way.
        let last: Result<_, StoreError> = alice
            .tasks
            .add(alice.write(), vec![super::harness::titled("B")])
            .await;
        last.unwrap();
        alice.check().await;
    })
    .await;
}

/// What waits for a lock of somebody else.
const WAITING: &str = "pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = \
     current_database()";

#[tokio::test(flavor = "multi_thread")]
async fn the_first_tasks_of_a_person_are_waited_for() {
    let Some(test) = TestDatabase::postgres().await else {
        return;
    };
    let alice = Person::alice(&test);
    let (finish, finished) = oneshot::channel::<()>();
    let first = "INSERT INTO task_lists (user_id, last_number, pending, completed, last_change) \
         VALUES ('1', 0, 0, 0, 0)";
    let (begin, begun) = oneshot::channel();
    let database = test.database.clone();
    let adding = tokio::spawn(async move {
        let added: Result<(), DbErr> = database
            .write(move |transaction| {
                Box::pin(async move {
                    transaction.execute_unprepared(first).await?;
                    begin.send(()).unwrap();
                    finished.await.unwrap();
                    Ok(())
                })
            })
            .await;
        added.unwrap();
    });
    begun.await.unwrap();
    let person = alice.clone();
    let completing =
        tokio::spawn(async move { person.complete(&[crate::domain::TaskNumber::new(1)]).await });
    while alice.count(WAITING).await == 0 {
        assert!(!completing.is_finished(), "nobody was waited for");
        tokio::task::yield_now().await;
    }
    finish.send(()).unwrap();
    adding.await.unwrap();
    completing.await.unwrap();
}
