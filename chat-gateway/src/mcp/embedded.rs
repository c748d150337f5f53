//! The task server in this process: the same router that a socket would serve, called directly.

use std::collections::HashMap;

use axum::{Router, body::Body};
use http::{HeaderName, HeaderValue, Method, Request, StatusCode, header};
use rmcp::{
    model::{ClientJsonRpcMessage, ServerJsonRpcMessage},
    transport::streamable_http_client::{StreamableHttpError, StreamableHttpPostResponse},
};
use tower::ServiceExt as _;

use super::client::ClientError;

/// Bytes of an answer that are read at the most.
const MAX_ANSWER_BYTES: usize = 16 * 1024 * 1024;

/// The task server's router, and where it believes to be served.
#[derive(Debug, Clone)]
pub(crate) struct Embedded {
    router: Router,
    /// The host by which it is known.
    host: HeaderValue,
}

impl Embedded {
    /// The server behind `router`, which accepts requests for `host`.
    pub(crate) fn new(router: Router, host: HeaderValue) -> Self {
        Self { router, host }
    }

    /// Posts a message as the HTTP client would.
    pub(super) async fn post(
        &self,
        message: &ClientJsonRpcMessage,
        token: &str,
        headers: HashMap<HeaderName, HeaderValue>,
    ) -> Result<StreamableHttpPostResponse, StreamableHttpError<ClientError>> {
        let body = serde_json::to_vec(message)?;
        let mut request = Request::new(Body::from(body));
        *request.method_mut() = Method::POST;
        *request.uri_mut() = http::Uri::from_static("/mcp");
        let fields = request.headers_mut();
        fields.extend(headers);
        fields.insert(header::HOST, self.host.clone());
        fields.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/json"),
        );
        fields.insert(
            header::ACCEPT,
            HeaderValue::from_static("application/json, text/event-stream"),
        );
        let bearer = HeaderValue::try_from(format!("Bearer {token}"));
        if let Ok(mut bearer) = bearer {
            bearer.set_sensitive(true);
            fields.insert(header::AUTHORIZATION, bearer);
        }
        let response = match self.router.clone().oneshot(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        };
        if matches!(
            response.status(),
            StatusCode::ACCEPTED | StatusCode::NO_CONTENT
        ) {
            return Ok(StreamableHttpPostResponse::Accepted);
        }
        let status = response.status();
        let body = axum::body::to_bytes(response.into_body(), MAX_ANSWER_BYTES)
            .await
            .map_err(|error| StreamableHttpError::Client(error.into()))?;
        match serde_json::from_slice::<ServerJsonRpcMessage>(&body) {
            Ok(answer) => Ok(StreamableHttpPostResponse::Json(answer, None)),
            Err(_) => Err(StreamableHttpError::UnexpectedServerResponse(
                format!("the embedded task server answered HTTP {status}").into(),
            )),
        }
    }
}
