use taskflow_shared::testing::{TestDatabase, bob, on_each_database};

use super::harness::{Person, day, labels, local, name, numbers, titled};
use crate::{
    domain::{Due, NewTask, Patch, TaskUpdate},
    store::{Counted, NameKind, Names, Sight, StoreError, Titled},
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
            let which = Names::Beginning(prefix);
            let names = alice.tasks.names(&alice.user, kind, which, 10).await;
            names.unwrap()
        };
        let after = async |kind, name: &str, limit| {
            let which = Names::After(name);
            let names = alice.tasks.names(&alice.user, kind, which, limit).await;
            names.unwrap()
        };
        let projects = NameKind::Projects;
        assert_eq!(after(projects, "done", 9).await, ["Küche", "Work"]);
        assert_eq!(after(projects, "done", 1).await, ["Küche"]);
        assert_eq!(after(projects, "m", 9).await, ["Work"]);
        assert!(after(projects, "work", 9).await.is_empty());
        assert_eq!(after(NameKind::Labels, "b_%", 1).await, ["done"]);
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
async fn pending_titles_are_found_by_how_their_words_begin_the_most_pressing_first() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::alice(test);
        for title in ["Buy milk", "Café", "Done", "100% oat milk", "silk"] {
            alice.add(title).await;
        }
        let pressing = NewTask {
            due: Some(day("2026-11-22")),
            ..titled("A \"Milky\" way")
        };
        alice.add_one(pressing).await;
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
        let milk = ["A \"Milky\" way", "Buy milk", "100% oat milk"];
        assert_eq!(titles("MIL", 9).await, milk);
        assert_eq!(titles("mil", 1).await, milk[..1]);
        assert_eq!(titles("milk o", 9).await, ["100% oat milk"]);
        assert_eq!(titles("cafe", 9).await, ["Café"]);
        for nothing in ["%", "", "dairy", &"milk ".repeat(60)] {
            assert_eq!(titles(nothing, 9).await, Vec::<String>::new());
        }
        let newest = alice.tasks.pending_titles(&alice.user, 2).await.unwrap();
        let newest: Vec<&str> = newest.iter().map(|task| task.title.as_str()).collect();
        assert_eq!(newest, ["A \"Milky\" way", "silk"]);
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
async fn who_watches_learns_what_was_to_be_seen_before_and_after() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::alice(test);
        let people = [alice.user.clone(), bob()];
        assert!(alice.tasks.last_changes(&people).await.unwrap().is_empty());
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
        let last = alice.tasks.last_changes(&people).await.unwrap();
        assert_eq!(
            last.into_iter().collect::<Vec<_>>(),
            [(alice.user.clone(), 3)]
        );

        let after = async |change, limit| {
            let tasks = &alice.tasks;
            tasks
                .logged_after(&alice.user, change, limit)
                .await
                .unwrap()
        };
        let seen = |sight: &Option<Sight>| {
            let sight = sight.as_ref();
            sight.map(|sight| (sight.is_pending, sight.kept_in.clone().unwrap()))
        };
        let (work, home) = ("work".to_owned(), "home".to_owned());
        let changes = after(1, 10).await;
        assert!(changes.iter().all(|change| change.task == number));
        let sights: Vec<_> = changes
            .iter()
            .map(|change| (seen(&change.before), seen(&change.after)))
            .collect();
        assert_eq!(
            sights,
            [
                (Some((true, work)), Some((true, home.clone()))),
                (Some((true, home.clone())), Some((false, home))),
            ]
        );
        assert_eq!(after(0, 1).await[0].before, None);
        assert!(after(3, 10).await.is_empty());
        alice.delete(&[number]).await;
        assert_eq!(after(3, 10).await[0].after, None);
    })
    .await;
}
