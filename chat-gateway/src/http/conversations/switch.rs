//! `POST /api/{user_id}/conversations/{id}/messages/{message_id}/switch`: makes another branch the
//! active one.

use axum::{extract::State, response::Response};

use super::messages;
use crate::{
    http::{
        AppState,
        error::ApiError,
        extract::{CurrentUser, PathMessage},
        openapi::BusyProblem,
    },
    protocol::taskflow::MessagePage,
};

/// Makes the branch that a message is on the active one.
///
/// The conversation goes on there. Refused while something of it is being answered or waits for an
/// answer.
#[utoipa::path(
    post, path = "/api/{user_id}/conversations/{id}/messages/{message_id}/switch",
    tag = "conversations", operation_id = "switch_branch",
    responses(
        (
            status = 200, description = "Its newest messages, oldest first.", body = MessagePage,
        ),
        BusyProblem,
    ),
)]
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
