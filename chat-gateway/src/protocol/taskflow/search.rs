//! What was found in conversations.

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::time;
use crate::{
    domain::{Piece, SearchWords, snippet},
    store::{messages::Role, search::Hit},
};

/// `{"results": […], "next_cursor"?}`
#[derive(Serialize, ToSchema)]
pub(crate) struct SearchPage<'a> {
    pub(crate) results: Vec<HitItem<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next_cursor: Option<String>,
}

/// A message, or the title of a conversation, where `message_id`, `role` and `active` are null.
#[derive(Serialize, ToSchema)]
pub(crate) struct HitItem<'a> {
    conversation_id: Uuid,
    /// The conversation's.
    title: &'a str,
    message_id: Option<Uuid>,
    role: Option<Role>,
    /// Whether the message is on the active branch.
    active: Option<bool>,
    /// Plain text in pieces, to be shown one after the other.
    snippet: Vec<PieceItem>,
    #[serde(serialize_with = "time::timestamp")]
    created_at: DateTime<Utc>,
}

/// A piece of a text.
#[derive(Serialize, ToSchema)]
struct PieceItem {
    text: String,
    /// Whether it is a word that was looked for.
    #[serde(rename = "match")]
    is_match: bool,
}

impl<'a> HitItem<'a> {
    /// Shows what was found by these words.
    pub(crate) fn new(hit: &'a Hit, words: &SearchWords) -> Self {
        let message = hit.message.as_ref();
        let text = message.map_or(&hit.title, |message| &message.content);
        let pieces = snippet(text, words).into_iter().map(PieceItem::from);
        Self {
            conversation_id: hit.conversation_id,
            title: &hit.title,
            message_id: message.map(|message| message.id),
            role: message.map(|message| message.role),
            active: message.map(|message| message.is_active),
            snippet: pieces.collect(),
            created_at: hit.at,
        }
    }
}

impl From<Piece> for PieceItem {
    fn from(piece: Piece) -> Self {
        let Piece { text, is_match } = piece;
        Self { text, is_match }
    }
}
