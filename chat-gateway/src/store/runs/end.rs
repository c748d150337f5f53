//! Ending a turn: the assistant's message, and the run's last status.

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait as _, Condition, EntityTrait as _, QueryFilter as _, sea_query::Expr};
use serde::Serialize;
use taskflow_shared::database::{Batch, Transaction};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{BegunTurn, RunStatus, Said, or_tried_before, say};
use crate::{
    domain::{CallRecord, Usage},
    store::{
        Store, StoreError,
        entities::run::{Column, Entity},
        messages::json,
    },
};

/// What a turn came to.
#[derive(Debug, Clone)]
pub(crate) struct TurnEnd {
    /// The id of the assistant message: the same however often this is tried to be stored.
    pub(crate) message_id: Uuid,
    pub(crate) status: RunStatus,
    /// The assistant message's text; where the run failed, what was said and why it ended.
    pub(crate) text: String,
    pub(crate) tool_calls: Vec<CallRecord>,
    /// What the run has cost.
    pub(crate) usage: Option<Usage>,
    /// How much of that was not counted before.
    pub(crate) cost: Usage,
    pub(crate) error: Option<RunError>,
    /// The model that answered, if one did.
    pub(crate) model: Option<String>,
    /// How it came about, as the run's log tells it.
    pub(crate) script: String,
}

/// Why a run did not end well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct RunError {
    /// Machine-readable, as in the problem that was answered.
    pub(crate) code: &'static str,
    /// For people.
    pub(crate) detail: &'static str,
}

impl Store {
    /// Stores the assistant message with its calls and their results, and ends the run, all or
    /// nothing. Returns when; to do it again changes nothing.
    pub(crate) async fn end_turn(
        &self,
        turn: &BegunTurn,
        end: TurnEnd,
    ) -> Result<DateTime<Utc>, StoreError> {
        let now = self.clock.now();
        let (of, message_id) = (turn.clone(), end.message_id);
        let stored = self
            .database
            .write(move |transaction| {
                Box::pin(async move { finish(transaction, &of, &end, now).await })
            })
            .await;
        or_tried_before(stored.map(|()| now), async {
            let run = Entity::find_by_id(turn.run_id)
                .filter(Column::UserId.eq(turn.owner.as_str()))
                .filter(Column::AssistantMessageId.eq(message_id))
                .one(self.database.reads())
                .await?;
            Ok(run.and_then(|run| run.finished_at))
        })
        .await
    }
}

async fn finish(
    transaction: &Transaction,
    turn: &BegunTurn,
    end: &TurnEnd,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let unended = Condition::all().add(Column::AssistantMessageId.is_null());
    // A run that was taken for abandoned while its program slept still tells what it has done,
    // unless the conversation has gone on without it.
    let said = Said {
        message_id: end.message_id,
        text: &end.text,
        tool_calls: &end.tool_calls,
        status: match end.status {
            RunStatus::Completed => "complete",
            other => other.as_str(),
        },
        usage: end.usage.map(|_| end.cost),
        question: None,
        cost: end.cost,
        runs: 1,
    };
    let mut update = Entity::update_many();
    if let Some(model) = &end.model {
        update = update.col_expr(Column::Model, Expr::value(model.as_str()));
    }
    let update = update
        .col_expr(Column::Status, Expr::value(end.status.as_str()))
        .col_expr(Column::AssistantMessageId, Expr::value(end.message_id))
        .col_expr(Column::LeaseExpiresAt, Expr::value(None::<DateTime<Utc>>))
        .col_expr(Column::Error, Expr::value(end.error.as_ref().map(json)))
        .col_expr(Column::Usage, Expr::value(end.usage.as_ref().map(json)))
        .col_expr(Column::FinishedAt, Expr::value(now))
        .col_expr(Column::Script, Expr::value(end.script.as_str()))
        .filter(Column::Id.eq(turn.run_id))
        .filter(unended.clone());
    // The conversation is raised before its run is written, as by whoever begins a turn.
    let mut batch = Batch::new(transaction);
    batch.add(&update);
    say(&mut batch, turn, unended, said, now).await?;
    Ok(batch.execute().await?)
}

#[cfg(test)]
mod tests {
    use taskflow_shared::{
        clock::Clock,
        testing::{TestDatabase, on_each_database},
    };

    use super::*;
    use crate::store::{
        runs::Asked,
        testing::{answered, ask},
    };

    #[tokio::test(flavor = "multi_thread")]
    async fn an_end_that_is_tried_again_before_it_is_known_to_be_stored_is_stored_once() {
        on_each_database(async |database: &TestDatabase| {
            let one = Store::new(database.database.clone(), Clock::system());
            let other = Store::new(database.open_again().await, Clock::system());
            for _ in 0..20 {
                let turn = ask(&one, None, Asked::Message("hello".to_owned())).await;
                let end = answered(&one);
                let tries = tokio::join!(
                    one.end_turn(&turn, end.clone()),
                    other.end_turn(&turn, end.clone()),
                );
                assert_eq!(tries.0.unwrap(), tries.1.unwrap(), "it ended once");
                let next = Asked::Message("and again".to_owned());
                let next = ask(&one, Some(turn.conversation_id), next).await;
                assert_eq!(next.first_sequence, 3);
            }
        })
        .await;
    }
}
