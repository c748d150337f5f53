//! What a database keeps of a person, to be counted and to be removed for good.

use sea_orm::{ConnectionTrait, DbErr, Statement};

use super::Transaction;
use crate::ids::UserId;

/// A table that has rows of people.
#[derive(Debug, Clone, Copy)]
pub struct Owned {
    /// What its rows are, for people: `messages`.
    pub what: &'static str,
    /// Its name.
    pub table: &'static str,
    /// The SQL condition of the rows of the person `$1`.
    pub of_person: &'static str,
}

/// The condition where a table says itself whose its rows are.
pub const BY_USER: &str = "user_id = $1";

/// How many rows of a kind a person has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kept {
    /// What they are.
    pub what: &'static str,
    /// How many.
    pub rows: u64,
}

/// Counts what these tables keep of the person.
///
/// # Errors
/// Where the database fails.
pub async fn count(
    connection: &impl ConnectionTrait,
    tables: &[Owned],
    user: &UserId,
) -> Result<Vec<Kept>, DbErr> {
    let mut kept = Vec::with_capacity(tables.len());
    for table in tables {
        let sql = format!(
            "SELECT COUNT(*) AS kept FROM {} WHERE {}",
            table.table, table.of_person
        );
        let row = connection
            .query_one_raw(statement(connection, sql, user))
            .await?;
        let rows: Option<i64> = row.map(|row| row.try_get("", "kept")).transpose()?;
        kept.push(Kept {
            what: table.what,
            rows: rows.and_then(|rows| u64::try_from(rows).ok()).unwrap_or(0),
        });
    }
    Ok(kept)
}

/// Removes what these tables keep of the person, in this order, so that what refers to others goes
/// before them; returns what that was.
///
/// # Errors
/// Where the database fails; the transaction is not to be committed then.
pub async fn remove(
    transaction: &Transaction,
    tables: &[Owned],
    user: &UserId,
) -> Result<Vec<Kept>, DbErr> {
    // Counted before: what goes with other rows is not told as deleted.
    let kept = count(transaction, tables, user).await?;
    for table in tables {
        let sql = format!("DELETE FROM {} WHERE {}", table.table, table.of_person);
        let delete = statement(transaction, sql, user);
        transaction.execute_raw(delete).await?;
    }
    Ok(kept)
}

fn statement(connection: &impl ConnectionTrait, sql: String, user: &UserId) -> Statement {
    let values = [user.as_str().into()];
    Statement::from_sql_and_values(connection.get_database_backend(), sql, values)
}
