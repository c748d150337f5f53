//! `GET /api/{user_id}/conversations`: the person's conversations, latest first.

use axum::{
    Json,
    extract::State,
    response::{IntoResponse as _, Response},
};
use taskflow_shared::page::{decode_cursor, encode_cursor};

use crate::{
    http::{
        AppState,
        error::ApiError,
        extract::{CurrentUser, PageQuery},
    },
    protocol::taskflow::ConversationPage,
    store::conversations::ListQuery,
};

const DEFAULT_LIMIT: u64 = 50;
const MAX_LIMIT: u64 = 200;

/// Those in use, or with `deleted=true` those that are put away.
/// Answers `{"conversations": […], "total", "next_cursor"?}`.
pub(in crate::http) async fn handle(
    State(state): State<AppState>,
    user: CurrentUser,
    query: PageQuery,
) -> Result<Response, ApiError> {
    let limit = query.limit(DEFAULT_LIMIT, MAX_LIMIT)?;
    let after = query.cursor.as_deref().map(decode_cursor).transpose()?;
    let query = ListQuery {
        shelf: query.shelf(),
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
