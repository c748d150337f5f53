//! `POST /api/{user_id}/conversations/{id}/restore`: takes a conversation back.

use axum::{
    Json,
    extract::State,
    response::{IntoResponse as _, Response},
};

use crate::{
    http::{
        AppState,
        error::ApiError,
        extract::{CurrentUser, PathId},
    },
    protocol::taskflow::ConversationItem,
};

/// Takes a conversation back.
///
/// One that is not put away stays as it is.
#[utoipa::path(
    post, path = "/api/{user_id}/conversations/{id}/restore", tag = "conversations",
    operation_id = "restore_conversation",
    responses((status = 200, description = "The conversation.", body = ConversationItem)),
)]
pub(in crate::http) async fn handle(
    State(state): State<AppState>,
    user: CurrentUser,
    PathId(id): PathId,
) -> Result<Response, ApiError> {
    let conversation = state.store.restore(user.id(), id).await?;
    Ok(Json(ConversationItem::from(&conversation)).into_response())
}
