//! Words of titles, as the database takes them apart.

use std::collections::BTreeSet;

use sea_orm::{ConnectionTrait as _, QueryResult, Statement};
use taskflow_shared::testing::{TestDatabase, alice, on_each_database};

use super::seed;
use crate::{
    domain::{Search, Title, words},
    store::list::similar,
};

async fn words_of(test: &TestDatabase, number: i64) -> BTreeSet<String> {
    let reads = test.database.reads();
    let sql = format!("SELECT word FROM task_words WHERE number = {number} AND user_id = '1'");
    let statement = Statement::from_string(reads.get_database_backend(), sql);
    let word = |row: QueryResult| row.try_get("", "word").unwrap();
    reads
        .query_all_raw(statement)
        .await
        .unwrap()
        .into_iter()
        .map(word)
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_database_takes_titles_apart_as_the_program_does() {
    on_each_database(async |test: &TestDatabase| {
        let signs: Vec<String> = words::BETWEEN
            .chars()
            .map(|sign| format!("a{sign}b"))
            .collect();
        let mut tasks = seed::tasks(&alice(), 60);
        let texts = [
            "Ωmega 日本 🎉 x",
            "  two  spaces ",
            "\u{fdfa}",
            "\"q\\u0041\" [1,2] {\"a\":1}",
        ];
        let texts = texts.iter().map(|text| (*text).to_owned()).chain(signs);
        for (task, text) in tasks.iter_mut().zip(texts) {
            task.row.title_folded = Title::parse(&text).unwrap().folded();
        }
        seed::store(&test.database, &tasks).await;
        for task in tasks.iter().filter(|task| task.row.deleted_at.is_none()) {
            let expected = words::of(&task.row.title_folded);
            let expected: BTreeSet<String> = expected.map(str::to_owned).collect();
            assert_eq!(
                words_of(test, task.row.number).await,
                expected,
                "{}",
                task.row.title_folded
            );
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_words_of_a_title_follow_its_changes() {
    on_each_database(async |test: &TestDatabase| {
        let mut tasks = seed::tasks(&alice(), 1);
        tasks[0].row.deleted_at = None;
        seed::store(&test.database, &tasks).await;
        for (sql, expected) in [
            (
                "UPDATE tasks SET title_folded = 'buy milk'",
                vec!["buy", "milk"],
            ),
            (
                "UPDATE tasks SET title_folded = 'buy eggs', version = 2",
                vec!["buy", "eggs"],
            ),
            (
                "UPDATE tasks SET completed_at = '2026-01-01 00:00:00+00:00'",
                vec!["buy", "eggs"],
            ),
            (
                "UPDATE tasks SET deleted_at = '2026-01-01 00:00:00+00:00'",
                vec![],
            ),
            (
                "UPDATE tasks SET deleted_at = NULL, completed_at = NULL",
                vec!["buy", "eggs"],
            ),
            (
                "UPDATE tasks SET title_folded = title_folded",
                vec!["buy", "eggs"],
            ),
            ("DELETE FROM labels", vec!["buy", "eggs"]),
            ("DELETE FROM tasks", vec![]),
        ] {
            let written = test.database.write(move |transaction| {
                Box::pin(async move { transaction.execute_unprepared(sql).await })
            });
            written.await.map(drop).unwrap();
            let expected: BTreeSet<String> = expected.into_iter().map(str::to_owned).collect();
            assert_eq!(words_of(test, 1).await, expected, "{sql}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn similar_titles_are_those_that_share_most() {
    on_each_database(async |test: &TestDatabase| {
        let mut tasks = seed::tasks(&alice(), 4);
        let titles = ["Buy oat milk", "Buy milk", "Call mom", "Mop the floor"];
        for (task, title) in tasks.iter_mut().zip(titles) {
            let title = Title::parse(title).unwrap();
            task.row.title_folded = title.folded();
            task.row.title = title.into();
            task.row.deleted_at = None;
            task.row.completed_at = None;
        }
        seed::store(&test.database, &tasks).await;
        for (text, expected) in [
            ("buy mlik", vec!["Buy milk", "Buy oat milk"]),
            ("mom", vec!["Call mom", "Mop the floor"]),
            ("oat milk", vec!["Buy oat milk", "Buy milk"]),
            ("xyz", vec![]),
        ] {
            let search = Search::parse(text).unwrap().unwrap();
            let found = similar(test.database.reads(), &alice(), &search, 10)
                .await
                .unwrap();
            let found: Vec<&str> = found.iter().map(|task| task.title.as_str()).collect();
            assert_eq!(found, expected, "{text}");
        }
    })
    .await;
}
