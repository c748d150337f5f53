//! `GET /api/{user_id}/conversations/{id}/messages`: the newest messages, oldest of them first.

use axum::{
    Json,
    extract::State,
    response::{IntoResponse as _, Response},
};
use taskflow_shared::page::{decode_cursor, encode_cursor};

use crate::{
    http::{
        AppState,
        error::ApiError,
        extract::{OwnedConversation, PageQuery},
    },
    protocol::taskflow::MessagePage,
};

const DEFAULT_LIMIT: u64 = 100;
const MAX_LIMIT: u64 = 500;

/// Lists the messages of a conversation, oldest first, the newest page first.
///
/// The cursor leads to older ones.
#[utoipa::path(
    get, path = "/api/{user_id}/conversations/{id}/messages", tag = "conversations",
    operation_id = "list_messages",
    params(
        (
            "limit" = Option<u64>, Query, minimum = 1, maximum = 500,
            description = "How many at most; 100 unless said.",
        ),
        (
            "cursor" = Option<String>, Query, format = "cursor",
            description = "The `next_cursor` of the page before; it leads to older ones.",
        ),
    ),
    responses((
        status = 200, description = "A page of them, oldest first.", body = MessagePage,
    )),
)]
pub(in crate::http) async fn handle(
    State(state): State<AppState>,
    OwnedConversation(conversation): OwnedConversation,
    query: PageQuery,
) -> Result<Response, ApiError> {
    let limit = query.limit(DEFAULT_LIMIT, MAX_LIMIT)?;
    let before = query.cursor.as_deref().map(decode_cursor).transpose()?;
    let page = state.store.messages(&conversation, before, limit).await?;
    let body = MessagePage {
        conversation_id: conversation.id,
        messages: page.messages.iter().map(Into::into).collect(),
        total: page.total,
        next_cursor: page.before.map(|before| encode_cursor(&before)),
    };
    Ok(Json(body).into_response())
}
