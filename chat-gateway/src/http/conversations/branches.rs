//! `GET /api/{user_id}/conversations/{id}/messages/{message_id}/branches`: where branches part.

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
        extract::{PageQuery, PathMessage},
    },
    protocol::taskflow::BranchPage,
};

const DEFAULT_LIMIT: u64 = 20;
const MAX_LIMIT: u64 = 100;

/// The message and those in its place: what an edit or a new answer left, in the order in which
/// they came. Answers `{"branches": […], "total", "next_cursor"?}`.
pub(in crate::http) async fn handle(
    State(state): State<AppState>,
    PathMessage(conversation, message_id): PathMessage,
    query: PageQuery,
) -> Result<Response, ApiError> {
    let limit = query.limit(DEFAULT_LIMIT, MAX_LIMIT)?;
    let after = query.cursor.as_deref().map(decode_cursor).transpose()?;
    let store = &state.store;
    let versions = store.versions(&conversation, message_id, after, limit);
    let (versions, total, next) = versions.await?;
    let body = BranchPage {
        conversation_id: conversation.id,
        branches: versions.iter().map(Into::into).collect(),
        total,
        next_cursor: next.map(|next| encode_cursor(&next)),
    };
    Ok(Json(body).into_response())
}
