//! Titles that have something in common with a text.

use sea_orm::{DatabaseConnection, FromQueryResult};
use taskflow_shared::ids::UserId;

use super::sql::Sql;
use crate::{
    domain::{Search, words},
    store::StoreError,
};

/// A task whose title has something in common with a text.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub(crate) struct Similar {
    pub(crate) number: i64,
    pub(crate) title: String,
}

/// As many titles with a word are looked at.
const TITLES: i64 = 500;

/// Returns pending tasks whose titles share words with a text, or the beginnings of words, those
/// that share most first. What is spelt otherwise from the first letters on is not found.
pub(in crate::store) async fn similar(
    reads: &DatabaseConnection,
    user: &UserId,
    search: &Search,
    limit: u16,
) -> Result<Vec<Similar>, StoreError> {
    let mut sql = Sql::new(reads.get_database_backend(), user);
    sql.push("SELECT t.number AS number, t.title AS title FROM (SELECT number, COUNT(*) AS shared FROM (");
    let beginnings = search.words().iter().flat_map(|word| beginnings(word));
    sql.list(beginnings, " UNION ALL ", |sql, begin| {
        sql.push("SELECT * FROM (SELECT number FROM task_words WHERE user_id = ")
            .user();
        let end = format!("{begin}{}", char::MAX);
        sql.push(" AND completed = 0 AND word >= ").bind(begin);
        sql.push(" AND word < ").bind(end);
        sql.push(" LIMIT ").number(TITLES).push(") AS one");
    });
    sql.push(
        ") AS every GROUP BY number) AS found JOIN tasks AS t ON t.number = found.number WHERE ",
    );
    sql.owned()
        .push(" AND t.completed_at IS NULL ORDER BY shared DESC, t.number DESC LIMIT ");
    sql.number(limit);
    Ok(Similar::find_by_statement(sql.statement())
        .all(reads)
        .await?)
}

/// The word, and its first letters with which it still begins where its end is misspelt.
fn beginnings(word: &str) -> Vec<String> {
    const FIRST: [usize; 2] = [4, 2];
    let word: String = word.chars().take(words::MAX_INDEXED).collect();
    let length = word.chars().count();
    let shorter = FIRST.into_iter().filter(|letters| *letters < length);
    let shorter = shorter.map(|letters| word.chars().take(letters).collect());
    std::iter::once(word.clone()).chain(shorter).collect()
}
