use taskflow_shared::testing::{TestDatabase, on_each_database};

use super::harness::{Person, done, outcomes};
use crate::store::{Refusal, What};

#[tokio::test(flavor = "multi_thread")]
async fn subtasks_go_with_their_parent_and_come_back_with_it() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::alice(test);
        let parent = alice.add("Parent").await;
        let child = alice.add_under(parent, "Child").await;
        let grandchild = alice.add_under(child, "Grandchild").await;
        let gone_before = alice.add_under(parent, "Gone before").await;
        alice.complete(&[grandchild]).await;
        alice.delete(&[gone_before]).await;
        let before = alice.visible().await;
        let going = alice.tasks.subtrees(&alice.user, &[parent, child]).await;
        let going: Vec<(i64, u32)> = going
            .unwrap()
            .iter()
            .map(|task| (task.number.get(), task.depth))
            .collect();
        assert_eq!(going, [(1, 0), (2, 1), (3, 2)]);
        let applied = alice.delete(&[parent]).await;
        assert_eq!(done(&applied, 0).subtasks, 2);
        assert!(alice.visible().await.is_empty());
        alice.check().await;
        let same = "(SELECT DISTINCT deleted_at FROM tasks) AS times";
        assert_eq!(alice.count(same).await, 2);
        let undone = alice.undo(None).await.unwrap();
        assert_eq!(outcomes(&undone), [Ok(What::Restored); 3]);
        assert_eq!(
            alice.visible().await,
            before,
            "and not the one deleted before"
        );
        alice.check().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_and_its_subtask_can_be_named_together_and_a_second_time_neither_is_there() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::alice(test);
        let parent = alice.add("Parent").await;
        let child = alice.add_under(parent, "Child").await;
        let applied = alice.delete(&[child, parent]).await;
        assert_eq!(outcomes(&applied), [Ok(What::Deleted), Ok(What::Deleted)]);
        assert_eq!(done(&applied, 1).subtasks, 0);
        let again = alice.delete(&[parent]).await;
        assert_eq!(outcomes(&again), [Err(Refusal::NotFound)]);
        assert_eq!(again.change, None);
        alice.check().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn more_subtasks_than_a_call_may_name_go_with_their_parent() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::alice(test);
        let parent = alice.add("Parent").await;
        for _ in 0..12 {
            let child = crate::domain::NewTask {
                parent: Some(parent),
                ..super::harness::titled("Child")
            };
            alice.add_all(vec![child; 100]).await;
        }
        assert_eq!(done(&alice.delete(&[parent]).await, 0).subtasks, 1_200);
        assert_eq!(alice.count("tasks WHERE deleted_at IS NULL").await, 0);
        alice.undo(None).await.unwrap();
        assert_eq!(alice.count("tasks WHERE deleted_at IS NULL").await, 1_201);
    })
    .await;
}
