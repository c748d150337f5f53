//! Problem details for HTTP APIs (RFC 9457).

use axum::{
    Json,
    body::Body,
    extract::Request,
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use serde_json::{Map, Value, json};

pub use crate::request_id::REQUEST_ID;

/// An answer that says what went wrong and what to do about it.
///
/// As JSON: `type` (always `about:blank`), `title`, `status`, `code`, `detail`, `request_id`, and
/// whatever [`Problem::with`] added. It becomes `application/problem+json` in [`describe`].
#[derive(Debug, Clone)]
pub struct Problem {
    status: StatusCode,
    code: &'static str,
    detail: String,
    headers: HeaderMap,
    members: Map<String, Value>,
}

impl Problem {
    /// A problem with a status, a machine-readable code in `snake_case`, and a sentence for people.
    pub fn new(status: StatusCode, code: &'static str, detail: impl Into<String>) -> Self {
        Self {
            status,
            code,
            detail: detail.into(),
            headers: HeaderMap::new(),
            members: Map::new(),
        }
    }

    /// Adds a member to the JSON object.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.members.insert(name.to_owned(), value.into());
        self
    }

    /// Adds a header to the response.
    #[must_use]
    pub fn with_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.insert(name, value);
        self
    }

    /// Returns the HTTP status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Returns the machine-readable code.
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// Returns the sentence for people.
    pub fn detail(&self) -> &str {
        &self.detail
    }

    /// Returns the headers that the response has beside those of its body.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the JSON object that answers the request of this id.
    pub fn body(&self, request_id: Option<&HeaderValue>) -> Value {
        let mut body = json!({
            "type": "about:blank",
            "title": self.status.canonical_reason().unwrap_or("Error"),
            "status": self.status.as_u16(),
            "code": self.code,
            "detail": self.detail,
        });
        if let Value::Object(object) = &mut body {
            if let Some(id) = request_id.and_then(|id| id.to_str().ok()) {
                object.insert("request_id".to_owned(), id.into());
            }
            object.extend(self.members.clone());
        }
        body
    }

    fn render(&self, request_id: Option<&HeaderValue>) -> Response {
        let mut response = (self.status, Json(self.body(request_id))).into_response();
        let headers = response.headers_mut();
        headers.extend(self.headers.clone());
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        response
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.render(None);
        response.extensions_mut().insert(self);
        response
    }
}

/// Makes every error a problem that carries the request's id: those of handlers, and also the
/// plain-text ones of libraries and layers (404, 405, 413, a caught panic).
///
/// Stands inside the layer that sets the request id.
pub async fn describe(request: Request<Body>, next: Next) -> Response {
    let request_id = request.headers().get(REQUEST_ID).cloned();
    let response = next.run(request).await;
    let status = response.status();
    if let Some(problem) = response.extensions().get::<Problem>() {
        let described = problem.render(request_id.as_ref());
        return keep_headers(&response, described);
    }
    let is_json = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().ends_with(b"json"));
    if !(status.is_client_error() || status.is_server_error()) || is_json {
        return response;
    }
    let described = of_status(status).render(request_id.as_ref());
    keep_headers(&response, described)
}

/// What a layer in between set (CORS, rate limits) stays, unless the problem says otherwise.
fn keep_headers(from: &Response, mut to: Response) -> Response {
    let own: Vec<HeaderName> = to.headers().keys().cloned().collect();
    for (name, value) in from.headers() {
        let about_the_body = name == header::CONTENT_TYPE || name == header::CONTENT_LENGTH;
        if !about_the_body && !own.contains(name) {
            to.headers_mut().append(name, value.clone());
        }
    }
    to
}

/// The problem for an error status about which nothing else is known.
fn of_status(status: StatusCode) -> Problem {
    let (code, detail) = match status {
        StatusCode::NOT_FOUND => ("not_found", "There is nothing at this address."),
        StatusCode::METHOD_NOT_ALLOWED => (
            "method_not_allowed",
            "This address does not take this method; see the Allow header.",
        ),
        StatusCode::PAYLOAD_TOO_LARGE => ("too_large", "The request is larger than is accepted."),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => (
            "unsupported_media_type",
            "The body must be JSON, sent with Content-Type: application/json.",
        ),
        StatusCode::UNAUTHORIZED => ("unauthorized", "A bearer token is required."),
        StatusCode::FORBIDDEN => ("forbidden", "This is not allowed."),
        StatusCode::REQUEST_TIMEOUT => ("request_timeout", "The request took too long to arrive."),
        status if status.is_server_error() => (
            "internal_error",
            "Something went wrong on our side. It has been recorded; please try again.",
        ),
        _ => ("bad_request", "The request could not be understood."),
    };
    Problem::new(status, code, detail)
}
