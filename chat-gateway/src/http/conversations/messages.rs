//! `GET /api/{user_id}/conversations/{id}/messages`: the newest messages, oldest of them first.

use axum::{Json, extract::State};
use serde_json::{Value, json};
use taskflow_shared::page::{decode_cursor, encode_cursor};

use crate::{
    http::{
        AppState,
        error::ApiError,
        extract::{OwnedConversation, PageQuery},
    },
    protocol::taskflow,
};

const DEFAULT_LIMIT: u64 = 100;
const MAX_LIMIT: u64 = 500;

/// Answers `{"conversation_id", "messages": […], "total", "next_cursor"?}`; the cursor leads to
/// older ones.
pub(in crate::http) async fn handle(
    State(state): State<AppState>,
    OwnedConversation(conversation): OwnedConversation,
    query: PageQuery,
) -> Result<Json<Value>, ApiError> {
    let limit = query.limit(DEFAULT_LIMIT, MAX_LIMIT)?;
    let before = query.cursor.as_deref().map(decode_cursor).transpose()?;
    let page = state.store.messages(&conversation, before, limit).await?;
    let messages: Vec<Value> = page.messages.iter().map(taskflow::message).collect();
    let mut body = json!({
        "conversation_id": conversation.id,
        "messages": messages,
        "total": page.total,
    });
    if let Some(before) = page.before {
        body["next_cursor"] = encode_cursor(&before).into();
    }
    Ok(Json(body))
}
