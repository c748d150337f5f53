//! `POST /api/{user_id}/chat`: the answer, whole.

use axum::{extract::State, response::Response};

use super::{
    key::IdempotencyKey,
    start::{self, ChatRequest},
    whole,
};
use crate::http::{
    AppState,
    error::ApiError,
    extract::{CurrentUser, JsonBody},
};

/// Starts a run and waits for its end.
pub(in crate::http) async fn handle(
    State(state): State<AppState>,
    user: CurrentUser,
    key: IdempotencyKey,
    JsonBody(request): JsonBody<ChatRequest>,
) -> Result<Response, ApiError> {
    whole(start::chat(&state, &user, key, request).await?).await
}
