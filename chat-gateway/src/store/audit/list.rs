//! Reading the record.

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait as _, Condition, DbErr, EntityTrait as _, ExprTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _, QueryTrait as _, Select,
    sea_query::{Expr, SelectStatement},
};
use taskflow_shared::ids::UserId;
use uuid::Uuid;

use crate::{
    domain::Decision,
    store::{
        Store,
        entities::audit_event::{Column, Entity, Model},
    },
};

/// The most rows of one call: each event stands there once.
const EVENTS: u64 = 5;

/// Which calls of a person are asked for, and how many at once.
#[derive(Debug, Clone, Copy)]
pub(crate) struct AuditQuery {
    /// Calls about which something was noted then or later.
    pub(crate) since: Option<DateTime<Utc>>,
    /// Calls of this run.
    pub(crate) run_id: Option<Uuid>,
    pub(crate) after: Option<Place>,
    pub(crate) limit: u64,
}

/// A call's place in the list: its run, and its number there.
pub(crate) type Place = (Uuid, i32);

/// A call, as the record has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AuditedCall {
    pub(crate) run_id: Uuid,
    /// Which call of the run it is, from 1.
    pub(crate) number: i32,
    pub(crate) tool: String,
    pub(crate) arguments_hash: Vec<u8>,
    /// What was decided last; `None` where that is no longer on record.
    pub(crate) decision: Option<Decision>,
    /// `ok`, or why it came to nothing; `None` where that is not known, since the program was killed
    /// while it was made, or not known yet.
    pub(crate) result: Option<String>,
    /// When it was first decided on.
    pub(crate) at: DateTime<Utc>,
    pub(crate) duration_ms: Option<i64>,
}

impl Store {
    /// Returns a page of the person's calls, in the order of their runs, and the place of its last
    /// call where there are more.
    pub(crate) async fn audit(
        &self,
        owner: &UserId,
        query: AuditQuery,
    ) -> Result<(Vec<AuditedCall>, Option<Place>), DbErr> {
        let events = events(owner, query).all(self.database.reads()).await?;
        let limit = usize::try_from(query.limit).unwrap_or(usize::MAX);
        let mut by_call = events.chunk_by(|one, next| place_of(one) == place_of(next));
        let calls = by_call.by_ref().take(limit).filter_map(AuditedCall::of);
        let calls: Vec<AuditedCall> = calls.collect();
        let last = calls.last().map(|last| (last.run_id, last.number));
        Ok((calls, last.filter(|_| by_call.next().is_some())))
    }
}

fn place_of(event: &Model) -> Place {
    (event.run_id, event.call_number)
}

fn events(owner: &UserId, query: AuditQuery) -> Select<Entity> {
    let of_owner = || Entity::find().filter(Column::UserId.eq(owner.as_str()));
    let place = || Expr::tuple([Expr::col(Column::RunId), Expr::col(Column::CallNumber)]);
    let mut which = Condition::all();
    if let Some(run_id) = query.run_id {
        which = which.add(Column::RunId.eq(run_id));
    }
    if let Some((run_id, number)) = query.after {
        which = which.add(place().gt(Expr::tuple([Expr::value(run_id), Expr::value(number)])));
    }
    if let Some(since) = query.since {
        let noted: SelectStatement = of_owner()
            .select_only()
            .columns([Column::RunId, Column::CallNumber])
            .filter(Column::CreatedAt.gte(since))
            .into_query();
        which = which.add(place().in_subquery(noted));
    }
    of_owner()
        .filter(which)
        .order_by_asc(Column::RunId)
        .order_by_asc(Column::CallNumber)
        .order_by_asc(Column::CreatedAt)
        .order_by_asc(Column::Event)
        .limit((query.limit + 1) * EVENTS)
}

impl AuditedCall {
    /// Joins the events of one call, oldest first.
    fn of(events: &[Model]) -> Option<Self> {
        let first = events.first()?;
        let decided = events
            .iter()
            .rev()
            .find_map(|event| Decision::stored(&event.event));
        Some(Self {
            run_id: first.run_id,
            number: first.call_number,
            tool: first.tool.clone(),
            arguments_hash: first.arguments_hash.clone(),
            decision: decided,
            result: events.iter().rev().find_map(|event| event.result.clone()),
            at: first.created_at,
            duration_ms: events.iter().find_map(|event| event.duration_ms),
        })
    }
}

#[cfg(test)]
mod tests {
    use sea_orm::{ConnectionTrait as _, Statement};
    use taskflow_shared::testing::{TestDatabase, alice};

    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn no_page_reads_through_the_whole_table() {
        let test = TestDatabase::sqlite().await;
        let reads = test.database.reads();
        let first = AuditQuery {
            since: None,
            run_id: None,
            after: None,
            limit: 10,
        };
        let run_id = Some(Uuid::nil());
        let after = Some((Uuid::nil(), 1));
        let since = Some(DateTime::UNIX_EPOCH);
        for query in [
            first,
            AuditQuery { after, ..first },
            AuditQuery { run_id, ..first },
            AuditQuery { since, ..first },
            AuditQuery {
                since,
                run_id,
                after,
                ..first
            },
        ] {
            let built = events(&alice(), query).build(reads.get_database_backend());
            let explain = Statement {
                sql: format!("EXPLAIN QUERY PLAN {}", built.sql),
                ..built
            };
            let steps = reads.query_all_raw(explain).await.unwrap();
            let steps = steps.iter().map(|step| step.try_get("", "detail").unwrap());
            let steps: Vec<String> = steps.collect();
            // What happened since a moment is sorted by run; all else is read in order.
            let sorts = |step: &str| step.ends_with("FOR ORDER BY") && query.since.is_none();
            let is_bad = |step: &String| step.starts_with("SCAN audit") || sorts(step);
            assert!(
                !steps.is_empty() && !steps.iter().any(is_bad),
                "{query:?}: {steps:#?}"
            );
        }
    }
}
