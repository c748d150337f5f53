//! The id of a request, in logs and answers.

use axum::{extract::Request, middleware::Next, response::Response};
use http::{HeaderMap, HeaderName, HeaderValue};
use uuid::Uuid;

/// The header that carries a request's id, in and out.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The longest id of a client's that is kept.
const MAX_BYTES: usize = 128;

/// Sees to it that a request has exactly one id, and its answer the same.
///
/// A client's own is kept where it is one visible word of at most 128 bytes: it ends up in logs.
/// Stands outside everything that wants to know the id.
pub async fn identify(mut request: Request, next: Next) -> Response {
    let id = clients(request.headers()).unwrap_or_else(new);
    request.headers_mut().insert(REQUEST_ID, id.clone());
    let mut response = next.run(request).await;
    response.headers_mut().insert(REQUEST_ID, id);
    response
}

fn clients(headers: &HeaderMap) -> Option<HeaderValue> {
    let id = headers.get(REQUEST_ID)?;
    let bytes = id.as_bytes();
    let fits = !bytes.is_empty()
        && bytes.len() <= MAX_BYTES
        && bytes.iter().all(|byte| byte.is_ascii_graphic());
    fits.then(|| id.clone())
}

fn new() -> HeaderValue {
    let id = Uuid::new_v4().to_string();
    HeaderValue::from_str(&id).unwrap_or(HeaderValue::from_static("unknown"))
}
