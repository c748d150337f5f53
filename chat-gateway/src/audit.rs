//! The record of tool calls, for those who run the service: `taskflow audit`.

use std::fmt::{self, Write as _};

use chrono::{DateTime, SecondsFormat, Utc};
use sea_orm::DbErr;
use serde::Serialize;
use taskflow_shared::{
    clock::Clock,
    database::Database,
    ids::UserId,
    page::{InvalidCursor, decode_cursor, encode_cursor},
};
use uuid::Uuid;

use crate::store::{
    Store,
    audit::{AuditQuery, AuditedCall, Place},
};

/// Which calls of a person are asked for, and how many at once.
#[derive(Debug, Clone)]
pub struct Query {
    /// Calls about which something was noted then or later.
    pub since: Option<DateTime<Utc>>,
    /// Calls of this run.
    pub run_id: Option<Uuid>,
    /// The `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// How many calls a page has at the most.
    pub limit: u32,
}

/// A page of a person's calls, in the order of their runs.
#[derive(Debug, Serialize)]
pub struct Page {
    calls: Vec<Call>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
}

#[derive(Debug, Serialize)]
struct Call {
    /// When it was first decided on.
    at: String,
    user_id: String,
    run_id: Uuid,
    /// Which call of the run it is, from 1.
    call: i32,
    tool: String,
    arguments_sha256: String,
    decision: Option<&'static str>,
    /// `ok`, an error's code, or null where the program was killed before it was known.
    result: Option<String>,
    duration_ms: Option<i64>,
}

/// Why the record cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The cursor is not one.
    #[error(transparent)]
    Cursor(#[from] InvalidCursor),
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// Returns a page of the person's calls.
///
/// # Errors
/// [`ReadError`] where the cursor is not one, or the database fails.
pub async fn read(
    database: Database,
    clock: Clock,
    user: &UserId,
    query: Query,
) -> Result<Page, ReadError> {
    let after = query.cursor.as_deref().map(decode_cursor::<Place>);
    let query = AuditQuery {
        since: query.since,
        run_id: query.run_id,
        after: after.transpose()?,
        limit: query.limit.into(),
    };
    let (calls, last) = Store::new(database, clock).audit(user, query).await?;
    Ok(Page {
        calls: calls
            .into_iter()
            .map(|call| Call::new(user, call))
            .collect(),
        next_cursor: last.map(|place| encode_cursor(&place)),
    })
}

impl Call {
    fn new(user: &UserId, call: AuditedCall) -> Self {
        let hex = call
            .arguments_hash
            .iter()
            .fold(String::new(), |mut hex, byte| {
                let _ = write!(hex, "{byte:02x}");
                hex
            });
        Self {
            at: call.at.to_rfc3339_opts(SecondsFormat::Millis, true),
            user_id: user.to_string(),
            run_id: call.run_id,
            call: call.number,
            tool: call.tool,
            arguments_sha256: hex,
            decision: call.decision.map(|decision| decision.as_str()),
            result: call.result,
            duration_ms: call.duration_ms,
        }
    }
}

impl Page {
    /// Returns the page as JSON, on several lines.
    pub fn json(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// Returns where the next page starts, if there is one.
    pub fn next_cursor(&self) -> Option<&str> {
        self.next_cursor.as_deref()
    }
}

/// A table for a terminal; the hash is cut short, as everybody does with hashes.
impl fmt::Display for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = |text: &dyn Fn(&Call) -> usize| self.calls.iter().map(text).max();
        let tool = width(&|call| call.tool.len()).unwrap_or(0).max(4);
        let result = width(&|call| call.result().len()).unwrap_or(0).max(6);
        write!(
            f,
            "{:<24}  {:<36}  {:>4}  {:<tool$}  {:<12}  {:<8}  {:<result$}  {:>8}",
            "TIME", "RUN", "CALL", "TOOL", "ARGUMENTS", "DECISION", "RESULT", "MS"
        )?;
        for call in &self.calls {
            let hash = call.arguments_sha256.get(..12).unwrap_or_default();
            let duration = call
                .duration_ms
                .map_or_else(|| "-".to_owned(), |ms| ms.to_string());
            write!(
                f,
                "\n{:<24}  {}  {:>4}  {:<tool$}  {hash}  {:<8}  {:<result$}  {duration:>8}",
                call.at,
                call.run_id,
                call.call,
                call.tool,
                call.decision.unwrap_or("-"),
                call.result(),
            )?;
        }
        Ok(())
    }
}

impl Call {
    /// A call whose program was killed may have been carried out, or not.
    fn result(&self) -> &str {
        self.result.as_deref().unwrap_or("unknown")
    }
}
