//! `GET /api/{user_id}/conversations/{id}/export`: a whole conversation as a file.

use axum::{
    body::Body,
    extract::{Query, State, rejection::QueryRejection},
    response::{IntoResponse as _, Response},
};
use futures::TryStreamExt as _;
use http::header;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{
    http::{AppState, error::ApiError, extract::OwnedConversation},
    protocol::taskflow::export::{self, Format},
};

/// `?format=json` (the default) or `?format=markdown`
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct ExportQuery {
    /// The form of the file.
    #[serde(default)]
    #[param(inline)]
    format: Format,
}

/// Exports a whole conversation as a file.
///
/// Every message, oldest first, in JSON as the lists have them, or in Markdown to be read.
#[utoipa::path(
    get, path = "/api/{user_id}/conversations/{id}/export", tag = "conversations",
    operation_id = "export_conversation",
    params(ExportQuery),
    responses((
        status = 200, description = "The file.",
        content((export::JsonFile = "application/json"), (String = "text/markdown")),
        headers(("Content-Disposition" = String, description = "The file's name.")),
    )),
)]
pub(in crate::http) async fn handle(
    State(state): State<AppState>,
    OwnedConversation(conversation): OwnedConversation,
    query: Result<Query<ExportQuery>, QueryRejection>,
) -> Result<Response, ApiError> {
    let Query(query) = query.map_err(|_| {
        ApiError::Invalid("The query may have format, which is json or markdown.".to_owned())
    })?;
    let name = format!(
        "attachment; filename=\"conversation-{}.{}\"",
        conversation.id,
        query.format.extension()
    );
    let headers = [
        (header::CONTENT_TYPE, query.format.media_type().to_owned()),
        (header::CONTENT_DISPOSITION, name),
    ];
    let messages = state.store.all_messages(conversation.id);
    let file = export::file(query.format, conversation, messages).inspect_err(|error| {
        tracing::error!(%error, "a conversation could not be exported to its end");
    });
    Ok((headers, Body::from_stream(file)).into_response())
}
