use std::collections::BTreeSet;

use futures::future::join_all;
use sea_orm::{ConnectionTrait as _, DbErr};
use taskflow_shared::testing::{TestDatabase, bob, on_each_database};

use super::harness::{Person, titled};
use crate::{domain::ChangeNumber, store::Applied};

const CALLS: usize = 40;

async fn add(person: Person, call: usize) -> Applied {
    let titles = (0..=call % 3).map(|place| titled(&format!("{call} {place}")));
    person.add_all(titles.collect()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_that_add_at_once_have_each_its_tasks_and_its_change() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::alice(test);
        let bob = alice.beside(bob());
        let people = [&alice, &bob];
        let calls = (0..2 * CALLS).map(|call| tokio::spawn(add(people[call % 2].clone(), call)));
        let applied = join_all(calls).await.into_iter().map(Result::unwrap);
        let applied: Vec<Applied> = applied.collect();
        for (call, applied) in applied.iter().enumerate() {
            let items = applied.items.iter().map(|item| item.as_ref().unwrap());
            let titles: Vec<String> = items.clone().map(|done| done.title.clone()).collect();
            let expected: Vec<String> = (0..=call % 3)
                .map(|place| format!("{call} {place}"))
                .collect();
            assert_eq!(titles, expected);
            let numbers: Vec<i64> = items.map(|done| done.number.get()).collect();
            assert!(
                numbers.is_sorted_by(|one, next| one + 1 == *next),
                "{numbers:?}"
            );
        }
        let of_alice = applied
            .iter()
            .step_by(2)
            .filter_map(|applied| applied.change);
        let of_alice: BTreeSet<ChangeNumber> = of_alice.collect();
        assert_eq!(of_alice.len(), CALLS, "a change of its own for each call");
        alice.check().await;
        bob.check().await;
        let last = alice.tasks.last_change(&alice.user).await.unwrap();
        assert_eq!(last.get(), i64::try_from(CALLS).unwrap());
        for change in (1..=last.get()).rev() {
            alice.undo(Some(ChangeNumber::new(change))).await.unwrap();
        }
        assert!(alice.visible().await.is_empty());
    })
    .await;
}

/// Sets the number that Bob's last task has.
async fn last_number(test: &TestDatabase, number: i64) {
    let sql = format!("UPDATE task_lists SET last_number = {number} WHERE user_id = '2'");
    let set: Result<(), DbErr> = test
        .database
        .write(move |transaction| {
            Box::pin(async move { transaction.execute_unprepared(&sql).await.map(drop) })
        })
        .await;
    set.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_cannot_be_written_takes_nothing_from_those_beside_it() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::alice(test);
        let bob = alice.beside(bob());
        bob.add("His last").await;
        last_number(test, i64::MAX).await;
        let calls = (0..CALLS).map(|call| {
            let person = if call % 5 == 4 { &bob } else { &alice };
            let write = person.write();
            let tasks = person.tasks.clone();
            tokio::spawn(async move { tasks.add(write, vec![titled("A")]).await })
        });
        let answers = join_all(calls).await.into_iter().map(Result::unwrap);
        let refused: Vec<bool> = answers.map(|answer| answer.is_err()).collect();
        let expected: Vec<bool> = (0..CALLS).map(|call| call % 5 == 4).collect();
        assert_eq!(refused, expected);
        last_number(test, 1).await;
        alice.check().await;
    })
    .await;
}
