//! `GET /api/{user_id}/conversations`: the person's conversations, latest first.

use axum::{Json, extract::State};
use serde_json::{Value, json};
use taskflow_shared::page::{decode_cursor, encode_cursor};

use crate::{
    http::{
        AppState,
        error::ApiError,
        extract::{CurrentUser, PageQuery},
    },
    protocol::taskflow,
};

const DEFAULT_LIMIT: u64 = 50;
const MAX_LIMIT: u64 = 200;

/// Answers `{"conversations": […], "total", "next_cursor"?}`.
pub(in crate::http) async fn handle(
    State(state): State<AppState>,
    user: CurrentUser,
    query: PageQuery,
) -> Result<Json<Value>, ApiError> {
    let limit = query.limit(DEFAULT_LIMIT, MAX_LIMIT)?;
    let after = query.cursor.as_deref().map(decode_cursor).transpose()?;
    let page = state.store.conversations(user.id(), after, limit).await?;
    let conversations: Vec<Value> = page
        .conversations
        .iter()
        .map(taskflow::conversation)
        .collect();
    let mut body = json!({ "conversations": conversations, "total": page.total });
    if let Some(next) = page.next {
        body["next_cursor"] = encode_cursor(&next).into();
    }
    Ok(Json(body))
}
