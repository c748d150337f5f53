//! `POST /api/{user_id}/chat/stream`: the answer as it comes about, as server-sent events.

use axum::{extract::State, response::Response};

use super::{ChatRequest, key::IdempotencyKey, start};
use crate::{
    http::{
        AppState,
        error::ApiError,
        extract::{CurrentUser, JsonBody},
    },
    protocol::taskflow,
};

/// Starts a run and shows it. A client that disconnects changes nothing about it.
pub(in crate::http) async fn handle(
    State(state): State<AppState>,
    user: CurrentUser,
    key: IdempotencyKey,
    JsonBody(request): JsonBody<ChatRequest>,
) -> Result<Response, ApiError> {
    let run = start(&state, &user, key, request).await?;
    Ok(taskflow::answer_stream(run))
}
