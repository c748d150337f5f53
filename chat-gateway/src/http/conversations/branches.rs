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

/// Lists a message and those in its place.
///
/// What an edit or a new answer left, in the order in which they came.
#[utoipa::path(
    get, path = "/api/{user_id}/conversations/{id}/messages/{message_id}/branches",
    tag = "conversations", operation_id = "list_branches",
    params(
        (
            "limit" = Option<u64>, Query, minimum = 1, maximum = 100,
            description = "How many at most; 20 unless said.",
        ),
        (
            "cursor" = Option<String>, Query, format = "cursor",
            description = "The `next_cursor` of the page before; it leads to later ones.",
        ),
    ),
    responses((status = 200, description = "A page of them.", body = BranchPage)),
)]
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
