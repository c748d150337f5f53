//! `POST /api/{user_id}/conversations/{id}/regenerate`: answers the last message anew, whole.

use axum::{extract::State, response::Response};

use crate::{
    http::{
        AppState,
        chat::{self, How, key::KeyedRequest},
        error::ApiError,
        extract::{CurrentUser, OptionalJsonBody, OwnedConversation},
        openapi::RegenerateAnswerProblems,
    },
    protocol::taskflow,
};

/// Answers the last message anew, and waits for the whole answer.
///
/// The answer that was there stays, on a branch of its own, and so does what its tools have done.
#[utoipa::path(
    post, path = "/api/{user_id}/conversations/{id}/regenerate", tag = "conversations",
    operation_id = "regenerate",
    params(KeyedRequest),
    request_body = Option<How>,
    responses(
        (
            status = 200, description = "The answer.", body = taskflow::WholeAnswer,
            headers(("X-Run-Id" = Uuid, description = "The run.")),
        ),
        RegenerateAnswerProblems,
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
    chat::whole_answer(run).await
}
