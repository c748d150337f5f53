//! Finding titles and messages by their words.

use chrono::{DateTime, Utc};
use sea_orm::{DbBackend, FromQueryResult, Statement, Value};
use taskflow_shared::ids::UserId;
use uuid::Uuid;

use super::expression;
use crate::{
    domain::SearchWords,
    store::{Store, StoreError, messages::Role},
};

/// A title or a message that has the words.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Hit {
    pub(crate) conversation_id: Uuid,
    pub(crate) title: String,
    /// The message; the title where `None`.
    pub(crate) message: Option<HitMessage>,
    pub(crate) at: DateTime<Utc>,
}

/// A message that has the words.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct HitMessage {
    pub(crate) id: Uuid,
    pub(crate) role: Role,
    pub(crate) content: String,
    /// Whether it is on the active branch.
    pub(crate) is_active: bool,
}

/// A page of what was found, latest first.
#[derive(Debug)]
pub(crate) struct HitPage {
    pub(crate) hits: Vec<Hit>,
    /// The entry below which the next page begins.
    pub(crate) below: Option<i64>,
}

#[derive(Debug, FromQueryResult)]
struct Row {
    number: i64,
    conversation_id: Uuid,
    title: String,
    begun_at: DateTime<Utc>,
    message_id: Option<Uuid>,
    role: Option<String>,
    content: Option<String>,
    left_at: Option<i64>,
    created_at: Option<DateTime<Utc>>,
}

const COLUMNS: &str = "SELECT e.number, e.conversation_id, c.title, c.created_at AS begun_at, \
     e.message_id, m.role, m.content, m.left_at, m.created_at FROM ";

/// The index is read in its own order, from the newest entry down, only as far as the page needs.
const SQLITE: &str = "search_index CROSS JOIN search_entries AS e ON e.number = search_index.rowid \
     CROSS JOIN conversations AS c ON c.id = e.conversation_id \
     LEFT JOIN messages AS m ON m.id = e.message_id \
     WHERE search_index MATCH $1 AND search_index.rowid < $2 AND e.user_id = $3 \
     AND c.user_id = $3 AND c.deleted_at IS NULL ORDER BY search_index.rowid DESC LIMIT $4";

/// In the order of the person's own entries, so that what others say is never sorted through.
const POSTGRES: &str = "search_entries AS e JOIN conversations AS c ON c.id = e.conversation_id \
     LEFT JOIN messages AS m ON m.id = e.message_id \
     WHERE e.vector @@ CAST($1 AS TSQUERY) AND e.number < $2 AND e.user_id = $3 \
     AND c.user_id = $3 AND c.deleted_at IS NULL ORDER BY e.number DESC LIMIT $4";

impl Store {
    /// Returns the person's titles and messages that have all these words, latest first, of
    /// conversations that are not put away; where `below` is given, those from there on.
    pub(crate) async fn search(
        &self,
        owner: &UserId,
        words: &SearchWords,
        below: Option<i64>,
        limit: u64,
    ) -> Result<HitPage, StoreError> {
        if words.iter().next().is_none() {
            return Ok(HitPage {
                hits: Vec::new(),
                below: None,
            });
        }
        let reads = self.database.reads();
        let backend = reads.get_database_backend();
        let found = Row::find_by_statement(statement(backend, owner, words, (below, limit + 1)));
        let mut rows = found.all(reads).await?;
        let more = rows.len() as u64 > limit;
        rows.truncate(limit as usize);
        let last = rows.last().map(|last| last.number);
        Ok(HitPage {
            hits: rows.into_iter().map(Hit::from).collect(),
            below: last.filter(|_| more),
        })
    }
}

fn statement(
    backend: DbBackend,
    owner: &UserId,
    words: &SearchWords,
    (below, limit): (Option<i64>, u64),
) -> Statement {
    let is_postgres = backend == DbBackend::Postgres;
    let from = if is_postgres { POSTGRES } else { SQLITE };
    let values: [Value; 4] = [
        expression(owner, words, is_postgres).into(),
        below.unwrap_or(i64::MAX).into(),
        owner.as_str().into(),
        i64::try_from(limit).unwrap_or(i64::MAX).into(),
    ];
    Statement::from_sql_and_values(backend, format!("{COLUMNS}{from}"), values)
}

impl From<Row> for Hit {
    fn from(row: Row) -> Self {
        let message = row.message_id.zip(row.role).map(|(id, role)| HitMessage {
            id,
            role: Role::stored(&role),
            content: row.content.unwrap_or_default(),
            is_active: row.left_at.is_none(),
        });
        Self {
            conversation_id: row.conversation_id,
            title: row.title,
            message,
            at: row.created_at.unwrap_or(row.begun_at),
        }
    }
}

#[cfg(test)]
mod tests {
    use taskflow_shared::testing::{TestDatabase, alice};

    use super::*;
    use crate::store::testing::plan;

    #[tokio::test]
    async fn a_search_reads_the_index_in_its_order_and_nothing_that_does_not_match() {
        let database = TestDatabase::sqlite().await;
        let words = SearchWords::parse("milk and eggs").unwrap();
        let page = (Some(7), 20);
        let plan = plan(
            &database,
            statement(DbBackend::Sqlite, &alice(), &words, page),
        )
        .await;
        let steps: Vec<&str> = plan.lines().collect();
        assert!(
            steps[0].starts_with("SCAN search_index VIRTUAL TABLE INDEX"),
            "{plan}"
        );
        assert!(
            steps[1..].iter().all(|step| step.starts_with("SEARCH ")),
            "{plan}"
        );
        assert!(
            plan.contains("SEARCH e USING INTEGER PRIMARY KEY"),
            "{plan}"
        );
    }
}
