//! The body of a request, looked at before the protocol's library sees it, while there still is an
//! HTTP status to choose.

use std::{borrow::Cow, time::Duration};

use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use serde::Deserialize;
use serde_json::Value;
use taskflow_shared::{
    auth::{Identity, Scope},
    problem::Problem,
};

use super::authenticate::{RequiredScope, Resource, insufficient};

/// The largest body.
pub(super) const MAX_BYTES: usize = 1024 * 1024;
/// How long a body may take to arrive.
const MAX_TIME: Duration = Duration::from_secs(20);
/// What the library's own words come to at the most.
const MAX_WORDS: usize = 4 * 1024;

/// As much of a JSON-RPC message as tells what is asked for.
#[derive(Debug, Deserialize)]
struct Message<'a> {
    #[serde(borrow, default)]
    method: Option<Cow<'a, str>>,
    #[serde(default)]
    params: Option<Parameters>,
}

#[derive(Debug, Deserialize)]
struct Parameters {
    /// Of any type: what is wrong with it is for the server to say, to the request's id.
    #[serde(default)]
    name: Value,
}

/// Lets pass one JSON-RPC message that the caller's scopes allow; `required_scope` is there when
/// callers have scopes.
pub(super) async fn check(
    State(required_scope): State<Option<RequiredScope>>,
    request: Request,
    next: Next,
) -> Response {
    match checked(required_scope, request).await {
        Ok(request) => explained(next.run(request).await).await,
        Err(problem) => (*problem).into_response(),
    }
}

async fn checked(
    required_scope: Option<RequiredScope>,
    request: Request,
) -> Result<Request, Box<Problem>> {
    if request.method() != http::Method::POST {
        return Ok(request);
    }
    let (mut parts, body) = request.into_parts();
    if !is_json(&parts.headers) {
        let detail = "The body must be JSON, sent with Content-Type: application/json.";
        let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
        return Err(Problem::new(status, "unsupported_media_type", detail).into());
    }
    accept_all(&mut parts.headers);
    let body = read(body).await?;
    let message = parse(&body)?;
    if let Some(required_scope) = required_scope {
        check_scope(&parts.extensions, &message, required_scope)?;
    }
    Ok(Request::from_parts(parts, Body::from(body)))
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok());
    let essence = kind.and_then(|kind| kind.split(';').next());
    essence.is_some_and(|essence| essence.trim().eq_ignore_ascii_case("application/json"))
}

/// The library insists on both kinds by name; who accepts everything, or says nothing of it (RFC
/// 9110, section 12.5.1), accepts both.
fn accept_all(headers: &mut HeaderMap) {
    let everything = headers
        .get(header::ACCEPT)
        .is_none_or(|kinds| kinds.to_str().is_ok_and(|kinds| kinds.contains("*/*")));
    if everything {
        let both = HeaderValue::from_static("application/json, text/event-stream");
        headers.insert(header::ACCEPT, both);
    }
}

async fn read(body: Body) -> Result<Bytes, Box<Problem>> {
    match tokio::time::timeout(MAX_TIME, to_bytes(body, MAX_BYTES)).await {
        Ok(body) => body.map_err(|error| unreadable(&error).into()),
        Err(_) => {
            let detail = "The body took too long to arrive.";
            Err(Problem::new(StatusCode::REQUEST_TIMEOUT, "request_timeout", detail).into())
        }
    }
}

fn unreadable(error: &axum::Error) -> Problem {
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        if cause.is::<http_body_util::LengthLimitError>() {
            let detail = format!("The body is larger than {MAX_BYTES} bytes.");
            return Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", detail);
        }
        source = cause.source();
    }
    let detail = "The body did not arrive whole.";
    Problem::new(StatusCode::BAD_REQUEST, "incomplete_body", detail)
}

fn parse(body: &Bytes) -> Result<Message<'_>, Box<Problem>> {
    let bad = |code, detail: &str| Box::new(Problem::new(StatusCode::BAD_REQUEST, code, detail));
    serde_json::from_slice(body).map_err(|error| match error.classify() {
        serde_json::error::Category::Data => bad(
            "invalid_request",
            "The body is JSON, but not one JSON-RPC 2.0 message; batches are not taken.",
        ),
        _ => bad("malformed_json", "The body is not JSON."),
    })
}

/// The token's scopes against what the body asks for: headers say it too, but anybody can write
/// anything there.
fn check_scope(
    extensions: &http::Extensions,
    message: &Message<'_>,
    required_scope: RequiredScope,
) -> Result<(), Box<Problem>> {
    let called = message.params.as_ref();
    let called = called.and_then(|parameters| parameters.name.as_str());
    let called = called.filter(|_| message.method.as_deref() == Some("tools/call"));
    let Some(needed) = called.and_then(required_scope) else {
        return Ok(());
    };
    let identity = extensions.get::<Identity>();
    if identity.is_some_and(|identity| identity.scopes.contains(needed)) {
        return Ok(());
    }
    let granted = identity
        .map(|identity| identity.scopes.clone())
        .unwrap_or_default();
    // A new token with the one scope alone would lose the others.
    let wanted = Scope::ALL
        .into_iter()
        .filter(|scope| *scope == needed || granted.contains(*scope));
    let resource = extensions
        .get::<Resource>()
        .map_or("", |resource| &resource.0);
    Err(insufficient(resource, &wanted.collect()).into())
}

/// Makes the library's plain-text refusals problems, in its words where they are about the request.
async fn explained(response: Response) -> Response {
    let status = response.status();
    let is_json = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().ends_with(b"json"));
    if !status.is_client_error() || is_json || status == StatusCode::METHOD_NOT_ALLOWED {
        return response;
    }
    let words = to_bytes(response.into_body(), MAX_WORDS)
        .await
        .unwrap_or_default();
    let words = String::from_utf8_lossy(&words).into_owned();
    let problem = match status {
        // The body is JSON: that was seen before.
        StatusCode::UNSUPPORTED_MEDIA_TYPE => Problem::new(
            StatusCode::BAD_REQUEST,
            "invalid_request",
            "The body is JSON, but not a message of the Model Context Protocol.",
        ),
        StatusCode::NOT_ACCEPTABLE => Problem::new(
            status,
            "not_acceptable",
            "Accept must name both application/json and text/event-stream.",
        ),
        _ => Problem::new(status, "invalid_request", words),
    };
    problem.into_response()
}
