//! `POST /api/{user_id}/conversations/{id}/regenerate`: answers the last message anew, whole.

use axum::{extract::State, response::Response};

use crate::http::{
    AppState,
    chat::{self, How, key::IdempotencyKey},
    error::ApiError,
    extract::{CurrentUser, OptionalJsonBody, OwnedConversation},
};

/// The answer that was there stays, on a branch of its own, and so does what its tools have done.
pub(in crate::http) async fn handle(
    State(state): State<AppState>,
    user: CurrentUser,
    OwnedConversation(conversation): OwnedConversation,
    key: IdempotencyKey,
    OptionalJsonBody(how): OptionalJsonBody<How>,
) -> Result<Response, ApiError> {
    let run = chat::regenerate(&state, &user, key, (conversation.id, how)).await?;
    chat::whole(run).await
}
