use chrono_tz::Europe::Zurich;
use taskflow_shared::testing::{TestDatabase, on_each_database};

use super::harness::{Person, day, done, labels, local, name, numbers, outcomes, priority, titled};
use crate::{
    domain::{ChangeNumber, Description, Due, NewTask, Recurrence, TaskNumber},
    store::{Refusal, StoreError, What},
};

#[tokio::test(flavor = "multi_thread")]
async fn a_task_comes_back_with_all_its_fields() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::alice(test);
        let parent = alice.add("Parent").await;
        let new = NewTask {
            description: Description::parse("Two\nlines").unwrap(),
            due: Some(local("2026-11-23T17:30:00")),
            recurrence: Some(Recurrence::stored("FREQ=WEEKLY".to_owned(), true)),
            priority: priority(2),
            project: Some(name("Küche")),
            labels: labels(&["Bills", "zuhause"]),
            parent: Some(parent),
            ..titled("Pay rent")
        };
        let number = alice.add_one(new.clone()).await;
        let task = alice.get(number).await;
        assert_eq!(task.title, new.title);
        assert_eq!(task.description, new.description);
        assert_eq!(task.due, new.due);
        assert!(matches!(task.due, Some(Due::At { zone: Zurich, .. })));
        let recurrence = task.recurrence.unwrap();
        assert!(recurrence.is_from_completion());
        assert_eq!(task.priority, new.priority);
        assert_eq!(task.project.unwrap().as_str(), "Küche");
        assert_eq!(task.labels, new.labels);
        assert_eq!(task.parent, Some(parent));
        alice.check().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn all_tasks_of_a_call_have_one_change_and_a_bad_one_takes_nothing_from_the_others() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::alice(test);
        alice.add("First").await;
        let orphan = NewTask {
            parent: Some(TaskNumber::new(99)),
            ..titled("Orphan")
        };
        let dated = NewTask {
            due: Some(day("2026-12-01")),
            ..titled("Dated")
        };
        let applied = alice.add_all(vec![titled("A"), orphan, dated]).await;
        assert_eq!(applied.change, Some(ChangeNumber::new(2)));
        assert_eq!(
            outcomes(&applied),
            [
                Ok(What::Created),
                Err(Refusal::NoParent(TaskNumber::new(99))),
                Ok(What::Created)
            ]
        );
        assert_eq!(done(&applied, 2).number, TaskNumber::new(3));
        assert_eq!(done(&applied, 2).due, Some(day("2026-12-01")));
        alice.check().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn where_everything_is_refused_nothing_is_written() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::alice(test);
        let orphan = NewTask {
            parent: Some(TaskNumber::new(1)),
            ..titled("Orphan")
        };
        let applied = alice.add_all(vec![orphan]).await;
        assert_eq!(applied.change, None);
        assert_eq!(alice.count("task_lists").await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn five_levels_are_the_most() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::alice(test);
        let mut parent = alice.add("1").await;
        for level in 2..=5 {
            parent = alice.add_under(parent, &level.to_string()).await;
        }
        let sixth = NewTask {
            parent: Some(parent),
            ..titled("6")
        };
        let applied = alice.add_all(vec![sixth]).await;
        assert_eq!(outcomes(&applied), [Err(Refusal::TooDeep)]);
        assert_eq!(
            Refusal::TooDeep.to_string(),
            "Tasks can be nested 5 levels deep at most"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_tasks_are_the_most_of_a_call() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::alice(test);
        assert_eq!(alice.add_all(vec![titled("A"); 100]).await.items.len(), 100);
        let more = alice.tasks.add(alice.write(), vec![titled("A"); 101]).await;
        let more = more.unwrap_err();
        assert!(matches!(more, StoreError::TooManyTasks));
        assert_eq!(
            more.to_string(),
            "At most 100 tasks can be written in a call"
        );
        let named: Vec<i64> = (1..=101).collect();
        let more = alice.tasks.delete(alice.write(), numbers(&named)).await;
        assert!(matches!(more, Err(StoreError::TooManyTasks)));
        alice.check().await;
    })
    .await;
}
