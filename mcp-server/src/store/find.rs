//! Finding tasks by words of their titles.

use sea_orm::{
    ColumnTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
    sea_query::LikeExpr,
};
use taskflow_shared::ids::UserId;

use super::{
    Applied, StoreError, Tasks, Titled, Write, entities::tasks, read::escaped, requests,
    tasks::owned_by,
};
use crate::domain::{StatusFilter, TaskNumber};

impl Tasks {
    /// Returns what came of the same call when it was made before, by its request's id.
    pub(crate) async fn answered(&self, write: &Write) -> Result<Option<Applied>, StoreError> {
        requests::first(self.database.reads(), write).await
    }

    /// Returns tasks of this status whose titles contain each of these words, which are folded;
    /// the newest first.
    pub(crate) async fn with_words(
        &self,
        user: &UserId,
        words: &[String],
        status: StatusFilter,
        limit: u64,
    ) -> Result<Vec<Titled>, StoreError> {
        let mut select = owned_by(user);
        select = match status {
            StatusFilter::All => select,
            StatusFilter::Pending => select.filter(tasks::Column::CompletedAt.is_null()),
            StatusFilter::Completed => select.filter(tasks::Column::CompletedAt.is_not_null()),
        };
        for word in words {
            let pattern = LikeExpr::new(format!("%{}%", escaped(word))).escape('\\');
            select = select.filter(tasks::Column::TitleFolded.like(pattern));
        }
        let rows: Vec<(i64, String)> = select
            .select_only()
            .columns([tasks::Column::Number, tasks::Column::Title])
            .order_by_desc(tasks::Column::Number)
            .limit(limit)
            .into_tuple()
            .all(self.database.reads())
            .await?;
        let titled = |(number, title)| Titled {
            number: TaskNumber::new(number),
            title,
        };
        Ok(rows.into_iter().map(titled).collect())
    }
}
