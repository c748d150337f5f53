//! What earlier parts of conversations come to, in fewer words. A summary belongs to the message it
//! reaches and holds for whatever follows that; none is ever changed. It goes when that message
//! leaves the active branch, so that those there are tell of what the person sees.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _, Select,
};
use taskflow_shared::database::Transaction;
use uuid::Uuid;

use super::{
    Store, StoreError, conversations,
    entities::{
        conversation,
        summary::{ActiveModel, Column, Entity, Model},
    },
    messages,
    runs::BegunTurn,
    usage,
};
use crate::domain::Usage;

/// What was said up to a message, in fewer words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Summary {
    /// The sequence of the last message it covers.
    pub(crate) sequence: i64,
    pub(crate) content: String,
}

/// A summary to be stored.
#[derive(Debug, Clone)]
pub(crate) struct NewSummary {
    /// The sequence of the summary that it takes up; `None` where it is the first.
    pub(crate) follows: Option<i64>,
    /// The last message it covers, and its sequence.
    pub(crate) message_id: Uuid,
    pub(crate) sequence: i64,
    pub(crate) content: String,
    /// Who wrote it.
    pub(crate) model: String,
    /// What it cost to write.
    pub(crate) usage: Usage,
}

impl Store {
    /// Returns the summary that reaches furthest of those before the turn's message.
    pub(crate) async fn summary(&self, turn: &BegunTurn) -> Result<Option<Summary>, StoreError> {
        // A conversation that has just begun has none.
        if turn.first_sequence == 1 {
            return Ok(None);
        }
        let found = newest_before(self.database.reads(), turn).await?;
        Ok(found.map(Summary::from))
    }

    /// Stores a summary and counts what it cost, all or nothing. Returns whether it was stored: not
    /// where another program was faster, or the conversation was put away.
    pub(crate) async fn add_summary(
        &self,
        turn: &BegunTurn,
        summary: NewSummary,
    ) -> Result<bool, StoreError> {
        let (now, turn) = (self.clock.now(), turn.clone());
        self.database
            .write(move |transaction| {
                Box::pin(async move { add(transaction, &turn, summary, now).await })
            })
            .await
    }
}

async fn add(
    transaction: &Transaction,
    turn: &BegunTurn,
    summary: NewSummary,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    // On PostgreSQL this keeps others from storing one until the transaction ends; on SQLite
    // nobody else writes.
    let locked = conversations::owned_by(&turn.owner)
        .filter(conversation::Column::Id.eq(turn.conversation_id))
        .lock_exclusive()
        .one(transaction)
        .await?;
    let newest = newest_before(transaction, turn).await?;
    let newest = newest.map(|newest| newest.sequence);
    if locked.is_none() || newest != summary.follows {
        return Ok(false);
    }
    // The person may have gone on with another branch meanwhile.
    let last = messages::by_id(transaction, turn.conversation_id, summary.message_id).await?;
    if !last.is_some_and(|last| last.is_active) {
        return Ok(false);
    }
    let row = ActiveModel {
        message_id: Set(summary.message_id),
        conversation_id: Set(turn.conversation_id),
        sequence: Set(summary.sequence),
        content: Set(summary.content),
        model: Set(summary.model),
        created_at: Set(now),
    };
    Entity::insert(row)
        .exec_without_returning(transaction)
        .await?;
    usage::count_aside(transaction, &turn.owner, summary.usage, now).await?;
    conversations::add_cost(transaction, turn, summary.usage).await?;
    Ok(true)
}

/// Removes those that cover messages after a sequence.
pub(super) async fn forget(
    transaction: &impl ConnectionTrait,
    conversation_id: Uuid,
    after: i64,
) -> Result<(), DbErr> {
    let forget = Entity::delete_many()
        .filter(Column::ConversationId.eq(conversation_id))
        .filter(Column::Sequence.gt(after));
    forget.exec(transaction).await.map(drop)
}

async fn newest_before(
    connection: &impl ConnectionTrait,
    turn: &BegunTurn,
) -> Result<Option<Model>, DbErr> {
    before(turn).limit(1).one(connection).await
}

/// Those before the turn's message, newest first. They reach messages of the active branch, of which
/// every earlier one is an ancestor.
fn before(turn: &BegunTurn) -> Select<Entity> {
    Entity::find()
        .filter(Column::ConversationId.eq(turn.conversation_id))
        .filter(Column::Sequence.lt(turn.first_sequence))
        .order_by_desc(Column::Sequence)
}

