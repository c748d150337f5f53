//! `PATCH /api/{user_id}/conversations/{id}`: gives a conversation another title.

use axum::{
    Json,
    extract::State,
    response::{IntoResponse as _, Response},
};
use serde::Deserialize;
use utoipa::ToSchema;

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
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct Rename {
    /// On one line; white space around words does not count.
    #[schema(
        min_length = 1,
        max_length = 200,
        pattern = r"[^\s\u0000-\u001f\u007f-\u009f]",
        examples("Groceries")
    )]
    title: String,
}

/// Gives a conversation another title.
#[utoipa::path(
    patch, path = "/api/{user_id}/conversations/{id}", tag = "conversations",
    operation_id = "rename_conversation",
    request_body = Rename,
    responses((status = 200, description = "The conversation.", body = ConversationItem)),
)]
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
