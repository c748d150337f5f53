//! `PATCH /api/{user_id}/conversations/{id}`: gives a conversation another title.

use axum::{
    Json,
    extract::State,
    response::{IntoResponse as _, Response},
};
use serde::Deserialize;

use crate::{
    http::{
        AppState,
        error::ApiError,
        extract::{CurrentUser, JsonBody, OwnedConversation},
    },
    protocol::taskflow::ConversationItem,
    store::conversations::Title,
};

/// `{"title": "…"}`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct Rename {
    title: String,
}

/// Answers with the conversation.
pub(in crate::http) async fn handle(
    State(state): State<AppState>,
    user: CurrentUser,
    OwnedConversation(conversation): OwnedConversation,
    JsonBody(rename): JsonBody<Rename>,
) -> Result<Response, ApiError> {
    let title = Title::parse(&rename.title)?;
    let conversation = state
        .store
        .rename(user.id(), conversation.id, title)
        .await?;
    Ok(Json(ConversationItem::from(&conversation)).into_response())
}
