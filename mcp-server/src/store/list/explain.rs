//! How SQLite goes about a list, for those who measure.

use sea_orm::{ConnectionTrait as _, DatabaseConnection, DbErr, Statement};
use taskflow_shared::ids::UserId;

use super::{
    page,
    plan::{FEW, plan, push_counts, sources, statuses},
    query::ListQuery,
    sql::Sql,
};

/// Returns the steps of the statements by which a list is read from this database as it is.
pub(crate) async fn explain(
    reads: &DatabaseConnection,
    user: &UserId,
    query: &ListQuery,
) -> Result<Vec<String>, DbErr> {
    let halves = plan(reads, user, query, FEW).await?;
    let mut sql = Sql::new(reads.get_database_backend(), user);
    page::push(&mut sql, query, &halves);
    let mut found = steps(reads, sql).await?;
    if let Some(filter) = &query.filter {
        let of = |status: &_| (*status, sources(&filter.tree, *status));
        let sources: Vec<_> = statuses(query.status).iter().map(of).collect();
        if sources.iter().any(|(_, sources)| !sources.is_empty()) {
            let mut sql = Sql::new(reads.get_database_backend(), user);
            push_counts(&mut sql, &sources, FEW);
            found.extend(steps(reads, sql).await?);
        }
    }
    Ok(found)
}

async fn steps(reads: &DatabaseConnection, sql: Sql) -> Result<Vec<String>, DbErr> {
    let built = sql.statement();
    let explain = Statement {
        sql: format!("EXPLAIN QUERY PLAN {}", built.sql),
        ..built
    };
    let steps = reads.query_all_raw(explain).await?;
    steps
        .iter()
        .map(|step| step.try_get("", "detail"))
        .collect()
}
