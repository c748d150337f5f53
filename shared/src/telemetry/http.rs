//! What every HTTP request leaves behind: a span, a count, and for as long as it is read an open
//! stream.

use std::{
    pin::Pin,
    task::{Context, Poll},
};

use ::http::{HeaderMap, Method, StatusCode, header};
use axum::{
    body::{Body, Bytes, HttpBody},
    extract::{MatchedPath, Request},
    middleware::Next,
    response::Response,
};
use hyper::body::{Frame, SizeHint};
use metrics::{Gauge, counter, gauge, histogram};
use tokio::time::Instant;

use super::{
    conventions as names,
    metrics::{self as metric, catalog},
    traces::{self, KeyValue, Parent, Span, SpanKind},
};

/// The route of what has none: callers make such paths up.
const NO_ROUTE: &str = "other";

/// Watches a request and its answer; to stand around every other layer.
///
/// Handlers find the request's span in the extensions, as [`Parent`].
pub async fn observe(mut request: Request, next: Next) -> Response {
    if !traces::is_on() && !metric::is_on() {
        return next.run(request).await;
    }
    let began = Instant::now();
    let method = method(request.method());
    let route = route(&request);
    let span = begin(&request, method, &route);
    request.extensions_mut().insert(span.as_parent());
    let response = span.around(next.run(request)).await;
    answered(&span, response.status());
    if metric::is_on() {
        count(method, route, response.status(), began);
    }
    with_ending(response, span)
}

/// The methods of RFC 9110 and RFC 5789; callers make others up.
fn method(method: &Method) -> &'static str {
    const KNOWN: [&str; 9] = [
        "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "CONNECT", "TRACE",
    ];
    let known = KNOWN.into_iter().find(|known| *known == method.as_str());
    known.unwrap_or(names::OTHER)
}

fn route(request: &Request) -> String {
    let path = request.extensions().get::<MatchedPath>();
    path.map_or(NO_ROUTE, MatchedPath::as_str).to_owned()
}

fn begin(request: &Request, method: &'static str, route: &str) -> Span {
    let caller = caller(request.headers()).unwrap_or_default();
    Span::begin(SpanKind::Server, &caller, || {
        let mut attributes = vec![
            KeyValue::new(names::HTTP_REQUEST_METHOD, method),
            KeyValue::new(names::URL_SCHEME, "http"),
            KeyValue::new(names::URL_PATH, request.uri().path().to_owned()),
        ];
        if route == NO_ROUTE {
            return (method.to_owned(), attributes);
        }
        attributes.push(KeyValue::new(names::HTTP_ROUTE, route.to_owned()));
        (format!("{method} {route}"), attributes)
    })
}

fn caller(headers: &HeaderMap) -> Option<Parent> {
    let field = |name| headers.get(name).and_then(|value| value.to_str().ok());
    Parent::remote(field("traceparent"), field("tracestate"))
}

fn answered(span: &Span, status: StatusCode) {
    let code = i64::from(status.as_u16());
    span.set(|| vec![KeyValue::new(names::HTTP_RESPONSE_STATUS_CODE, code)]);
    if status.is_server_error() {
        span.fail(status.as_str().to_owned());
    }
}

fn count(method: &'static str, route: String, status: StatusCode, began: Instant) {
    let took = began.elapsed().as_secs_f64();
    histogram!(catalog::HTTP_REQUEST_DURATION, "method" => method, "route" => route.clone())
        .record(took);
    let status = status.as_str().to_owned();
    counter!(catalog::HTTP_REQUESTS, "method" => method, "route" => route, "status" => status)
        .increment(1);
}

/// Lets the span last, and a stream of events be counted as open, until the answer was sent or the
/// client has left.
fn with_ending(response: Response, span: Span) -> Response {
    let stream = is_event_stream(&response).then(OpenStream::new);
    if !traces::is_on() && stream.is_none() {
        return response;
    }
    response.map(|body| {
        let ending = (span, stream);
        Body::new(Sending {
            body,
            _ending: ending,
        })
    })
}

fn is_event_stream(response: &Response) -> bool {
    let kind = response.headers().get(header::CONTENT_TYPE);
    kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/event-stream"))
}

/// Counts as open until it is dropped.
struct OpenStream(Gauge);

impl OpenStream {
    fn new() -> Self {
        let open = gauge!(catalog::OPEN_STREAMS);
        open.increment(1.0);
        Self(open)
    }
}

impl Drop for OpenStream {
    fn drop(&mut self) {
        self.0.decrement(1.0);
    }
}

/// A body, and what ends with it.
struct Sending {
    body: Body,
    _ending: (Span, Option<OpenStream>),
}

impl HttpBody for Sending {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
