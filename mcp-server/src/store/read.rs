//! Reading tasks that are known by their numbers, or by how their titles begin.

use std::collections::HashMap;

use sea_orm::{
    ColumnTrait as _, DatabaseConnection, QueryFilter as _, QueryOrder as _, QuerySelect as _,
    sea_query::{ExprTrait as _, LikeExpr},
};
use taskflow_shared::ids::UserId;

use super::{
    Going, StoreError, Titled,
    entities::tasks,
    tasks::owned_by,
    tree::{self, Forest, Roots},
};
use crate::domain::{Task, TaskNumber, folded};

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

/// Returns the newest pending tasks; with a prefix those whose title, or a word of it, begins so.
pub(super) async fn titles(
    reads: &DatabaseConnection,
    user: &UserId,
    prefix: &str,
    limit: u64,
) -> Result<Vec<Titled>, StoreError> {
    let mut select = owned_by(user).filter(tasks::Column::CompletedAt.is_null());
    let prefix = folded(prefix.trim());
    if !prefix.is_empty() {
        let begins = |before: &str| {
            let pattern = format!("{before}{}%", escaped(&prefix));
            tasks::Column::TitleFolded.like(LikeExpr::new(pattern).escape('\\'))
        };
        select = select.filter(begins("").or(begins("% ")));
    }
    let rows: Vec<(i64, String)> = select
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

/// Returns the text as a pattern in which nothing stands for anything else.
pub(super) fn escaped(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len());
    for letter in text.chars() {
        if matches!(letter, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern
}
