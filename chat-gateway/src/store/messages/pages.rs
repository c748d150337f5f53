//! Messages in pages: of the active branch, of another one, and those that follow the same message.

use std::collections::HashMap;

use sea_orm::{
    ColumnTrait as _, DbErr, EntityTrait as _, PaginatorTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _, Select,
};
use uuid::Uuid;

use super::{Message, by_id};
use crate::store::{
    Store, StoreError, branches,
    conversations::Conversation,
    entities::message::{Column, Entity},
};

/// A page of a branch, oldest first.
#[derive(Debug)]
pub(crate) struct Page<P> {
    pub(crate) messages: Vec<Message>,
    /// How many the branch has, on all pages.
    pub(crate) total: u64,
    /// Where the page of older ones starts, if there is one.
    pub(crate) before: Option<P>,
    /// How many messages follow the same one as each of these.
    pub(crate) versions: Versions,
}

/// How many messages follow the same one.
#[derive(Debug, Default)]
pub(crate) struct Versions(HashMap<Option<Uuid>, u64>);

impl Versions {
    /// Returns how many messages follow the one that this message follows, itself included.
    pub(crate) fn of(&self, message: &Message) -> u64 {
        self.0.get(&message.parent_id).copied().unwrap_or(1)
    }
}

impl Store {
    /// Returns the newest messages of the active branch, or the newest before a sequence.
    pub(crate) async fn messages(
        &self,
        conversation: &Conversation,
        before: Option<i64>,
        limit: u64,
    ) -> Result<Page<i64>, StoreError> {
        let mut newest = branches::active(conversation.id).order_by_desc(Column::Sequence);
        if let Some(sequence) = before {
            newest = newest.filter(Column::Sequence.lt(sequence));
        }
        let rows = newest.limit(limit + 1).all(self.database.reads()).await?;
        let total = branches::active(conversation.id)
            .count(self.database.reads())
            .await?;
        let (messages, more) = page(rows.into_iter().map(Message::from).collect(), limit);
        let oldest = messages.first().map(|first| first.sequence);
        Ok(Page {
            versions: self.versions_of(conversation.id, &messages).await?,
            before: oldest.filter(|_| more),
            messages,
            total,
        })
    }

    /// Returns the newest messages of the branch that a message is on, or those that lead to the
    /// message `up_from`, itself included.
    pub(crate) async fn messages_of_branch(
        &self,
        conversation: &Conversation,
        message_id: Uuid,
        up_from: Option<Uuid>,
        limit: u64,
    ) -> Result<Page<Uuid>, StoreError> {
        let (id, reads) = (conversation.id, self.database.reads());
        let message = by_id(reads, id, message_id).await?;
        let message = message.ok_or(StoreError::NoSuchMessage)?;
        let leaf = if message.is_active {
            let last = branches::last(reads, id).await?;
            last.map_or(message_id, |last| last.id)
        } else {
            branches::leaf(reads, id, message_id).await?
        };
        let way = branches::way(reads, id, leaf).await?;
        let shared = branches::active(id).filter(Column::Sequence.lte(way.parted));
        let total = shared.count(reads).await? + u64::try_from(way.inactive).unwrap_or(0);
        let rows = branches::up(reads, id, up_from.unwrap_or(leaf), limit + 1).await?;
        let (messages, more) = page(rows, limit);
        let next = messages.first().and_then(|first| first.parent_id);
        Ok(Page {
            versions: self.versions_of(id, &messages).await?,
            before: next.filter(|_| more),
            messages,
            total,
        })
    }

    /// Returns the messages that follow the same one as this message, in the order in which they
    /// came, those after a sequence, and how many there are.
    pub(crate) async fn versions(
        &self,
        conversation: &Conversation,
        message_id: Uuid,
        after: Option<i64>,
        limit: u64,
    ) -> Result<(Vec<Message>, u64, Option<i64>), StoreError> {
        let reads = self.database.reads();
        let message = by_id(reads, conversation.id, message_id).await?;
        let message = message.ok_or(StoreError::NoSuchMessage)?;
        let versions = following(conversation.id, message.parent_id);
        let total = versions.clone().count(reads).await?;
        let rows = versions
            .filter(Column::Sequence.gt(after.unwrap_or(0)))
            .order_by_asc(Column::Sequence)
            .limit(limit + 1)
            .all(reads)
            .await?;
        let more = rows.len() as u64 > limit;
        let rows = rows.into_iter().take(limit as usize);
        let versions: Vec<Message> = rows.map(Message::from).collect();
        let last = versions.last().map(|last| last.sequence);
        Ok((versions, total, last.filter(|_| more)))
    }

    /// One query for the whole page, and one for the first message, which follows none.
    async fn versions_of(&self, id: Uuid, messages: &[Message]) -> Result<Versions, DbErr> {
        let reads = self.database.reads();
        let parents: Vec<Uuid> = messages.iter().filter_map(|one| one.parent_id).collect();
        let counted: Vec<(Option<Uuid>, i64)> = Entity::find()
            .select_only()
            .column(Column::ParentId)
            .column_as(Column::Id.count(), "versions")
            .filter(Column::ConversationId.eq(id))
            .filter(Column::ParentId.is_in(parents))
            .group_by(Column::ParentId)
            .into_tuple()
            .all(reads)
            .await?;
        let count = |(parent, versions)| (parent, u64::try_from(versions).unwrap_or(1));
        let mut counted: HashMap<_, _> = counted.into_iter().map(count).collect();
        if messages.iter().any(|message| message.parent_id.is_none()) {
            counted.insert(None, following(id, None).count(reads).await?);
        }
        Ok(Versions(counted))
    }
}

/// What follows a message, or begins the conversation.
fn following(conversation_id: Uuid, parent_id: Option<Uuid>) -> Select<Entity> {
    let of = Entity::find().filter(Column::ConversationId.eq(conversation_id));
    match parent_id {
        Some(parent) => of.filter(Column::ParentId.eq(parent)),
        None => of.filter(Column::ParentId.is_null()),
    }
}

/// At most `limit` of the newest, oldest first, and whether there are more.
fn page(mut newest: Vec<Message>, limit: u64) -> (Vec<Message>, bool) {
    let more = newest.len() as u64 > limit;
    newest.truncate(limit as usize);
    newest.reverse();
    (newest, more)
}
