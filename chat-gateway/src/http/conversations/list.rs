//! `GET /api/{user_id}/conversations`: the person's conversations, latest first.

use axum::{
    Json,
    extract::{Query, State, rejection::QueryRejection},
    response::{IntoResponse as _, Response},
};
use serde::Deserialize;
use taskflow_shared::page::{decode_cursor, encode_cursor};

use crate::{
    http::{
        AppState,
        error::ApiError,
        extract::{CurrentUser, PageQuery},
    },
    protocol::taskflow::ConversationPage,
    store::conversations::{ListQuery, Shelf},
};

const DEFAULT_LIMIT: u64 = 50;
const MAX_LIMIT: u64 = 200;

/// `?limit=50&cursor=…&deleted=true`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct ListParameters {
    limit: Option<String>,
    cursor: Option<String>,
    #[serde(default)]
    deleted: bool,
}

impl ListParameters {
    fn split(self) -> (Shelf, PageQuery) {
        let shelf = if self.deleted {
            Shelf::Deleted
        } else {
            Shelf::Live
        };
        let (limit, cursor) = (self.limit, self.cursor);
        (shelf, PageQuery { limit, cursor })
    }
}

/// Those in use, or with `deleted=true` those that are put away.
/// Answers `{"conversations": […], "total", "next_cursor"?}`.
pub(in crate::http) async fn handle(
    State(state): State<AppState>,
    user: CurrentUser,
    query: Result<Query<ListParameters>, QueryRejection>,
) -> Result<Response, ApiError> {
    let Query(query) = query.map_err(|_| {
        let words =
            "The query may have limit, cursor and deleted, which is true or false, each once.";
        ApiError::Invalid(words.to_owned())
    })?;
    let (shelf, query) = query.split();
    let limit = query.limit(DEFAULT_LIMIT, MAX_LIMIT)?;
    let after = query.cursor.as_deref().map(decode_cursor).transpose()?;
    let query = ListQuery {
        shelf,
        after,
        limit,
    };
    let page = state.store.conversations(user.id(), query).await?;
    let body = ConversationPage {
        conversations: page.conversations.iter().map(Into::into).collect(),
        total: page.total,
        next_cursor: page.next.map(|next| encode_cursor(&next)),
    };
    Ok(Json(body).into_response())
}
