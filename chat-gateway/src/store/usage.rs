//! What people's runs cost, by day.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait as _, DbErr, EntityTrait as _, ExprTrait as _, Insert, PaginatorTrait as _,
    QueryFilter as _, QueryOrder as _, QuerySelect as _,
    sea_query::{Expr, OnConflict},
};
use taskflow_shared::{
    database::{Batch, Transaction},
    ids::UserId,
};

use super::{
    Store, StoreError,
    entities::{
        run,
        usage_day::{ActiveModel, Column, Entity, Model},
    },
    runs::driven,
};
use crate::domain::{Quotas, Usage};

/// What a person's runs of one UTC day cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Day {
    pub(crate) day: NaiveDate,
    pub(crate) runs: u64,
    pub(crate) usage: Usage,
}

/// A quota that is used up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum UsedUp {
    /// The day's tokens; there are new ones from this moment on.
    Tokens {
        /// How many there were.
        quota: u64,
        /// The beginning of the next UTC day.
        until: DateTime<Utc>,
    },
    /// As many messages are being answered as may.
    Runs(u32),
}

impl Store {
    /// Returns the days on which runs of the person ended, of the last `days`, latest first.
    pub(crate) async fn usage(&self, owner: &UserId, days: u64) -> Result<Vec<Day>, StoreError> {
        let today = self.clock.now().date_naive();
        let first = today.checked_sub_days(Days::new(days.saturating_sub(1)));
        let rows = Entity::find()
            .filter(Column::UserId.eq(owner.as_str()))
            .filter(Column::Day.gte(first.unwrap_or(NaiveDate::MIN)))
            .order_by_desc(Column::Day)
            .limit(days)
            .all(self.database.reads())
            .await?;
        Ok(rows.into_iter().map(Day::from).collect())
    }
}

/// Refuses a run that the person's quotas leave no room for. The row of the day, where it is
/// touched, keeps the person's other runs from beginning until the transaction ends.
pub(super) async fn refuse_if_used_up(
    transaction: &Transaction,
    owner: &UserId,
    quotas: Quotas,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    if quotas == Quotas::default() {
        return Ok(());
    }
    let today = add(transaction, owner, (0, Usage::default()), now).await?;
    let used = today.usage.input_tokens + today.usage.output_tokens;
    if let Some(quota) = quotas.daily_tokens.filter(|quota| used >= *quota) {
        let until = tomorrow(now);
        return Err(StoreError::UsedUp(UsedUp::Tokens { quota, until }));
    }
    let Some(quota) = quotas.concurrent_runs else {
        return Ok(());
    };
    let running = run::Entity::find()
        .filter(run::Column::UserId.eq(owner.as_str()))
        .filter(driven())
        .count(transaction)
        .await?;
    if running >= u64::from(quota) {
        return Err(StoreError::UsedUp(UsedUp::Runs(quota)));
    }
    Ok(())
}

/// Counts runs that have ended, and what was used.
pub(super) fn count(
    batch: &mut Batch<'_>,
    owner: &UserId,
    counted: (i64, Usage),
    now: DateTime<Utc>,
) {
    batch.add(&addition(owner, counted, now));
}

/// Counts what was used for a person beside their runs.
pub(super) async fn count_aside(
    transaction: &Transaction,
    owner: &UserId,
    usage: Usage,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    if usage == Usage::default() {
        return Ok(());
    }
    add(transaction, owner, (0, usage), now).await.map(drop)
}

async fn add(
    transaction: &Transaction,
    owner: &UserId,
    counted: (i64, Usage),
    now: DateTime<Utc>,
) -> Result<Day, DbErr> {
    let day = addition(owner, counted, now).exec_with_returning(transaction);
    Ok(day.await?.into())
}

fn addition(
    owner: &UserId,
    (runs, usage): (i64, Usage),
    now: DateTime<Utc>,
) -> Insert<ActiveModel> {
    let counted = [
        (Column::Runs, runs),
        (Column::InputTokens, stored(usage.input_tokens)),
        (Column::OutputTokens, stored(usage.output_tokens)),
        (Column::CachedTokens, stored(usage.cached_tokens)),
        (Column::EstimatedTokens, stored(usage.estimated_tokens)),
    ];
    let more = counted.map(|(column, more)| (column, Expr::col((Entity, column)).add(more)));
    let first = ActiveModel {
        user_id: Set(owner.to_string()),
        day: Set(now.date_naive()),
        runs: Set(runs),
        input_tokens: Set(stored(usage.input_tokens)),
        output_tokens: Set(stored(usage.output_tokens)),
        cached_tokens: Set(stored(usage.cached_tokens)),
        estimated_tokens: Set(stored(usage.estimated_tokens)),
    };
    let following = OnConflict::columns([Column::UserId, Column::Day])
        .values(more)
        .to_owned();
    Entity::insert(first).on_conflict(following)
}

fn tomorrow(now: DateTime<Utc>) -> DateTime<Utc> {
    let tomorrow = now.date_naive().checked_add_days(Days::new(1));
    tomorrow.map_or(now, |day| day.and_time(NaiveTime::MIN).and_utc())
}

/// Counts as the database has them.
pub(super) fn stored(tokens: u64) -> i64 {
    i64::try_from(tokens).unwrap_or(i64::MAX)
}

/// Counts as the database has them: never negative.
pub(super) fn counted(tokens: i64) -> u64 {
    u64::try_from(tokens).unwrap_or(0)
}

impl From<Model> for Day {
    fn from(model: Model) -> Self {
        Self {
            day: model.day,
            runs: counted(model.runs),
            usage: Usage {
                input_tokens: counted(model.input_tokens),
                output_tokens: counted(model.output_tokens),
                cached_tokens: counted(model.cached_tokens),
                estimated_tokens: counted(model.estimated_tokens),
            },
        }
    }
}
