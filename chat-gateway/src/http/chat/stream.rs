//! `POST /api/{user_id}/chat/stream`: the answer as it comes about, as server-sent events.

use axum::{extract::State, response::Response};

use super::{
    key::IdempotencyKey,
    start::{self, ChatRequest},
    streamed,
};
use crate::http::{
    AppState,
    error::ApiError,
    extract::{CurrentUser, JsonBody},
};

/// Starts a run and shows it.
pub(in crate::http) async fn handle(
    State(state): State<AppState>,
    user: CurrentUser,
    key: IdempotencyKey,
    JsonBody(request): JsonBody<ChatRequest>,
) -> Result<Response, ApiError> {
    Ok(streamed(start::chat(&state, &user, key, request).await?))
}
