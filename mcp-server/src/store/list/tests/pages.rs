//! Pages without a filter, cursors, and what is shown of a task.

use chrono::{DateTime, Utc};
use taskflow_shared::testing::{TestDatabase, alice, bob, on_each_database};

use super::{
    naive,
    seed::{SORTS, STATUSES, alices, here},
};
use crate::{
    domain::{Condition, Due, Sort, StatusFilter, Tree},
    language::filter,
    store::list::{CursorError, ListQuery, page},
};

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_every_order_show_each_task_once() {
    on_each_database(async |test: &TestDatabase| {
        let tasks = alices(&test.database, 120).await;
        for status in STATUSES {
            for sort in SORTS {
                let expected = naive::list(&tasks, status, &Tree::Is(Condition::Everything), sort);
                let mut query = ListQuery::new(status, None, sort, false, 7);
                let mut found = Vec::new();
                loop {
                    let page = page(test.database.reads(), &alice(), &query).await.unwrap();
                    assert_eq!((page.total, page.at_least), (expected.len() as u64, false));
                    found.extend(page.tasks.iter().map(|task| task.number.get()));
                    match page.next {
                        Some(cursor) => query = query.after(&cursor).unwrap(),
                        None => break,
                    }
                }
                assert_eq!(found, expected, "{status:?} {sort:?}");
            }
        }
        let query = ListQuery::new(StatusFilter::All, None, Sort::Smart, false, 7);
        let nobodys = page(test.database.reads(), &bob(), &query).await.unwrap();
        assert_eq!(
            (nobodys.tasks, nobodys.total, nobodys.next),
            (vec![], 0, None)
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cursor_of_another_list_is_refused() {
    let test = TestDatabase::sqlite().await;
    alices(&test.database, 30).await;
    let list = |status, text: Option<&str>, sort| {
        let filter = text.map(|text| filter::parse(text, &here()).unwrap());
        ListQuery::new(status, filter, sort, false, 2)
    };
    let all = StatusFilter::All;
    let first = list(all, Some("all"), Sort::Smart);
    let page = page(test.database.reads(), &alice(), &first).await.unwrap();
    let cursor = page.next.unwrap();
    assert!(first.clone().after(&cursor).is_ok());
    for other in [
        list(StatusFilter::Pending, Some("all"), Sort::Smart),
        list(all, Some("p1"), Sort::Smart),
        list(all, None, Sort::Smart),
        list(all, Some("all"), Sort::Due),
    ] {
        assert_eq!(other.after(&cursor).unwrap_err(), CursorError::OtherList);
    }
    let rubbish = first.after("rubbish").unwrap_err();
    assert!(matches!(rubbish, CursorError::Invalid(_)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_listed_task_is_the_stored_one() {
    on_each_database(async |test: &TestDatabase| {
        let tasks = alices(&test.database, 100).await;
        for detail in [false, true] {
            let query = ListQuery::new(StatusFilter::All, None, Sort::Created, detail, 100);
            let page = page(test.database.reads(), &alice(), &query).await.unwrap();
            assert!(page.tasks.len() > 90);
            for listed in page.tasks {
                let number = listed.number.get();
                let task = tasks.iter().find(|task| task.row.number == number).unwrap();
                let row = &task.row;
                assert_eq!(listed.title, row.title);
                assert_eq!(listed.completed, row.completed_at.is_some());
                assert_eq!(listed.due.map(|due| due.day()), row.due_date);
                let at = |due: Due| match due {
                    Due::At { at, zone } => Some((at, zone.to_string())),
                    Due::Date(_) => None,
                };
                assert_eq!(
                    listed.due.and_then(at),
                    row.due_at.zip(row.due_zone.clone())
                );
                assert_eq!(i16::from(listed.priority.get()), row.priority);
                let recurrence = listed.recurrence.map(|rule| rule.rule().to_owned());
                assert_eq!(recurrence, row.recurrence);
                assert_eq!(
                    listed.project.map(|name| name.as_str().to_owned()),
                    row.project
                );
                let labels: Vec<String> = listed.labels.iter().map(|name| name.folded()).collect();
                assert_eq!(labels, task.labels);
                assert_eq!(listed.parent.map(|parent| parent.get()), task.parent);
                let millis = |at: DateTime<Utc>| at.timestamp_millis();
                let below = tasks
                    .iter()
                    .filter(|other| other.parent == Some(number) && other.row.deleted_at.is_none());
                let expected = detail.then(|| {
                    let completed_at = row.completed_at.map(millis);
                    let created_at = row.created_at.timestamp_millis();
                    (
                        row.description.clone(),
                        created_at,
                        completed_at,
                        below.count() as u64,
                    )
                });
                let shown = listed.detail.map(|detail| {
                    let completed_at = detail.completed_at.map(millis);
                    (
                        detail.description,
                        millis(detail.created_at),
                        completed_at,
                        detail.subtasks,
                    )
                });
                assert_eq!(shown, expected);
            }
        }
    })
    .await;
}
