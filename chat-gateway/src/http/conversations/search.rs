//! `GET /api/{user_id}/conversations/search`: titles and messages by their words.

use axum::{
    Json,
    extract::{Query, State, rejection::QueryRejection},
    response::{IntoResponse as _, Response},
};
use serde::Deserialize;
use taskflow_shared::page::{decode_cursor, encode_cursor};
use utoipa::IntoParams;

use crate::{
    domain::SearchWords,
    http::{
        AppState,
        error::ApiError,
        extract::{CurrentUser, PageQuery},
    },
    protocol::taskflow::{HitItem, SearchPage},
};

const DEFAULT_LIMIT: u64 = 20;
const MAX_LIMIT: u64 = 100;

/// `?q=…&limit=20&cursor=…`
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct SearchParameters {
    /// The words; whatever it holds, it is words and nothing else.
    #[param(
        min_length = 1,
        max_length = 200,
        pattern = r"[^\s\u0085]",
        example = "groceries"
    )]
    q: String,
    /// How many at most.
    #[param(value_type = Option<u64>, minimum = 1, maximum = 100, default = 20)]
    limit: Option<String>,
    /// The `next_cursor` of the page before; it leads to earlier ones.
    #[param(format = "cursor")]
    cursor: Option<String>,
}

/// Searches titles and messages, latest first.
///
/// What has all the words of `q`, whole or as the beginning of longer ones.
#[utoipa::path(
    get, path = "/api/{user_id}/conversations/search", tag = "conversations",
    operation_id = "search_conversations",
    params(SearchParameters),
    responses((status = 200, description = "A page of what was found.", body = SearchPage)),
)]
pub(in crate::http) async fn handle(
    State(state): State<AppState>,
    user: CurrentUser,
    query: Result<Query<SearchParameters>, QueryRejection>,
) -> Result<Response, ApiError> {
    let Query(SearchParameters { q, limit, cursor }) = query.map_err(|_| {
        let words = "The query must have q, and may have limit and cursor, each once.";
        ApiError::Invalid(words.to_owned())
    })?;
    let query = PageQuery { limit, cursor };
    let limit = query.limit(DEFAULT_LIMIT, MAX_LIMIT)?;
    let below = query.cursor.as_deref().map(decode_cursor).transpose()?;
    let words = SearchWords::parse(&q)?;
    let page = state.store.search(user.id(), &words, below, limit).await?;
    let hit = |hit| HitItem::new(hit, &words);
    let body = SearchPage {
        results: page.hits.iter().map(hit).collect(),
        next_cursor: page.below.map(|below| encode_cursor(&below)),
    };
    Ok(Json(body).into_response())
}
