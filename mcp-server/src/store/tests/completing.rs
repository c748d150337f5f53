use chrono::TimeDelta;
use taskflow_shared::testing::{TestDatabase, bob, on_each_database};

use super::harness::{Person, day, done, numbers, outcomes, titled};
use crate::{
    domain::{NewTask, Recurrence, TaskNumber},
    store::{Refusal, What},
};

fn weekly(rule: &str) -> NewTask {
    NewTask {
        due: Some(day("2026-11-23")),
        recurrence: Some(Recurrence::stored(rule.to_owned(), false)),
        ..titled("Water the plants")
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn several_are_completed_in_one_change_in_the_order_asked_for() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::alice(test);
        alice
            .add_all(vec![titled("A"), titled("B"), titled("C")])
            .await;
        alice.complete(&numbers(&[2])).await;
        Person::new(&test.database, bob()).add("D").await;
        let applied = alice.complete(&numbers(&[3, 9, 2, 1, 3])).await;
        assert_eq!(
            outcomes(&applied),
            [
                Ok(What::Completed),
                Err(Refusal::NotFound),
                Ok(What::AlreadyCompleted),
                Ok(What::Completed),
                Ok(What::Completed)
            ]
        );
        assert_eq!(done(&applied, 0).title, "C");
        assert_eq!(
            alice
                .count("changes WHERE user_id = '1' AND number = 3")
                .await,
            2
        );
        let again = alice.complete(&numbers(&[1, 2, 3])).await;
        assert_eq!(again.change, None);
        alice.check().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_is_reopened_once() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::alice(test);
        let number = alice.add("A").await;
        alice.complete(&[number]).await;
        assert_eq!(
            outcomes(&alice.reopen(&[number]).await),
            [Ok(What::Reopened)]
        );
        let again = alice.reopen(&[number]).await;
        assert_eq!(outcomes(&again), [Ok(What::AlreadyPending)]);
        assert_eq!(again.change, None);
        assert_eq!(alice.get(number).await.completed_at, None);
        alice.check().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_that_repeats_moves_to_its_next_date_once_a_call() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::alice(test);
        let number = alice.add_one(weekly("FREQ=WEEKLY")).await;
        let applied = alice.complete(&[number, number]).await;
        assert_eq!(outcomes(&applied), [Ok(What::Repeated), Ok(What::Repeated)]);
        assert_eq!(done(&applied, 0).due, Some(day("2026-11-30")));
        let task = alice.get(number).await;
        assert_eq!(
            (task.due, task.completed_at),
            (Some(day("2026-11-30")), None)
        );
        alice.check().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_of_a_series_completes_the_task() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::alice(test);
        let number = alice.add_one(weekly("FREQ=WEEKLY;COUNT=2")).await;
        assert_eq!(
            outcomes(&alice.complete(&[number]).await),
            [Ok(What::Repeated)]
        );
        assert_eq!(
            outcomes(&alice.complete(&[number]).await),
            [Ok(What::Completed)]
        );
        assert!(alice.get(number).await.completed_at.is_some());
        alice.check().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn subtasks_stay_as_they_are_when_their_parent_is_completed() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::alice(test);
        let parent = alice.add("Parent").await;
        let child = alice.add_under(parent, "Child").await;
        alice.complete(&[parent]).await;
        assert_eq!(alice.get(child).await.completed_at, None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_turn_of_a_repeating_task_counts_as_completed_this_week() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::alice(test);
        let week = async || {
            let overview = alice.tasks.overview(&alice.user, &alice.here()).await;
            overview.unwrap().completed_this_week
        };
        let plain = alice.add("A").await;
        let number = alice.add_one(weekly("FREQ=DAILY")).await;
        alice.complete(&[number]).await;
        alice.complete(&[number, plain, TaskNumber::new(9)]).await;
        assert_eq!(week().await, 3);
        alice.reopen(&[plain]).await;
        assert_eq!(week().await, 2);
        alice.undo(None).await.unwrap();
        assert_eq!(week().await, 3);
        alice.undo(None).await.unwrap();
        assert_eq!(week().await, 1);
        alice.pass(TimeDelta::hours(6));
        assert_eq!(week().await, 0, "Monday has begun in Zurich");
    })
    .await;
}
