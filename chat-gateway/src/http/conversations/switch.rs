//! `POST /api/{user_id}/conversations/{id}/messages/{message_id}/switch`: makes another branch the
//! active one.

use axum::{extract::State, response::Response};

use super::messages;
use crate::http::{
    AppState,
    error::ApiError,
    extract::{CurrentUser, PathMessage},
};

/// The one that the message is on: the conversation goes on there. Answers with its newest
/// messages, as `GET …/messages` does.
pub(in crate::http) async fn handle(
    State(state): State<AppState>,
    user: CurrentUser,
    PathMessage(conversation, message_id): PathMessage,
) -> Result<Response, ApiError> {
    let store = &state.store;
    let switched = store.switch_branch(user.id(), conversation.id, message_id);
    switched.await?;
    messages::newest(&state, &conversation).await
}
