//! What can go wrong with a request, and the one place that says how it is answered.

use std::time::Duration;

use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use http::{HeaderValue, StatusCode, header};
use metrics::counter;
use taskflow_shared::{
    auth::TokenError, page::InvalidCursor, problem::Problem, telemetry::metrics::catalog,
};
use uuid::Uuid;

use crate::{
    agent::start::StartError,
    run_log::Failure,
    store::{StoreError, conversations::InvalidTitle, usage::UsedUp},
};

/// What can go wrong with a request.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ApiError {
    /// There is no token.
    #[error("no token")]
    NoToken,
    /// The token is refused.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// The path names somebody else.
    #[error("another person's path")]
    NotYours,
    /// There is no such conversation, or it is somebody else's.
    #[error("no such conversation")]
    NoSuchConversation,
    /// There is no such run, or it is somebody else's.
    #[error("no such run")]
    NoSuchRun,
    /// The run has not asked such a question.
    #[error("no such question")]
    NoSuchQuestion,
    /// The question was answered or closed before.
    #[error("the question of run {0} is closed")]
    QuestionClosed(Uuid),
    /// There is nothing at this address.
    #[error("no such route")]
    NoSuchRoute,
    /// The address does not take this method.
    #[error("method not allowed")]
    MethodNotAllowed,
    /// The body or the query cannot be used.
    #[error("{0}")]
    Invalid(String),
    /// The body is not JSON by its content type.
    #[error("unsupported media type")]
    UnsupportedMediaType,
    /// The body is too large.
    #[error("too large")]
    TooLarge,
    /// The body did not arrive in time.
    #[error("body timeout")]
    BodyTimeout,
    /// Another message of the conversation is still being answered.
    #[error("run {0} is under way")]
    Busy(Uuid),
    /// As many messages wait for the conversation as may.
    #[error("the queue is full")]
    QueueFull(Uuid),
    /// The key of the request was used for another one.
    #[error("the key was used for another request")]
    KeyReused(Uuid),
    /// The person has used up what they may.
    #[error("a quota is used up")]
    UsedUp(UsedUp),
    /// Too many messages.
    #[error("too many requests")]
    TooManyRequests {
        /// How long to wait.
        retry_after: Duration,
    },
    /// The run came to no answer.
    #[error("the run failed")]
    Run {
        /// Why.
        failure: Failure,
        /// The run.
        run_id: Uuid,
        /// Its conversation, in which one can go on.
        conversation_id: Uuid,
    },
    /// The program is not ready to work.
    #[error("not ready")]
    NotReady(&'static str),
    /// A fault of our own; it was logged where it was noticed.
    #[error("internal error")]
    Internal,
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::NoSuchConversation => Self::NoSuchConversation,
            StoreError::Busy(run_id) => Self::Busy(run_id),
            StoreError::NoSuchRun => Self::NoSuchRun,
            StoreError::UsedUp(quota) => Self::UsedUp(quota),
            StoreError::Awaiting(open) => Self::Busy(open.run_id),
            StoreError::NoSuchQuestion => Self::NoSuchQuestion,
            StoreError::QuestionClosed(run_id) => Self::QuestionClosed(run_id),
            StoreError::AlreadyBegun(_) | StoreError::RunEnded | StoreError::Database(_) => {
                tracing::error!(%error, "the database failed");
                Self::Internal
            }
        }
    }
}

impl From<StartError> for ApiError {
    fn from(error: StartError) -> Self {
        match error {
            StartError::QueueFull(run_id) => Self::QueueFull(run_id),
            StartError::KeyReused(run_id) => Self::KeyReused(run_id),
            StartError::Store(error) => error.into(),
        }
    }
}

impl From<InvalidTitle> for ApiError {
    fn from(error: InvalidTitle) -> Self {
        Self::Invalid(error.to_string())
    }
}

impl From<InvalidCursor> for ApiError {
    fn from(error: InvalidCursor) -> Self {
        Self::Invalid(error.to_string())
    }
}

