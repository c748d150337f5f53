use futures::future::join_all;
use taskflow_shared::testing::{TestDatabase, bob, on_each_database};

use super::harness::{Person, numbers, outcomes, titled};
use crate::{
    domain::{NewTask, TaskNumber},
    store::{StoreError, What},
};

#[tokio::test(flavor = "multi_thread")]
async fn the_same_request_again_is_answered_and_not_repeated_also_by_another_program() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::alice(test);
        let tasks = || vec![titled("A"), titled("B")];
        let first = alice
            .tasks
            .add(alice.requesting("r", 1), tasks())
            .await
            .unwrap();
        let restarted = alice.at(&test.open_again().await);
        let again = restarted.tasks.add(alice.requesting("r", 1), tasks()).await;
        assert_eq!(again.unwrap(), first);
        assert_eq!(alice.count("tasks").await, 2);
        let deleted = alice
            .tasks
            .delete(alice.requesting("d", 2), numbers(&[1, 9]))
            .await
            .unwrap();
        let again = alice
            .tasks
            .delete(alice.requesting("d", 2), numbers(&[1, 9]))
            .await;
        assert_eq!(again.unwrap(), deleted);
        let bob = Person::new(&test.database, bob());
        let other = bob
            .tasks
            .add(bob.requesting("r", 3), tasks())
            .await
            .unwrap();
        assert_eq!(outcomes(&other), [Ok(What::Created); 2]);
        alice.check().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_request_with_other_arguments_or_another_tool_is_refused() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::alice(test);
        let tasks = || vec![titled("A")];
        alice
            .tasks
            .add(alice.requesting("r", 1), tasks())
            .await
            .unwrap();
        let other = alice.tasks.add(alice.requesting("r", 2), tasks()).await;
        assert!(matches!(other, Err(StoreError::RequestReused)));
        let mut write = alice.requesting("r", 1);
        write.tool = "another";
        let other = alice.tasks.undo(write, None).await;
        assert!(matches!(other, Err(StoreError::RequestReused)));
        assert_eq!(alice.count("tasks").await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_of_which_nothing_was_done_can_be_made_again_with_better_arguments() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::alice(test);
        let orphan = NewTask {
            parent: Some(TaskNumber::new(9)),
            ..titled("A")
        };
        let refused = alice
            .tasks
            .add(alice.requesting("r", 1), vec![orphan])
            .await;
        assert!(refused.unwrap().items.iter().all(Result::is_err));
        let added = alice
            .tasks
            .add(alice.requesting("r", 2), vec![titled("A")])
            .await;
        assert_eq!(outcomes(&added.unwrap()), [Ok(What::Created)]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_the_same_requests_at_once_one_writes_and_all_get_its_answer() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::alice(test);
        let programs = [alice.clone(), alice.at(&test.open_again().await)];
        for request in ["first ever", "later"] {
            let calls = (0..16).map(|turn| {
                let person = programs[turn % 2].clone();
                let write = person.requesting(request, 1);
                tokio::spawn(async move { person.tasks.add(write, vec![titled("A")]).await })
            });
            let answers = join_all(calls).await.into_iter();
            let answers: Vec<_> = answers.map(|answer| answer.unwrap().unwrap()).collect();
            assert!(
                answers.windows(2).all(|pair| pair[0] == pair[1]),
                "{answers:?}"
            );
        }
        assert_eq!(alice.count("tasks").await, 2);
        alice.check().await;
    })
    .await;
}
