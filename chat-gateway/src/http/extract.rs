//! What handlers ask for. To have one of these is to have passed its check.

use std::time::Duration;

use axum::{
    body::{Bytes, HttpBody as _},
    extract::{
        FromRequest, FromRequestParts, Query, RawPathParams, Request, rejection::BytesRejection,
    },
};
use chrono_tz::Tz;
use http::{StatusCode, header, request::Parts};
use serde::de::DeserializeOwned;
use taskflow_shared::{
    auth::{Identity, Scopes},
    ids::UserId,
};
use tokio::time::timeout;
use uuid::Uuid;

use super::{AppState, error::ApiError};
use crate::{
    domain::Person,
    store::{conversations::Conversation, runs::Run},
};

/// How long a body may take to arrive.
const BODY_TIMEOUT: Duration = Duration::from_secs(15);

/// The signed-in person, whose path this is.
#[derive(Debug, Clone)]
pub(super) struct CurrentUser(pub(super) Identity);

impl CurrentUser {
    pub(super) fn id(&self) -> &UserId {
        &self.0.user
    }

    /// Returns on whose behalf a run acts. A sign-in token that says nothing of tasks allows
    /// everything with them; one that does allows what it says. The request's time zone wins over
    /// the token's, and that over the service's.
    pub(super) fn person(&self, asked: Option<Tz>, service: Tz) -> Person {
        let scopes = if self.0.scoped {
            self.0.scopes.clone()
        } else {
            Scopes::all()
        };
        let token = self
            .0
            .time_zone
            .as_deref()
            .and_then(|name| name.parse().ok());
        let time_zone = asked.or(token).unwrap_or(service);
        Person {
            user: self.0.user.clone(),
            scopes,
            time_zone,
            locale: self.0.locale.clone(),
        }
    }
}

impl FromRequestParts<AppState> for CurrentUser {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ApiError> {
        let identity = parts
            .extensions
            .get::<Identity>()
            .cloned()
            .ok_or(ApiError::NoToken)?;
        let named = path_parameter(parts, state, "user_id").await;
        if named.as_deref() != Some(identity.user.as_str()) {
            return Err(ApiError::NotYours);
        }
        Ok(Self(identity))
    }
}

/// The conversation in the path, which is the signed-in person's.
#[derive(Debug)]
pub(super) struct OwnedConversation(pub(super) Conversation);

impl FromRequestParts<AppState> for OwnedConversation {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ApiError> {
        let user = CurrentUser::from_request_parts(parts, state).await?;
        let PathId(id) = PathId::from_request_parts(parts, state).await?;
        Ok(Self(state.store.conversation(user.id(), id).await?))
    }
}

/// The id in the path, of a conversation that may be put away; whose it is the store tells.
#[derive(Debug, Clone, Copy)]
pub(super) struct PathId(pub(super) Uuid);

impl FromRequestParts<AppState> for PathId {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ApiError> {
        let id = path_parameter(parts, state, "id").await;
        let id = id.and_then(|id| id.parse().ok());
        id.map(Self).ok_or(ApiError::NoSuchConversation)
    }
}

/// The message in the path, of a conversation that is the signed-in person's; whether it has it the
/// store tells.
#[derive(Debug)]
pub(super) struct PathMessage(pub(super) Conversation, pub(super) Uuid);

impl FromRequestParts<AppState> for PathMessage {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ApiError> {
        let OwnedConversation(of) = OwnedConversation::from_request_parts(parts, state).await?;
        let id = path_parameter(parts, state, "message_id").await;
        let id = id.and_then(|id| id.parse().ok());
        Ok(Self(of, id.ok_or(ApiError::NoSuchMessage)?))
    }
}

/// The run in the path, which is the signed-in person's.
#[derive(Debug)]
pub(super) struct OwnedRun(pub(super) CurrentUser, pub(super) Run);

impl FromRequestParts<AppState> for OwnedRun {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ApiError> {
        let user = CurrentUser::from_request_parts(parts, state).await?;
        let id = path_parameter(parts, state, "run_id").await;
        let id: Option<Uuid> = id.and_then(|id| id.parse().ok());
        let id = id.ok_or(ApiError::NoSuchRun)?;
        let run = state.store.run(user.id(), id).await?;
        Ok(Self(user, run))
    }
}

async fn path_parameter(parts: &mut Parts, state: &AppState, name: &str) -> Option<String> {
    let parameters = RawPathParams::from_request_parts(parts, state).await.ok()?;
    parameters
        .iter()
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value.to_owned())
}

/// A JSON body.
pub(super) struct JsonBody<T>(pub(super) T);

impl<T: DeserializeOwned> FromRequest<AppState> for JsonBody<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, ApiError> {
        let kind = request.headers().get(header::CONTENT_TYPE);
        let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let essence = kind
            .split(';')
            .next()
            .unwrap_or_default()
            .trim()
            .to_ascii_lowercase();
        if essence != "application/json" && !essence.ends_with("+json") {
            return Err(ApiError::UnsupportedMediaType);
        }
        let arriving = timeout(BODY_TIMEOUT, Bytes::from_request(request, state));
        let body = arriving
            .await
            .map_err(|_| ApiError::BodyTimeout)?
            .map_err(unread)?;
        let body = serde_json::from_slice(&body).map_err(|error| {
            // Where it is wrong and how; not what it says there.
            let (line, column) = (error.line(), error.column());
            let fault = match error.classify() {
                serde_json::error::Category::Data => "a field has the wrong type",
                _ => "it is not JSON",
            };
            ApiError::Invalid(format!(
                "The body cannot be read: {fault} (line {line}, column {column})."
            ))
        })?;
        Ok(Self(body))
    }
}

/// A JSON body that may be left out, or `null`.
pub(super) struct OptionalJsonBody<T>(pub(super) T);

impl<T: DeserializeOwned + Default> FromRequest<AppState> for OptionalJsonBody<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, ApiError> {
        let has_type = request.headers().contains_key(header::CONTENT_TYPE);
        if !has_type && request.body().is_end_stream() {
            return Ok(Self(T::default()));
        }
        let JsonBody(body) = JsonBody::<Option<T>>::from_request(request, state).await?;
        Ok(Self(body.unwrap_or_default()))
    }
}

fn unread(rejection: BytesRejection) -> ApiError {
    match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => ApiError::TooLarge,
        _ => ApiError::Invalid("The body did not arrive whole.".to_owned()),
    }
}

/// The query of a list: `limit` and `cursor`.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PageQuery {
    pub(super) limit: Option<String>,
    pub(super) cursor: Option<String>,
}

impl PageQuery {
    /// Returns how many items a page is to have, at most `max`.
    pub(super) fn limit(&self, default: u64, max: u64) -> Result<u64, ApiError> {
        let Some(text) = &self.limit else {
            return Ok(default);
        };
        let limit = text.parse().ok().filter(|limit| (1..=max).contains(limit));
        limit.ok_or_else(|| ApiError::Invalid(format!("limit must be a number from 1 to {max}.")))
    }
}

impl FromRequestParts<AppState> for PageQuery {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ApiError> {
        let query = Query::<Self>::from_request_parts(parts, state).await;
        let Query(query) = query.map_err(|_| {
            ApiError::Invalid("The query may have limit and cursor, each once.".to_owned())
        })?;
        Ok(query)
    }
}
