//! Messages one after the other: a whole conversation, or what a model is told of it.

use futures::{Stream, TryStreamExt as _, stream};
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _, Select,
};
use uuid::Uuid;

use super::Message;
use crate::store::{
    Store, StoreError, branches,
    entities::message::{Column, Entity},
    runs::BegunTurn,
};

/// Which messages of a conversation are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Branches {
    /// Those of the active branch.
    Active,
    /// All.
    All,
}

impl Store {
    /// Returns all messages of a conversation that was shown to be the person's, oldest first, a
    /// page at a time.
    pub(crate) fn all_messages(
        &self,
        conversation_id: Uuid,
        which: Branches,
    ) -> impl Stream<Item = Result<Message, StoreError>> + use<> {
        const PAGE: u64 = 200;
        let store = self.clone();
        let pages = stream::try_unfold(Some(0), move |after| {
            let store = store.clone();
            async move {
                let Some(after) = after else { return Ok(None) };
                let of = match which {
                    Branches::Active => branches::active(conversation_id),
                    Branches::All => {
                        Entity::find().filter(Column::ConversationId.eq(conversation_id))
                    }
                };
                let rows = of
                    .filter(Column::Sequence.gt(after))
                    .order_by_asc(Column::Sequence)
                    .limit(PAGE)
                    .all(store.database.reads())
                    .await?;
                let last = rows.last().map(|last| last.sequence);
                let next = last.filter(|_| rows.len() as u64 == PAGE);
                let messages = rows.into_iter().map(|row| Ok(Message::from(row)));
                Ok::<_, StoreError>(Some((stream::iter(messages), next)))
            }
        });
        pages.try_flatten()
    }

    /// Returns the messages of the active branch between the one with the sequence `after` and the
    /// turn's own, oldest first: as many of the newest as `is_enough` leaves, and at most `limit`.
    /// Those beyond are not even read.
    pub(crate) async fn messages_before(
        &self,
        turn: &BegunTurn,
        after: i64,
        limit: u64,
        mut is_enough: impl FnMut(&Message) -> bool,
    ) -> Result<Vec<Message>, StoreError> {
        let mut messages = Vec::new();
        if turn.first_sequence == 1 {
            return Ok(messages);
        }
        let mut rows = newest_between(turn, after, limit)
            .stream(self.database.reads())
            .await?;
        while let Some(row) = rows.try_next().await? {
            let message = Message::from(row);
            let enough = is_enough(&message);
            messages.push(message);
            if enough {
                break;
            }
        }
        messages.reverse();
        Ok(messages)
    }

    /// Returns the messages of the active branch of a turn's conversation after the one with the
    /// sequence `after` up to the one with the sequence `through`, oldest first, at most `limit`.
    pub(crate) async fn messages_between(
        &self,
        turn: &BegunTurn,
        (after, through): (i64, i64),
        limit: u64,
    ) -> Result<Vec<Message>, StoreError> {
        let rows = branches::active(turn.conversation_id)
            .filter(Column::Sequence.gt(after))
            .filter(Column::Sequence.lte(through))
            .order_by_asc(Column::Sequence)
            .limit(limit)
            .all(self.database.reads())
            .await?;
        Ok(rows.into_iter().map(Message::from).collect())
    }
}

/// The newest messages before a turn's own, down to the one after the sequence `after`.
fn newest_between(turn: &BegunTurn, after: i64, limit: u64) -> Select<Entity> {
    branches::active(turn.conversation_id)
        .filter(Column::Sequence.lt(turn.first_sequence))
        .filter(Column::Sequence.gt(after))
        .order_by_desc(Column::Sequence)
        .limit(limit)
}

#[cfg(test)]
mod tests {
    use sea_orm::{DbBackend, QueryTrait as _};
    use taskflow_shared::testing::{TestDatabase, alice};

    use super::*;
    use crate::store::testing::plan;

    #[tokio::test]
    async fn what_a_turn_reads_is_one_bounded_range_of_an_index() {
        let database = TestDatabase::sqlite().await;
        let turn = BegunTurn {
            run_id: Uuid::nil(),
            owner: alice(),
            conversation_id: Uuid::nil(),
            message: String::new(),
            first_sequence: 1_000_001,
            last_message_id: Uuid::nil(),
            sequence: 1_000_001,
            questions: 0,
            closed: None,
        };
        let read = newest_between(&turn, 999_980, 40).build(DbBackend::Sqlite);
        let plan = plan(&database, read).await;
        assert_eq!(plan.lines().count(), 1, "no sorting: {plan}");
        let range = "USING INDEX messages_active (conversation_id=? AND sequence>? AND sequence<?)";
        assert!(plan.trim_end().ends_with(range), "{plan}");
    }
}
