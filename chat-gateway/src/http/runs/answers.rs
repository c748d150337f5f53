//! `POST /api/{user_id}/runs/{run_id}/answers`: answers the question that a run waits for.

use axum::{extract::State, response::Response};
use http::{HeaderMap, header};
use serde::Deserialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    agent::{answer::NewReply, run::StartedRun},
    domain::question::{Action, Question, Reply},
    http::{
        AppState,
        chat::{complete::whole_answer, hash, key::KeyedRequest, time_zone},
        error::ApiError,
        extract::{JsonBody, OwnedRun},
        openapi::AnswerProblems,
    },
    protocol::taskflow,
    store::{
        StoreError,
        questions::QuestionStatus,
        runs::{RequestKey, Run},
    },
};

/// `{"question_id", "action": "accept" | "decline" | "cancel", "content"?: {…}, "timezone"?}`; what
/// else a client sends is not looked at: the call that is made is the one that was stored.
#[derive(Debug, Deserialize, ToSchema)]
pub(in crate::http) struct AnswerRequest {
    /// The question, as the run, its events and the answer name it.
    #[serde(default)]
    #[schema(required, value_type = Uuid)]
    question_id: Option<Value>,
    #[serde(default)]
    #[schema(required, value_type = Action)]
    action: Option<Value>,
    /// What was filled in, by the question's schema.
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    content: Option<Value>,
    #[serde(default)]
    timezone: Option<String>,
}

/// Answers the question that a run waits for.
///
/// It is taken once, and answered with what comes of it: whole, or as a stream where the client
/// accepts one. The call that is made is the one that was asked about, as it was stored.
#[utoipa::path(
    post, path = "/api/{user_id}/runs/{run_id}/answers", tag = "runs",
    operation_id = "answer_question",
    params((
        "Idempotency-Key" = Option<String>, Header, min_length = 1, max_length = 255,
        pattern = "^[!-~]([ -~]*[!-~])?$",
        description = "The client's own name for the request, as at the chat.",
    )),
    request_body = AnswerRequest,
    responses(
        (
            status = 200, description = "What comes of the answer.",
            content(
                (taskflow::WholeAnswer = "application/json"),
                (taskflow::StreamEvent = "text/event-stream"),
            ),
            headers(("X-Run-Id" = Uuid, description = "The run.")),
        ),
        AnswerProblems,
    ),
)]
pub(in crate::http) async fn handle(
    State(state): State<AppState>,
    OwnedRun(user, run): OwnedRun,
    KeyedRequest { key, earlier }: KeyedRequest,
    headers: HeaderMap,
    JsonBody(request): JsonBody<AnswerRequest>,
) -> Result<Response, ApiError> {
    let question_id = question_id(request.question_id)?;
    let action = action(request.action)?;
    let time_zone = time_zone(request.timezone)?;
    let asked = (
        run.id,
        question_id,
        action,
        &request.content,
        time_zone.map(|zone| zone.name()),
    );
    let key = key.map(|key| RequestKey {
        key,
        body_hash: hash(&asked),
    });
    if let (Some(key), Some(earlier)) = (&key, earlier) {
        let run = state.agent.rejoin(user.id(), key, earlier).await?;
        return respond(run, &headers).await;
    }
    let question = open_question(&state, &run, question_id).await?;
    let reply = reply(&question, action, request.content)?;
    let answer = NewReply {
        person: user.person(time_zone, state.time_zone),
        run_id: run.id,
        question,
        reply,
        words: None,
        key: key.clone(),
    };
    let run = match (state.agent.answer(answer).await, key) {
        (Err(StoreError::AlreadyBegun(earlier)), Some(key)) => {
            state.agent.rejoin(user.id(), &key, *earlier).await?
        }
        (run, _) => run?,
    };
    respond(run, &headers).await
}

async fn respond(run: StartedRun, headers: &HeaderMap) -> Result<Response, ApiError> {
    let accepted = headers.get(header::ACCEPT);
    let accepted = accepted.and_then(|accepted| accepted.to_str().ok());
    if accepted.is_some_and(|accepted| accepted.contains("text/event-stream")) {
        return Ok(taskflow::answer_stream(run));
    }
    whole_answer(run).await
}

async fn open_question(
    state: &AppState,
    run: &Run,
    question_id: Uuid,
) -> Result<Question, ApiError> {
    let questions = state.store.questions(run).await?;
    let mut questions = questions.into_iter();
    let asked = questions.find(|asked| asked.question.id == question_id);
    let asked = asked.ok_or(StoreError::NoSuchQuestion)?;
    match asked.status {
        QuestionStatus::Open => Ok(asked.question),
        _ => Err(StoreError::QuestionClosed(run.id).into()),
    }
}

fn question_id(id: Option<Value>) -> Result<Uuid, ApiError> {
    match id {
        None | Some(Value::Null) => Err(ApiError::Invalid(
            "question_id is required: say which question this answers.".to_owned(),
        )),
        Some(Value::String(text)) => text.parse().map_err(|_| StoreError::NoSuchQuestion.into()),
        Some(_) => Err(StoreError::NoSuchQuestion.into()),
    }
}

fn action(action: Option<Value>) -> Result<Action, ApiError> {
    let action = action.unwrap_or_default();
    serde_json::from_value(action)
        .map_err(|_| ApiError::Invalid("action must be accept, decline or cancel.".to_owned()))
}

/// Only what is accepted has something filled in.
fn reply(question: &Question, action: Action, content: Option<Value>) -> Result<Reply, ApiError> {
    if action != Action::Accept {
        return Ok(Reply {
            action,
            content: None,
        });
    }
    let content = match content {
        None | Some(Value::Null) => Map::new(),
        Some(Value::Object(content)) => content,
        Some(_) => return Err(ApiError::Invalid("content must be an object.".to_owned())),
    };
    let filled = question.form().filled(content);
    let filled = filled.map_err(|faults| ApiError::Invalid(format!("content: {faults}.")))?;
    Ok(Reply::accept(filled))
}
