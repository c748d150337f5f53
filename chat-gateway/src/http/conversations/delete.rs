//! `DELETE /api/{user_id}/conversations/{id}`: puts a conversation away.

use axum::{
    extract::State,
    response::{IntoResponse as _, Response},
};
use http::StatusCode;

use crate::http::{
    AppState,
    error::ApiError,
    extract::{CurrentUser, OwnedConversation},
};

/// Puts a conversation away.
///
/// It can be restored for 90 days; then it is purged with its messages. What is being answered in
/// it is answered to its end.
#[utoipa::path(
    delete, path = "/api/{user_id}/conversations/{id}", tag = "conversations",
    operation_id = "delete_conversation",
    responses((status = 204, description = "It is put away.")),
)]
pub(in crate::http) async fn handle(
    State(state): State<AppState>,
    user: CurrentUser,
    OwnedConversation(conversation): OwnedConversation,
) -> Result<Response, ApiError> {
    state.store.delete(user.id(), conversation.id).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
