//! Reading tasks that are known by their numbers, or by words of their titles.

use std::collections::HashMap;

use sea_orm::{
    ColumnTrait as _, DatabaseConnection, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use taskflow_shared::ids::UserId;

use super::{
    Going, StoreError, Titled,
    entities::tasks,
    list::{self, ListQuery, ListedTask},
    tasks::owned_by,
    tree::{self, Forest, Roots},
};
use crate::domain::{Condition, Filter, Search, Sort, StatusFilter, Task, TaskNumber, Tree};

/// Returns those of these tasks that are there, in the order asked for.
pub(super) async fn by_numbers(
    reads: &DatabaseConnection,
    user: &UserId,
    numbers: &[TaskNumber],
) -> Result<Vec<Task>, StoreError> {
    let rows = owned_by(user).filter(tree::number_in(numbers));
    let rows = rows.all(reads).await?;
    let rows: HashMap<i64, tasks::Model> = rows.into_iter().map(|row| (row.number, row)).collect();
    let found = numbers.iter().filter_map(|number| rows.get(&number.get()));
    Ok(found.cloned().map(Task::from).collect())
}

/// Returns all tasks in order of number.
pub(super) async fn all(
    reads: &DatabaseConnection,
    user: &UserId,
) -> Result<Vec<Task>, StoreError> {
    let rows = owned_by(user).order_by_asc(tasks::Column::Number);
    let rows = rows.all(reads).await?;
    Ok(rows.into_iter().map(Task::from).collect())
}

/// Returns the tasks that deleting these would take, each before those under it.
pub(super) async fn subtrees(
    reads: &DatabaseConnection,
    user: &UserId,
    numbers: &[TaskNumber],
) -> Result<Vec<Going>, StoreError> {
    let mut rows = tree::with_descendants(reads, user, Roots::Numbers(numbers)).await?;
    rows.retain(|row| row.deleted_at.is_none());
    let forest = Forest::new(&rows);
    let mut titles: HashMap<_, _> = rows.iter().map(|row| (row.id, row)).collect();
    let mut going = Vec::with_capacity(rows.len());
    for number in numbers {
        let root = rows.iter().find(|row| row.number == number.get());
        let below = root.map(|root| forest.subtree(root.id));
        for (id, depth) in below.unwrap_or_default() {
            // A task under two of those named is shown once.
            let row = titles.remove(&id);
            going.extend(row.map(|row| Going {
                number: TaskNumber::new(row.number),
                title: row.title.clone(),
                depth,
            }));
        }
    }
    Ok(going)
}

/// Returns the first tasks directly under one, by number.
pub(super) async fn children(
    reads: &DatabaseConnection,
    user: &UserId,
    parent: &Task,
    limit: u16,
) -> Result<Vec<Task>, StoreError> {
    let rows = tree::children(reads, user, parent.id, limit).await?;
    Ok(rows.into_iter().map(Task::from).collect())
}

/// Returns the newest pending tasks.
pub(super) async fn newest(
    reads: &DatabaseConnection,
    user: &UserId,
    limit: u64,
) -> Result<Vec<Titled>, StoreError> {
    let rows: Vec<(i64, String)> = owned_by(user)
        .filter(tasks::Column::CompletedAt.is_null())
        .select_only()
        .columns([tasks::Column::Number, tasks::Column::Title])
        .order_by_desc(tasks::Column::Number)
        .limit(limit)
        .into_tuple()
        .all(reads)
        .await?;
    let titled = |(number, title)| Titled {
        number: TaskNumber::new(number),
        title,
    };
    Ok(rows.into_iter().map(titled).collect())
}

/// Returns the pending tasks whose titles have all words of a text, or words that begin so, the
/// most pressing first.
pub(super) async fn titles(
    reads: &DatabaseConnection,
    user: &UserId,
    text: &str,
    limit: u16,
) -> Result<Vec<Titled>, StoreError> {
    // No title has what is no search.
    let Ok(Some(search)) = Search::parse(text) else {
        return Ok(Vec::new());
    };
    let filter = Filter {
        written: String::new(),
        tree: Tree::Is(Condition::Search(search)),
    };
    let query = ListQuery::new(
        StatusFilter::Pending,
        Some(filter),
        Sort::Smart,
        false,
        limit,
    );
    let page = list::page(reads, user, &query).await?;
    let titled = |task: ListedTask| Titled {
        number: task.number,
        title: task.title,
    };
    Ok(page.tasks.into_iter().map(titled).collect())
}
