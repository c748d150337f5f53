//! The body of a request, looked at before the protocol's library sees it, while there still is an
//! HTTP status to choose.

use std::{borrow::Cow, fmt, time::Duration};

use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use serde::{
    Deserialize, Deserializer,
    de::{Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor},
};
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

/// The name in parameters of either shape; in a list nothing has one.
#[derive(Debug)]
struct Parameters {
    /// Of any type: what is wrong with it is for the server to say, to the request's id.
    name: Option<Value>,
}

impl<'de> Deserialize<'de> for Parameters {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Shape)
    }
}

struct Shape;

impl<'de> Visitor<'de> for Shape {
    type Value = Parameters;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object or a list")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Parameters, A::Error> {
        let mut name = None;
        while let Some(key) = members.next_key::<Cow<'_, str>>()? {
            if key != "name" {
                members.next_value::<IgnoredAny>()?;
            } else if name.replace(members.next_value()?).is_some() {
                // Whoever reads the message next might take the other one.
                return Err(A::Error::duplicate_field("name"));
            }
        }
        Ok(Parameters { name })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> Result<Parameters, A::Error> {
        while values.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Parameters { name: None })
    }
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
    accept_json(&mut parts.headers);
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

/// The library insists on both kinds by name, but all that is sent here is JSON: who accepts that,
/// or says nothing of it (RFC 9110, section 12.5.1), is served.
fn accept_json(headers: &mut HeaderMap) {
    let accepted = headers.get_all(header::ACCEPT).iter();
    let accepted: Vec<&str> = accepted.filter_map(|kinds| kinds.to_str().ok()).collect();
    if !headers.contains_key(header::ACCEPT) || admits_json(&accepted.join(",")) {
        let both = HeaderValue::from_static("application/json, text/event-stream");
        headers.insert(header::ACCEPT, both);
    }
}

/// Of the ranges that JSON falls in, the narrowest one decides.
fn admits_json(ranges: &str) -> bool {
    let ranges = ranges
        .split(',')
        .map(|range| range.split_once(';').unwrap_or((range, "")));
    let admits = |kind: &str| {
        let is_meant = |range: &str| range.trim().eq_ignore_ascii_case(kind);
        let (_, parameters) = ranges.clone().find(|(range, _)| is_meant(range))?;
        Some(!parameters.split(';').any(is_zero))
    };
    ["application/json", "application/*", "*/*"]
        .into_iter()
        .find_map(admits)
        .unwrap_or(false)
}

/// Whether a parameter is a quality of nothing: `q=0`.
fn is_zero(parameter: &str) -> bool {
    parameter.split_once('=').is_some_and(|(name, quality)| {
        name.trim().eq_ignore_ascii_case("q") && quality.trim().parse() == Ok(0.0)
    })
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
    let is_list = body.trim_ascii_start().starts_with(b"[");
    if is_list && serde_json::from_slice::<IgnoredAny>(body).is_ok() {
        let detail = "The body is a list, but batches are not taken: send one message at a time.";
        return Err(bad("invalid_request", detail));
    }
    serde_json::from_slice(body).map_err(|error| match error.classify() {
        serde_json::error::Category::Data => bad("invalid_request", &why(&error)),
        _ => bad("malformed_json", "The body is not JSON."),
    })
}

/// The library's words about a name that is there twice are its own; others repeat the body.
fn why(error: &serde_json::Error) -> String {
    let words = error.to_string();
    if words.starts_with("duplicate field") {
        format!("The body is JSON, but has a {words}.")
    } else {
        "The body is JSON, but not one JSON-RPC 2.0 message.".to_owned()
    }
}

/// The token's scopes against what the body asks for: headers say it too, but anybody can write
/// anything there.
fn check_scope(
    extensions: &http::Extensions,
    message: &Message<'_>,
    required_scope: RequiredScope,
) -> Result<(), Box<Problem>> {
    let parameters = message.params.as_ref();
    let name = parameters.and_then(|parameters| parameters.name.as_ref()?.as_str());
    let method = message.method.as_deref();
    let Some(needed) = method.and_then(|method| required_scope(method, name)) else {
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
    let refused = |resource| insufficient(resource, &wanted.collect());
    let problem = extensions.get::<Resource>().map(refused);
    Err(problem.unwrap_or_else(unguarded).into())
}

/// Scopes are only asked of those whom authentication has let pass.
fn unguarded() -> Problem {
    let detail = "This needs a token.";
    Problem::new(StatusCode::FORBIDDEN, "insufficient_scope", detail)
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
            "Accept must admit application/json.",
        ),
        _ => Problem::new(status, "invalid_request", words),
    };
    problem.into_response()
}
