//! Messages one after the other: a whole conversation, or what a model is told of it.

use futures::{Stream, TryStreamExt as _, stream};
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
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

    /// Returns the messages of the active branch before the turn's own, oldest first: as many of
    /// the newest as `is_enough` leaves, and at most `limit`. Those beyond are not even read.
    pub(crate) async fn messages_before(
        &self,
        turn: &BegunTurn,
        limit: u64,
        mut is_enough: impl FnMut(&Message) -> bool,
    ) -> Result<Vec<Message>, StoreError> {
        let mut messages = Vec::new();
        if turn.question_sequence == 1 {
            return Ok(messages);
        }
        let mut rows = branches::active(turn.conversation_id)
            .filter(Column::Sequence.lt(turn.question_sequence))
            .order_by_desc(Column::Sequence)
            .limit(limit)
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
}