impl From<Model> for Summary {
    fn from(model: Model) -> Self {
        Self {
            sequence: model.sequence,
            content: model.content,
        }
    }
}

#[cfg(test)]
mod tests {
    use futures::TryStreamExt as _;
    use sea_orm::{DbBackend, QueryTrait as _, Statement};
    use taskflow_shared::{
        clock::Clock,
        testing::{TestDatabase, alice, bob, on_each_database},
    };

    use super::*;
    use crate::store::{
        messages::Branches,
        runs::Asked,
        testing::{answered, ask},
    };

    async fn begin(store: &Store, conversation_id: Option<Uuid>) -> BegunTurn {
        ask(store, conversation_id, Asked::Message("hello".to_owned())).await
    }

    async fn end(store: &Store, turn: &BegunTurn) -> Uuid {
        let end = answered(store);
        let message_id = end.message_id;
        store.end_turn(turn, end).await.unwrap();
        message_id
    }

    /// Begins the second turn of a conversation; returns the summary of the first one, too.
    async fn second_turn(store: &Store) -> (BegunTurn, NewSummary) {
        let first = begin(store, None).await;
        let message_id = end(store, &first).await;
        let usage = Usage {
            input_tokens: 7,
            ..Usage::default()
        };
        let summary = NewSummary {
            follows: None,
            message_id,
            sequence: first.sequence + 1,
            content: "They said hello.".to_owned(),
            model: "m".to_owned(),
            usage,
        };
        (begin(store, Some(first.conversation_id)).await, summary)
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn of_two_programs_that_sum_up_the_same_one_is_too_late() {
        on_each_database(async |database: &TestDatabase| {
            let one = Store::new(database.database.clone(), Clock::system());
            let other = Store::new(database.open_again().await, Clock::system());
            let (turn, summary) = second_turn(&one).await;
            let stored = tokio::join!(
                one.add_summary(&turn, summary.clone()),
                other.add_summary(&turn, summary.clone()),
            );
            let mut stored = [stored.0.unwrap(), stored.1.unwrap()];
            stored.sort_unstable();
            assert_eq!(stored, [false, true]);
            let newest = one.summary(&turn).await.unwrap().unwrap();
            assert_eq!((newest.sequence, &newest.content), (2, &summary.content));
            let usage = one.usage(&alice(), 1).await.unwrap();
            assert_eq!(usage[0].usage.input_tokens, 7, "counted once");
        })
        .await;
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_conversation_that_is_put_away_or_anothers_is_not_summed_up() {
        on_each_database(async |database: &TestDatabase| {
            let store = Store::new(database.database.clone(), Clock::system());
            let (turn, summary) = second_turn(&store).await;
            let as_bob = BegunTurn {
                owner: bob(),
                ..turn.clone()
            };
            assert!(!store.add_summary(&as_bob, summary.clone()).await.unwrap());
            store.delete(&alice(), turn.conversation_id).await.unwrap();
            assert!(!store.add_summary(&turn, summary).await.unwrap());
        })
        .await;
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn what_was_left_while_it_was_summed_up_is_not() {
        on_each_database(async |database: &TestDatabase| {
            let store = Store::new(database.database.clone(), Clock::system());
            let (turn, summary) = second_turn(&store).await;
            end(&store, &turn).await;
            let page = store.all_messages(turn.conversation_id, Branches::Active);
            let messages: Vec<_> = page.try_collect().await.unwrap();
            let edit = Asked::Edit {
                message_id: messages[0].id,
                text: "hi".to_owned(),
            };
            let edited = ask(&store, Some(turn.conversation_id), edit).await;
            assert!(!store.add_summary(&turn, summary).await.unwrap());
            assert_eq!(store.summary(&edited).await.unwrap(), None);
        })
        .await;
    }

    #[tokio::test]
    async fn the_newest_summary_is_found_by_its_index() {
        let database = TestDatabase::sqlite().await;
        let store = Store::new(database.database.clone(), Clock::system());
        let turn = begin(&store, None).await;
        let built = before(&turn).limit(1).build(DbBackend::Sqlite);
        let explain = Statement {
            sql: format!("EXPLAIN QUERY PLAN {}", built.sql),
            ..built
        };
        let steps = database
            .database
            .reads()
            .query_all_raw(explain)
            .await
            .unwrap();
        let steps: Vec<String> = steps
            .iter()
            .map(|step| step.try_get("", "detail").unwrap())
            .collect();
        assert_eq!(steps.len(), 1, "{steps:?}");
        assert!(
            steps[0].contains("USING INDEX summaries_sequence"),
            "{steps:?}"
        );
    }
}
