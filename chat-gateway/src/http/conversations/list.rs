//! `GET /api/{user_id}/conversations`: the person's conversations, latest first.

use axum::{
    Json,
    extract::{Query, State, rejection::QueryRejection},
    response::{IntoResponse as _, Response},
};
use chrono::Datelike as _;
use serde::Deserialize;
use taskflow_shared::page::{InvalidCursor, decode_cursor, encode_cursor};
use utoipa::IntoParams;

use crate::{
    http::{
        AppState,
        error::ApiError,
        extract::{CurrentUser, PageQuery},
    },
    protocol::taskflow::ConversationPage,
    store::conversations::{ListQuery, Position, Shelf},
};

const DEFAULT_LIMIT: u64 = 50;
const MAX_LIMIT: u64 = 200;

/// `?limit=50&cursor=…&deleted=true`
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct ListParameters {
    /// How many at most.
    #[param(value_type = Option<u64>, minimum = 1, maximum = 200, default = 50)]
    limit: Option<String>,
    /// The `next_cursor` of the page before.
    #[param(format = "cursor")]
    cursor: Option<String>,
    /// Those that were put away, instead of those in use.
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

/// Lists the person's conversations, latest first.
///
/// Those in use, or with `deleted=true` those that are put away.
#[utoipa::path(
    get, path = "/api/{user_id}/conversations", tag = "conversations",
    operation_id = "list_conversations",
    params(ListParameters),
    responses((status = 200, description = "A page of them.", body = ConversationPage)),
)]
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
    let after = query.cursor.as_deref().map(position).transpose()?;
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

/// A moment that no database can compare with was made up.
fn position(cursor: &str) -> Result<Position, InvalidCursor> {
    let position: Position = decode_cursor(cursor)?;
    let known = (1970..=9999).contains(&position.0.year());
    known.then_some(position).ok_or(InvalidCursor)
}
