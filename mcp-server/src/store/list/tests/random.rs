//! Any filter, in any order, on both databases.

use chrono::TimeDelta;
use proptest::{
    prelude::*,
    strategy::ValueTree as _,
    test_runner::{RngSeed, TestRunner},
};
use taskflow_shared::testing::{TestDatabase, alice, on_each_database};

use super::{
    naive,
    seed::{LABELS, PROJECTS, SORTS, STATUSES, ZONE, alices, here, now, today},
};
use crate::{
    domain::{
        Condition, Due, Edge, Filter, Name, Priority, Search, Span, TaskNumber, Time, Tree,
        following,
    },
    store::list::{ListQuery, page::page_by},
};

fn due() -> impl Strategy<Value = Due> {
    prop_oneof![
        (0..9_u64).prop_map(|days| Due::Date(following(today() - TimeDelta::days(4), days))),
        (-6_000..6_000_i64).prop_map(|minutes| Due::At {
            at: now() + TimeDelta::minutes(minutes),
            zone: ZONE
        }),
    ]
}

fn span() -> impl Strategy<Value = Span> {
    prop_oneof![
        due().prop_map(|due| Span::on(&due, ZONE)),
        due().prop_map(|due| Span::on(&due, ZONE).before()),
        due().prop_map(|due| Span::on(&due, ZONE).after()),
        due().prop_map(|due| Span::on(&due, ZONE).by()),
        (1..5_u64).prop_map(|days| Span::days(today(), days, ZONE)),
    ]
}

fn condition() -> impl Strategy<Value = Condition> {
    let name = |names: [&'static str; 3]| {
        prop::sample::select(names.to_vec()).prop_map(|name| Name::parse(name).unwrap())
    };
    let words = [
        "milk", "MILK way", "buy", "m", "cafe", "50", "b", "x y z", "strasse", "straß", "nothing",
    ];
    let search = prop::sample::select(words.to_vec())
        .prop_map(|words| Condition::Search(Search::parse(words).unwrap().unwrap()));
    let time = prop::sample::select(vec![Time::Due, Time::Due, Time::Created, Time::Completed]);
    prop_oneof![
        6 => (time, span()).prop_map(|(time, span)| Condition::During(time, span)),
        1 => Just(Condition::Everything),
        1 => Just(Condition::During(Time::Completed, Span::default())),
        1 => Just(Condition::Undated),
        2 => Just(Condition::Overdue(Edge::moment(here().now, ZONE))),
        2 => (1..=4_u8).prop_map(|number| Condition::Priority(Priority::new(number).unwrap())),
        2 => name(PROJECTS).prop_map(Condition::Project),
        1 => Just(Condition::NoProject),
        2 => name(LABELS).prop_map(Condition::Label),
        1 => Just(Condition::NoLabels),
        1 => Just(Condition::Recurring),
        1 => Just(Condition::Subtask),
        1 => (1..40_i64).prop_map(|number| Condition::Below(TaskNumber::new(number))),
        2 => search,
    ]
}

/// Labels that tasks have together, and what may be asked for beside.
fn labels() -> impl Strategy<Value = Tree> {
    let label = || {
        prop::sample::select(LABELS.to_vec())
            .prop_map(|name| Tree::Is(Condition::Label(Name::parse(name).unwrap())))
    };
    let besides = prop::option::of(condition().prop_map(Tree::Is));
    (label(), label(), besides).prop_map(|(one, other, besides)| {
        Tree::all([one, other].into_iter().chain(besides).collect())
    })
}

fn tree() -> impl Strategy<Value = Tree> {
    prop_oneof![8 => condition().prop_map(Tree::Is), 1 => labels()].prop_recursive(
        3,
        8,
        3,
        |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 2..4).prop_map(Tree::all),
                prop::collection::vec(inner.clone(), 2..4).prop_map(Tree::any),
                inner.prop_map(Tree::not),
            ]
        },
    )
}

async fn numbers(test: &TestDatabase, query: &ListQuery, few: u64, expected: usize) -> Vec<i64> {
    let mut numbers = Vec::new();
    let mut query = query.clone();
    loop {
        let page = page_by(test.database.reads(), &alice(), &query, few)
            .await
            .unwrap();
        assert_eq!(
            (page.total, page.at_least),
            (expected as u64, false),
            "{query:?}"
        );
        numbers.extend(page.tasks.iter().map(|task| task.number.get()));
        match page.next {
            Some(cursor) => query = query.after(&cursor).unwrap(),
            None => return numbers,
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_database_finds_what_reading_one_task_after_another_does() {
    on_each_database(async |test: &TestDatabase| {
        let tasks = alices(&test.database, 250).await;
        let mut runner = TestRunner::new(ProptestConfig {
            rng_seed: RngSeed::Fixed(7),
            ..ProptestConfig::default()
        });
        let status = prop::sample::select(STATUSES.to_vec());
        let sort = prop::sample::select(SORTS.to_vec());
        let cases = (
            tree(),
            status,
            sort,
            5..60_u16,
            prop::sample::select(vec![0, 20, 4_000_u64]),
        );
        for _ in 0..300 {
            let (tree, status, sort, limit, few) = cases.new_tree(&mut runner).unwrap().current();
            let expected = naive::list(&tasks, status, &tree, sort);
            let filter = Filter {
                written: format!("{tree:?}"),
                tree,
            };
            let query = ListQuery::new(status, Some(filter), sort, limit % 2 == 0, limit);
            let found = numbers(test, &query, few, expected.len()).await;
            assert_eq!(found, expected, "{query:?} few {few}");
        }
    })
    .await;
}
