//! `GET /api/{user_id}/conversations/{id}/messages`: the newest messages of a branch, oldest of them
//! first.

use axum::{
    Json,
    extract::{Query, State, rejection::QueryRejection},
    response::{IntoResponse as _, Response},
};
use serde::{Deserialize, Serialize};
use taskflow_shared::page::{decode_cursor, encode_cursor};
use utoipa::IntoParams;
use uuid::Uuid;

use crate::{
    http::{
        AppState,
        error::ApiError,
        extract::{OwnedConversation, PageQuery},
        openapi::MessageProblem,
    },
    protocol::taskflow::MessagePage,
    store::{conversations::Conversation, messages::Page},
};

const DEFAULT_LIMIT: u64 = 100;
const MAX_LIMIT: u64 = 500;

/// `?branch=<message_id>&limit=100&cursor=…`
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct MessagesQuery {
    /// A message: the branch that it is on, instead of the active one.
    #[param(value_type = Option<Uuid>)]
    branch: Option<String>,
    /// How many at most.
    #[param(value_type = Option<u64>, minimum = 1, maximum = 500, default = 100)]
    limit: Option<String>,
    /// The `next_cursor` of the page before; it leads to older ones.
    #[param(format = "cursor")]
    cursor: Option<String>,
}

/// Lists the messages of a branch, oldest first, the newest page first.
///
/// Those of the active branch, or of the one that the message in `branch` is on. The cursor leads to
/// older ones.
#[utoipa::path(
    get, path = "/api/{user_id}/conversations/{id}/messages", tag = "conversations",
    operation_id = "list_messages",
    params(MessagesQuery),
    responses(
        (status = 200, description = "A page of them, oldest first.", body = MessagePage),
        MessageProblem,
    ),
)]
pub(in crate::http) async fn handle(
    State(state): State<AppState>,
    OwnedConversation(conversation): OwnedConversation,
    query: Result<Query<MessagesQuery>, QueryRejection>,
) -> Result<Response, ApiError> {
    let Query(query) = query.map_err(|_| {
        let words = "The query may have branch, limit and cursor, each once.";
        ApiError::Invalid(words.to_owned())
    })?;
    let (limit, cursor) = (query.limit, query.cursor);
    let page = PageQuery { limit, cursor };
    let limit = page.limit(DEFAULT_LIMIT, MAX_LIMIT)?;
    let cursor = page.cursor.as_deref();
    let Some(branch) = query.branch else {
        let before = cursor.map(decode_cursor).transpose()?;
        let page = state.store.messages(&conversation, before, limit).await?;
        return Ok(answer(&conversation, &page));
    };
    let up_from: Option<Uuid> = cursor.map(decode_cursor).transpose()?;
    let branch = branch.parse().map_err(|_| ApiError::NoSuchMessage)?;
    let store = &state.store;
    let page = store.messages_of_branch(&conversation, branch, up_from, limit);
    Ok(answer(&conversation, &page.await?))
}

/// Answers with the newest messages of the active branch.
pub(super) async fn newest(
    state: &AppState,
    conversation: &Conversation,
) -> Result<Response, ApiError> {
    let page = state.store.messages(conversation, None, DEFAULT_LIMIT);
    Ok(answer(conversation, &page.await?))
}

fn answer<P: Serialize>(conversation: &Conversation, page: &Page<P>) -> Response {
    let next = page.before.as_ref().map(encode_cursor);
    Json(MessagePage::new(conversation.id, page, next)).into_response()
}
