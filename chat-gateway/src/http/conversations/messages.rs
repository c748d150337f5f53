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

/// Answers `{"conversation_id", "messages": […], "total", "next_cursor"?}`; the cursor leads to
/// older ones.
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
