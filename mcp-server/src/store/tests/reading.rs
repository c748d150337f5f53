use taskflow_shared::testing::{TestDatabase, bob, on_each_database};

use super::harness::{Person, day, labels, local, name, numbers, titled};
use crate::{
    domain::{ChangeNumber, Due, NewTask, Patch, TaskUpdate},
    store::{Changed, Counted, NameKind, StoreError, Titled},
};

fn dated(due: Due) -> NewTask {
    NewTask {
        due: Some(due),
        ..titled("Dated")
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_overview_counts_by_the_persons_own_clock() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::alice(test);
        let due = [
            day("2026-11-21"),
            local("2026-11-22T18:59:00"),
            local("2026-11-22T23:59:00"),
            day("2026-11-22"),
            local("2026-11-23T00:00:00"),
            day("2026-11-29"),
            local("2026-11-29T23:59:59"),
            day("2026-11-30"),
            Due::local(
                "2026-11-23T09:00:00".parse().unwrap(),
                chrono_tz::Pacific::Kiritimati,
            )
            .unwrap(),
        ];
        alice.add_all(due.map(dated).to_vec()).await;
        alice.add_all(vec![titled("A"), titled("B")]).await;
        alice.complete(&numbers(&[11])).await;
        let overview = alice
            .tasks
            .overview(&alice.user, &alice.here())
            .await
            .unwrap();
        assert_eq!(overview.today.to_string(), "2026-11-22");
        assert_eq!(overview.pending, 10);
        assert_eq!(overview.overdue, 2);
        assert_eq!(overview.due_today, 4);
        assert_eq!(overview.next_7_days, 3);
        assert_eq!(overview.no_date, 1);
        assert_eq!(overview.completed_this_week, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_overview_of_who_has_nothing_is_empty() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::alice(test);
        let overview = alice
            .tasks
            .overview(&alice.user, &alice.here())
            .await
            .unwrap();
        assert_eq!(
            (overview.pending, overview.overdue, overview.no_date),
            (0, 0, 0)
        );
        assert!(overview.projects.is_empty() && overview.labels.is_empty());
    })
    .await;
}

fn counted(names: &[(&str, u64)]) -> Vec<Counted> {
    let counted = |(name, tasks): &(&str, u64)| Counted {
        name: (*name).to_owned(),
        tasks: *tasks,
    };
    names.iter().map(counted).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn projects_and_labels_are_counted_and_found_by_how_they_begin() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::alice(test);
        let task = |project: &str, its: &[&str]| NewTask {
            project: Some(name(project)),
            labels: labels(its),
            ..titled("A")
        };
        let tasks = vec![
            task("Work", &["Überfällig", "b_%"]),
            task("work", &["überfällig"]),
            task("Küche", &[]),
            task("Done", &["done"]),
            task("Gone", &["gone"]),
        ];
        alice.add_all(tasks).await;
        alice.complete(&numbers(&[4])).await;
        alice.delete(&numbers(&[5])).await;
        let bob = Person::new(&test.database, bob());
        bob.add_one(task("Bob's", &["bob"])).await;
        let overview = alice
            .tasks
            .overview(&alice.user, &alice.here())
            .await
            .unwrap();
        assert_eq!(overview.projects, counted(&[("Work", 2), ("Küche", 1)]));
        assert_eq!(overview.labels, counted(&[("Überfällig", 2), ("b_%", 1)]));
        let names = async |kind, prefix: &str| {
            let names = alice.tasks.names(&alice.user, kind, prefix, 10).await;
            names.unwrap()
        };
        assert_eq!(
            names(NameKind::Projects, "").await,
            ["Done", "Küche", "Work"]
        );
        assert_eq!(names(NameKind::Projects, "KU").await, ["Küche"]);
        assert_eq!(names(NameKind::Labels, "ü").await, ["Überfällig"]);
        assert_eq!(names(NameKind::Labels, "b_").await, ["b_%"]);
        assert!(names(NameKind::Labels, "%").await.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pending_titles_are_found_by_how_a_word_begins_newest_first() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::alice(test);
        for title in ["Buy milk", "Café", "Done", "100% oat milk", "silk"] {
            alice.add(title).await;
        }
        alice.complete(&numbers(&[3])).await;
        let titles = async |prefix: &str, limit| {
            let titles = alice
                .tasks
                .titles(&alice.user, prefix, limit)
                .await
                .unwrap();
            titles
                .into_iter()
                .map(|Titled { title, .. }| title)
                .collect::<Vec<_>>()
        };
        assert_eq!(titles("MIL", 9).await, ["100% oat milk", "Buy milk"]);
        assert_eq!(titles("cafe", 9).await, ["Café"]);
        assert_eq!(titles("%", 9).await, Vec::<String>::new());
        assert_eq!(titles("", 2).await, ["silk", "100% oat milk"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn tasks_are_read_by_number_only_by_their_owner_and_not_from_the_trash() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::alice(test);
        alice
            .add_all(vec![titled("A"), titled("B"), titled("C")])
            .await;
        alice.delete(&numbers(&[2])).await;
        let found = alice
            .tasks
            .by_numbers(&alice.user, &numbers(&[3, 2, 1, 9]))
            .await;
        let found: Vec<i64> = found
            .unwrap()
            .iter()
            .map(|task| task.number.get())
            .collect();
        assert_eq!(found, [3, 1]);
        let bobs = alice.tasks.get(&bob(), numbers(&[1])[0]).await;
        assert!(matches!(bobs, Err(StoreError::NotFound)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_watches_learns_which_tasks_and_projects_a_change_concerned() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::alice(test);
        assert_eq!(alice.tasks.last_change(&alice.user).await.unwrap().get(), 0);
        let in_work = NewTask {
            project: Some(name("Work")),
            ..titled("A")
        };
        let number = alice.add_one(in_work).await;
        let moved = TaskUpdate {
            project: Patch::Set(name("Home")),
            ..TaskUpdate::default()
        };
        alice.update(&[number], moved).await;
        alice.complete(&[number]).await;
        let last = alice.tasks.last_change(&alice.user).await.unwrap();
        assert_eq!(last, ChangeNumber::new(3));
        let since = async |change, limit| {
            let change = ChangeNumber::new(change);
            alice
                .tasks
                .changes_since(&alice.user, change, limit)
                .await
                .unwrap()
        };
        let changed = |change, projects: &[&str]| Changed {
            change: ChangeNumber::new(change),
            task: number,
            projects: projects.iter().map(|&name| name.to_owned()).collect(),
        };
        assert_eq!(
            since(1, 10).await,
            [changed(2, &["Work", "Home"]), changed(3, &["Home"])]
        );
        assert_eq!(since(0, 1).await, [changed(1, &["Work"])]);
        assert!(since(3, 10).await.is_empty());
    })
    .await;
}
