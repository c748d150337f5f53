use taskflow_shared::testing::{TestDatabase, bob, on_each_database};

use super::harness::{Person, day, labels, name, numbers, outcomes, priority, titled};
use crate::{
    domain::{
        Description, Labels, LabelsUpdate, Name, NewTask, Patch, Recurrence, TaskNumber, TaskUpdate,
    },
    store::{Refusal, What},
};

fn under(parent: TaskNumber) -> TaskUpdate {
    TaskUpdate {
        parent: Patch::Set(parent),
        ..TaskUpdate::default()
    }
}

fn relabelled(labels: LabelsUpdate) -> TaskUpdate {
    TaskUpdate {
        labels,
        ..TaskUpdate::default()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_field_can_be_set_and_cleared_and_what_changes_nothing_writes_nothing() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::alice(test);
        let parent = alice.add("Parent").await;
        let number = alice.add("A").await;
        let before = alice.visible().await;
        let daily = Recurrence::stored("FREQ=DAILY".to_owned(), false);
        let set = TaskUpdate {
            title: None,
            description: Some(Description::parse("More").unwrap()),
            due: Patch::Set(day("2026-12-01")),
            repeat: Patch::Set((daily.clone(), day("2026-11-22"))),
            priority: Patch::Set(priority(1)),
            project: Patch::Set(name("Work")),
            labels: LabelsUpdate::Replace(labels(&["x", "y"])),
            parent: Patch::Set(parent),
        };
        assert_eq!(
            outcomes(&alice.update(&[number], set.clone()).await),
            [Ok(What::Updated)]
        );
        let task = alice.get(number).await;
        assert_eq!(task.due, Some(day("2026-12-01")));
        assert_eq!(task.recurrence, Some(daily));
        assert_eq!(task.project, Some(name("Work")));
        assert_eq!((task.priority, task.parent), (priority(1), Some(parent)));
        let again = alice.update(&[number], set).await;
        assert_eq!(
            (outcomes(&again), again.change),
            (vec![Ok(What::Unchanged)], None)
        );
        alice.check().await;
        let clear = TaskUpdate {
            title: None,
            description: Some(Description::default()),
            due: Patch::Clear,
            repeat: Patch::Keep,
            priority: Patch::Clear,
            project: Patch::Clear,
            labels: LabelsUpdate::Replace(Labels::default()),
            parent: Patch::Clear,
        };
        alice.update(&[number], clear).await;
        assert_eq!(alice.visible().await, before);
        alice.check().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_spelling_of_a_name_is_a_change() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::alice(test);
        let task = NewTask {
            project: Some(name("work")),
            labels: labels(&["home"]),
            ..titled("A")
        };
        let number = alice.add_one(task).await;
        let update = TaskUpdate {
            project: Patch::Set(name("Work")),
            labels: LabelsUpdate::Replace(labels(&["Home"])),
            ..TaskUpdate::default()
        };
        assert!(alice.update(&[number], update).await.change.is_some());
        let task = alice.get(number).await;
        assert_eq!(task.project.unwrap().as_str(), "Work");
        assert_eq!(task.labels.names().first().map(Name::as_str), Some("Home"));
        alice.check().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_several_the_one_with_too_many_labels_is_refused() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::alice(test);
        let many: Vec<String> = (0..50).map(|n| format!("l{n}")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        let full = NewTask {
            labels: labels(&many),
            ..titled("Full")
        };
        alice.add_all(vec![full, titled("Empty")]).await;
        let change = LabelsUpdate::Change {
            add: labels(&["new"]),
            remove: labels(&["L0x"]),
        };
        let applied = alice.update(&numbers(&[1, 2]), relabelled(change)).await;
        assert_eq!(
            outcomes(&applied),
            [Err(Refusal::TooManyLabels), Ok(What::Updated)]
        );
        assert_eq!(
            Refusal::TooManyLabels.to_string(),
            "A task has at most 50 labels"
        );
        let change = LabelsUpdate::Change {
            add: labels(&["new"]),
            remove: labels(&["L0"]),
        };
        let applied = alice.update(&numbers(&[1, 2]), relabelled(change)).await;
        assert_eq!(outcomes(&applied), [Ok(What::Updated), Ok(What::Unchanged)]);
        alice.check().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_moves_only_under_a_task_of_the_same_person_that_is_there() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::alice(test);
        let bob = Person::new(&test.database, bob());
        bob.add("Bob's").await;
        let bobs = bob.add("Bob's too").await;
        let number = alice.add("A").await;
        let applied = alice.update(&[number], under(bobs)).await;
        assert_eq!(outcomes(&applied), [Err(Refusal::NoParent(bobs))]);
        let deleted = alice.add("Deleted").await;
        alice.delete(&[deleted]).await;
        let applied = alice.update(&[number], under(deleted)).await;
        assert_eq!(outcomes(&applied), [Err(Refusal::NoParent(deleted))]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_task_stands_under_itself_and_a_move_counts_the_levels_below() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::alice(test);
        let top = alice.add("1").await;
        let second = alice.add_under(top, "2").await;
        let third = alice.add_under(second, "3").await;
        for (target, parent) in [(top, top), (top, third), (second, third)] {
            let applied = alice.update(&[target], under(parent)).await;
            assert_eq!(outcomes(&applied), [Err(Refusal::Cycle)]);
        }
        let other = alice.add("a").await;
        let below = alice.add_under(other, "b").await;
        let lowest = alice.add_under(below, "c").await;
        let applied = alice.update(&[other], under(third)).await;
        assert_eq!(outcomes(&applied), [Err(Refusal::TooDeep)]);
        let applied = alice.update(&[other, lowest], under(second)).await;
        assert_eq!(outcomes(&applied), [Ok(What::Updated), Ok(What::Updated)]);
        assert_eq!(alice.get(lowest).await.parent, Some(second));
        alice.check().await;
    })
    .await;
}
