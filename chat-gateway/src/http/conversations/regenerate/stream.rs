//! `POST /api/{user_id}/conversations/{id}/regenerate/stream`: answers the last message anew, as
//! server-sent events.

use axum::{extract::State, response::Response};

use crate::{
    http::{
        AppState,
        chat::{self, How, key::KeyedRequest},
        error::ApiError,
        extract::{CurrentUser, OptionalJsonBody, OwnedConversation},
        openapi::RegenerateProblems,
    },
    protocol::taskflow,
};

/// Answers the last message anew, and shows the answer as it comes about.
///
/// The answer that was there stays, on a branch of its own, and so does what its tools have done.
#[utoipa::path(
    post, path = "/api/{user_id}/conversations/{id}/regenerate/stream", tag = "conversations",
    operation_id = "regenerate_stream",
    params(KeyedRequest),
    request_body = Option<How>,
    responses(
        (
            status = 200, description = "The run, event by event.",
            content_type = "text/event-stream", body = taskflow::StreamEvent,
            headers(("X-Run-Id" = Uuid, description = "The run.")),
        ),
        RegenerateProblems,
    ),
)]
pub(in crate::http) async fn handle(
    State(state): State<AppState>,
    user: CurrentUser,
    OwnedConversation(conversation): OwnedConversation,
    keyed: KeyedRequest,
    OptionalJsonBody(how): OptionalJsonBody<How>,
) -> Result<Response, ApiError> {
    let run = chat::regenerate(&state, &user, keyed, (conversation.id, how)).await?;
    Ok(taskflow::answer_stream(run))
}