impl ApiError {
    /// Returns the problem that is answered.
    pub(crate) fn problem(&self) -> Problem {
        match self {
            Self::NoToken => unauthorized("no_token", NO_TOKEN, "Bearer"),
            Self::Token(TokenError::KeysUnavailable) => Problem::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "keys_unavailable",
                TokenError::KeysUnavailable.to_string(),
            ),
            Self::Token(error) => unauthorized(
                "invalid_token",
                error.to_string(),
                "Bearer error=\"invalid_token\"",
            ),
            Self::NotYours => Problem::new(
                StatusCode::FORBIDDEN,
                "not_yours",
                "The person in the path is not the one the token was issued to.",
            ),
            Self::NoSuchConversation => Problem::new(
                StatusCode::NOT_FOUND,
                "conversation_not_found",
                "There is no such conversation. Leave conversation_id out to start a new one.",
            ),
            Self::NoSuchRun => Problem::new(
                StatusCode::NOT_FOUND,
                "run_not_found",
                "There is no such run.",
            ),
            Self::NoSuchQuestion => Problem::new(
                StatusCode::NOT_FOUND,
                "question_not_found",
                "This run has not asked such a question; GET the run to see what it waits for.",
            ),
            Self::QuestionClosed(run_id) => Problem::new(
                StatusCode::CONFLICT,
                "question_closed",
                "This question was answered, set aside or cancelled before, or its time is over.",
            )
            .with("run_id", run_id.to_string()),
            Self::NoSuchRoute => Problem::new(
                StatusCode::NOT_FOUND,
                "not_found",
                "There is nothing at this address.",
            ),
            Self::MethodNotAllowed => Problem::new(
                StatusCode::METHOD_NOT_ALLOWED,
                "method_not_allowed",
                "This address does not take this method; see the Allow header.",
            ),
            Self::Invalid(detail) => {
                Problem::new(StatusCode::BAD_REQUEST, "invalid_request", detail.clone())
            }
            Self::UnsupportedMediaType => Problem::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "unsupported_media_type",
                "The body must be JSON, sent with Content-Type: application/json.",
            ),
            Self::TooLarge => Problem::new(
                StatusCode::PAYLOAD_TOO_LARGE,
                "too_large",
                "The body is larger than any message may be.",
            ),
            Self::BodyTimeout => Problem::new(
                StatusCode::REQUEST_TIMEOUT,
                "request_timeout",
                "The body took too long to arrive.",
            ),
            Self::Busy(run_id) => Problem::new(
                StatusCode::CONFLICT,
                "conversation_busy",
                "The previous message of this conversation is still being answered.",
            )
            .with("run_id", run_id.to_string()),
            Self::QueueFull(run_id) => Problem::new(
                StatusCode::CONFLICT,
                "queue_full",
                "As many messages wait for this conversation as may; please wait for an answer.",
            )
            .with("run_id", run_id.to_string()),
            Self::KeyReused(run_id) => Problem::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "idempotency_key_reused",
                "This Idempotency-Key was used for another request within the last 24 hours. Use \
                 a new key for every new message.",
            )
            .with("run_id", run_id.to_string()),
            Self::UsedUp(quota) => quota_problem(*quota),
            Self::TooManyRequests { retry_after } => Problem::new(
                StatusCode::TOO_MANY_REQUESTS,
                "rate_limited",
                format!(
                    "That was a lot of messages at once; please wait {}.",
                    in_words(*retry_after)
                ),
            )
            .with_header(header::RETRY_AFTER, seconds(*retry_after)),
            Self::Run {
                failure,
                run_id,
                conversation_id,
            } => run_problem(*failure)
                .with("run_id", run_id.to_string())
                .with("conversation_id", conversation_id.to_string()),
            Self::NotReady(what) => Problem::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "not_ready",
                format!("{what} does not answer."),
            ),
            Self::Internal => run_problem(Failure::Internal),
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let problem = self.problem();
        if problem.status() == StatusCode::TOO_MANY_REQUESTS {
            counter!(catalog::RATE_LIMITED, "limit" => problem.code()).increment(1);
        }
        problem.into_response()
    }
}

const NO_TOKEN: &str =
    "Sign in: send a token as Authorization: Bearer <token>. `taskflow token` prints one.";

fn unauthorized(code: &'static str, detail: impl Into<String>, challenge: &'static str) -> Problem {
    Problem::new(StatusCode::UNAUTHORIZED, code, detail).with_header(
        header::WWW_AUTHENTICATE,
        HeaderValue::from_static(challenge),
    )
}

fn run_problem(failure: Failure) -> Problem {
    let status = match failure {
        Failure::ModelUnreachable
        | Failure::ModelBusy { .. }
        | Failure::ToolsUnavailable
        | Failure::Interrupted => StatusCode::SERVICE_UNAVAILABLE,
        Failure::ModelKeyRefused
        | Failure::ModelFailed
        | Failure::ModelRejected
        | Failure::ModelCutOff => StatusCode::BAD_GATEWAY,
        Failure::TimedOut => StatusCode::GATEWAY_TIMEOUT,
        Failure::Cancelled | Failure::SetAside | Failure::QuestionExpired => StatusCode::CONFLICT,
        Failure::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    };
    let problem = Problem::new(status, failure.code(), failure.words());
    match failure {
        Failure::ModelBusy {
            retry_after: Some(wait),
        } => problem.with_header(header::RETRY_AFTER, seconds(wait)),
        _ => problem,
    }
}

fn quota_problem(quota: UsedUp) -> Problem {
    /// A guess: a run under way ends when it ends.
    const SOON: Duration = Duration::from_secs(5);
    let status = StatusCode::TOO_MANY_REQUESTS;
    match quota {
        UsedUp::Tokens { quota, until } => {
            let words = format!(
                "Today's {quota} tokens are used up; there are new ones from {}.",
                until.format("%F %H:%M UTC")
            );
            Problem::new(status, "token_quota", words)
                .with("lifts_at", until.to_rfc3339())
                .with_header(header::RETRY_AFTER, http_date(until))
        }
        UsedUp::Runs(quota) => {
            let words = format!(
                "{quota} of your messages are being answered, as many as may at once; wait for \
                 one of them."
            );
            Problem::new(status, "run_quota", words).with_header(header::RETRY_AFTER, seconds(SOON))
        }
    }
}

/// A moment as HTTP writes it (RFC 9110, section 5.6.7).
fn http_date(at: DateTime<Utc>) -> HeaderValue {
    let date = at.format("%a, %d %b %Y %H:%M:%S GMT").to_string();
    HeaderValue::try_from(date).unwrap_or(HeaderValue::from_static("3600"))
}

/// Whole seconds, never too few and never zero.
fn seconds(wait: Duration) -> HeaderValue {
    HeaderValue::from(whole_seconds(wait))
}

fn whole_seconds(wait: Duration) -> u64 {
    wait.as_secs()
        .saturating_add(u64::from(wait.subsec_nanos() > 0))
        .max(1)
}

fn in_words(wait: Duration) -> String {
    match whole_seconds(wait) {
        1 => "a second".to_owned(),
        seconds => format!("{seconds} seconds"),
    }
}
