use chrono::TimeDelta;
use taskflow_shared::testing::{TestDatabase, bob, on_each_database};

use super::harness::{Person, day, done, labels, name, numbers, outcomes, priority, titled};
use crate::{
    domain::{ChangeNumber, LabelsUpdate, NewTask, Patch, Recurrence, TaskNumber, TaskUpdate},
    store::What,
};

fn change(number: i64) -> Option<ChangeNumber> {
    Some(ChangeNumber::new(number))
}

fn due(text: &str) -> TaskUpdate {
    TaskUpdate {
        due: Patch::Set(day(text)),
        ..TaskUpdate::default()
    }
}

fn under(parent: TaskNumber) -> TaskUpdate {
    TaskUpdate {
        parent: Patch::Set(parent),
        ..TaskUpdate::default()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn undoing_again_and_again_steps_back_to_the_beginning() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::alice(test);
        let number = alice.add("A").await;
        alice.rename(number, "B").await;
        alice.complete(&[number]).await;
        alice.delete(&[number]).await;
        let undone = alice.undo(None).await.unwrap();
        assert_eq!(undone.undone, change(4));
        assert_eq!(undone.change, change(5));
        assert_eq!(outcomes(&undone), [Ok(What::Restored)]);
        assert_eq!(
            outcomes(&alice.undo(None).await.unwrap()),
            [Ok(What::Reverted)]
        );
        assert_eq!(alice.get(number).await.completed_at, None);
        let undone = alice.undo(None).await.unwrap();
        assert_eq!(done(&undone, 0).title, "A");
        assert_eq!(
            outcomes(&alice.undo(None).await.unwrap()),
            [Ok(What::Deleted)]
        );
        assert!(!alice.is_there(number).await);
        assert_eq!(alice.cannot_undo(None).await, "There is nothing to undo");
        alice.check().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn undoing_an_undo_does_again_what_was_undone_as_often_as_asked() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::alice(test);
        let number = alice.add("A").await;
        alice.rename(number, "B").await;
        alice.undo(None).await.unwrap();
        for (undo, title) in [(3, "B"), (4, "A"), (5, "B")] {
            alice.undo(change(undo)).await.unwrap();
            assert_eq!(alice.get(number).await.title.as_str(), title);
            let again = alice.cannot_undo(change(undo)).await;
            assert_eq!(again, format!("Change {undo} is undone already"));
        }
        let undone = alice.undo(None).await.unwrap();
        assert_eq!(undone.undone, change(2), "which is in force again");
        alice.check().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_later_changes_wrote_elsewhere_stays() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::alice(test);
        let number = alice.add("A").await;
        alice.update(&[number], due("2026-12-01")).await;
        let other = TaskUpdate {
            priority: Patch::Set(priority(1)),
            labels: LabelsUpdate::Replace(labels(&["x"])),
            ..TaskUpdate::default()
        };
        alice.update(&[number], other).await;
        alice.undo(change(2)).await.unwrap();
        let task = alice.get(number).await;
        assert_eq!((task.due, task.priority), (None, priority(1)));
        assert_eq!(task.labels, labels(&["x"]));
        alice.check().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_overtaken_is_refused_as_a_whole_and_says_by_what() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::alice(test);
        alice.add_all(vec![titled("A"), titled("B")]).await;
        alice.update(&numbers(&[1, 2]), due("2026-12-01")).await;
        alice.update(&numbers(&[2]), due("2026-12-02")).await;
        alice.rename(TaskNumber::new(2), "C").await;
        let before = alice.visible().await;
        let refusal = alice.cannot_undo(change(2)).await;
        assert_eq!(
            refusal,
            "Task 2 \"C\" has been changed since by change 3; undo that one first"
        );
        let refusal = alice.cannot_undo(change(1)).await;
        assert!(
            refusal.ends_with("by change 2; undo that one first"),
            "{refusal}"
        );
        assert_eq!(alice.visible().await, before);
        alice.undo(change(3)).await.unwrap();
        alice.undo(change(2)).await.unwrap();
        alice.check().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_that_is_not_there_or_somebody_elses_cannot_be_undone() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::alice(test);
        let bob = Person::new(&test.database, bob());
        alice.add("A").await;
        assert_eq!(bob.cannot_undo(change(1)).await, "There is no change 1");
        assert_eq!(bob.cannot_undo(None).await, "There is nothing to undo");
        assert_eq!(alice.cannot_undo(change(2)).await, "There is no change 2");
        assert_eq!(alice.cannot_undo(change(-1)).await, "There is no change -1");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_turn_of_a_repeating_task_is_taken_back() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::alice(test);
        let new = NewTask {
            due: Some(day("2026-11-23")),
            recurrence: Some(Recurrence::stored("FREQ=DAILY;COUNT=3".to_owned(), false)),
            project: Some(name("Home")),
            ..titled("A")
        };
        let number = alice.add_one(new).await;
        let before = alice.visible().await;
        for _ in 0..3 {
            alice.complete(&[number]).await;
        }
        assert!(alice.get(number).await.completed_at.is_some());
        for _ in 0..3 {
            alice.undo(None).await.unwrap();
        }
        assert_eq!(alice.visible().await, before);
        alice.check().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_that_has_got_subtasks_since_is_not_taken_from_under_them() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::alice(test);
        let parent = alice.add("Parent").await;
        let child = alice.add_under(parent, "Child").await;
        let refusal = alice.cannot_undo(change(1)).await;
        assert_eq!(refusal, "Task 1 \"Parent\" has got subtasks since");
        alice.undo(change(2)).await.unwrap();
        assert!(!alice.is_there(child).await);
        alice.undo(change(1)).await.unwrap();
        let refusal = alice.cannot_undo(change(3)).await;
        assert_eq!(
            refusal,
            "Task 2 \"Child\" belongs to task 1, which is in the trash"
        );
        alice.check().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn redoing_a_deletion_leaves_no_subtask_behind() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::alice(test);
        let parent = alice.add("Parent").await;
        alice.delete(&[parent]).await;
        alice.undo(None).await.unwrap();
        alice.add_under(parent, "Child").await;
        let refusal = alice.cannot_undo(change(3)).await;
        assert_eq!(refusal, "Task 1 \"Parent\" has got subtasks since");
        alice.undo(change(4)).await.unwrap();
        alice.undo(change(3)).await.unwrap();
        assert!(alice.visible().await.is_empty());
        alice.undo(change(2)).await.unwrap();
        assert_eq!(alice.visible().await.len(), 1);
        alice.check().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_undo_puts_a_task_under_itself_or_too_deep() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::alice(test);
        let (a, b) = (alice.add("A").await, alice.add("B").await);
        alice.update(&[a], under(b)).await;
        let to_top = TaskUpdate {
            parent: Patch::Clear,
            ..TaskUpdate::default()
        };
        alice.update(&[a], to_top).await;
        alice.update(&[b], under(a)).await;
        let refusal = alice.cannot_undo(change(4)).await;
        assert_eq!(
            refusal,
            "Task 1 \"A\" would be moved under its own subtasks"
        );
        alice.undo(change(5)).await.unwrap();
        alice.undo(change(4)).await.unwrap();
        assert_eq!(alice.get(a).await.parent, Some(b));
        alice.undo(change(7)).await.unwrap();
        let mut parent = a;
        for level in 2..=5 {
            parent = alice.add_under(parent, &level.to_string()).await;
        }
        let refusal = alice.cannot_undo(change(8)).await;
        assert_eq!(refusal, "Task 1 \"A\" would be nested over 5 levels deep");
        alice.check().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_can_never_be_undone_is_refused_and_passed_over() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::alice(test);
        let other = alice.add("Other").await;
        let parent = alice.add("Parent").await;
        let child = alice.add_under(parent, "Child").await;
        let to_top = TaskUpdate {
            parent: Patch::Clear,
            ..TaskUpdate::default()
        };
        alice.rename(other, "Renamed").await;
        alice.update(&[child], to_top).await;
        alice.delete(&[parent]).await;
        alice.pass(TimeDelta::days(31));
        assert_eq!(alice.tasks.empty_trash().await.unwrap(), 1);
        let refusal = alice.cannot_undo(change(5)).await;
        assert_eq!(
            refusal,
            "Task 3 \"Child\" belonged to a task that is gone for good"
        );
        assert_eq!(alice.undo(None).await.unwrap().undone, change(4));
        assert_eq!(alice.get(other).await.title.as_str(), "Other");
        // That the child was added is overtaken by what cannot be undone.
        assert_eq!(alice.undo(None).await.unwrap().undone, change(1));
        assert_eq!(alice.cannot_undo(None).await, "There is nothing to undo");
        assert!(alice.is_there(child).await);
        alice.delete(&[child]).await;
        let refusal = alice.cannot_undo(change(5)).await;
        assert!(refusal.ends_with("gone for good"), "{refusal}");
    })
    .await;
}
