//! `POST /api/{user_id}/runs/{run_id}/answers`: answers the question that a run waits for.

use axum::{extract::State, response::Response};
use chrono_tz::Tz;
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
        chat::{
            key::{KeyedRequest, hash},
            members::time_zone,
            whole_answer,
        },
        error::ApiError,
        extract::{CurrentUser, JsonBody, OwnedRun},
        openapi::ReplyProblems,
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
    /// IANA name of the person's time zone.
    #[serde(default)]
    #[schema(format = "iana-time-zone", examples("Europe/Zurich"))]
    timezone: Option<String>,
}

/// Answers the question that a run waits for.
///
/// It is taken once, and answered with what comes of it: whole, or as a stream where the client
/// accepts one. The call that is made is the one that was asked about, as it was stored.
#[utoipa::path(
    post, path = "/api/{user_id}/runs/{run_id}/answers", tag = "runs",
    operation_id = "answer_question",
    params(KeyedRequest),
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
        ReplyProblems,
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
    let given = Given {
        question_id,
        action,
        content: request.content,
        time_zone,
    };
    let run = match (&key, earlier) {
        (Some(key), Some(earlier)) => state.agent.rejoin(user.id(), key, earlier).await?,
        _ => take(&state, &user, &run, given, key).await?,
    };
    respond(run, &headers).await
}

/// What the person answers, to which question.
struct Given {
    question_id: Uuid,
    action: Action,
    content: Option<Value>,
    time_zone: Option<Tz>,
}

/// Takes the answer and goes on with the run. Of the same request sent twice at once the second one
/// may find the question closed: it is answered as the first one is.
async fn take(
    state: &AppState,
    user: &CurrentUser,
    run: &Run,
    given: Given,
    key: Option<RequestKey>,
) -> Result<StartedRun, ApiError> {
    let question = match open_question(state, run, given.question_id).await {
        Ok(question) => question,
        Err(error) => {
            let again = same_request(state, user, key.as_ref()).await?;
            return again.ok_or(error);
        }
    };
    let reply = reply(&question, given.action, given.content)?;
    let answer = NewReply {
        person: user.person(given.time_zone, state.time_zone),
        run_id: run.id,
        question,
        reply,
        words: None,
        key: key.clone(),
    };
    match (state.agent.answer(answer).await, key) {
        (Err(StoreError::AlreadyBegun(earlier)), Some(key)) => {
            Ok(state.agent.rejoin(user.id(), &key, *earlier).await?)
        }
        (run, _) => Ok(run?),
    }
}

async fn same_request(
    state: &AppState,
    user: &CurrentUser,
    key: Option<&RequestKey>,
) -> Result<Option<StartedRun>, ApiError> {
    let Some(key) = key else {
        return Ok(None);
    };
    let earlier = state.store.earlier_request(user.id(), &key.key).await;
    match earlier.map_err(StoreError::from)? {
        Some(earlier) => Ok(Some(state.agent.rejoin(user.id(), key, earlier).await?)),
        None => Ok(None),
    }
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
