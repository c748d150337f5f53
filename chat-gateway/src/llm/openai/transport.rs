//! The HTTP layer under the client library.

use std::{
    task::{Context, Poll},
    time::Duration,
};

use async_openai::middleware::HttpRequestFactory;
use futures::{Stream, StreamExt, future::BoxFuture, stream};
use reqwest::{Body, Client, Response, redirect::Policy};
use tokio::time::{Instant, sleep, timeout_at};
use tower::Service;

use super::{
    config::Timeouts,
    error::{ConfigError, Fault, from_library, without_url},
    frames::{self, Frame},
    retry::{self, Attempts},
    status,
};
use crate::llm::{BoxError, ModelError};

/// Sends one request: with timeouts, with retries that fit before the deadline, and with every
/// failure turned into a [`ModelError`].
///
/// The client library writes the bodies of failed responses, and events that it cannot read, to
/// the log. It never gets any: a response other than a success ends here as an error without its
/// body, and a success carries [`frames`], which the library can always read.
#[derive(Debug, Clone)]
pub(super) struct Transport {
    pub(super) http: Client,
    pub(super) timeouts: Timeouts,
    pub(super) attempts: Attempts,
}

/// Builds the HTTP client that all requests of a model share.
///
/// Nothing in the environment can send the conversation elsewhere: no proxies, no redirects.
pub(super) fn http_client(timeouts: Timeouts) -> Result<Client, ConfigError> {
    Client::builder()
        .connect_timeout(timeouts.connect)
        .tcp_nodelay(true)
        .redirect(Policy::none())
        .no_proxy()
        .user_agent(concat!("taskflow/", env!("CARGO_PKG_VERSION")))
        .build()
        .map_err(ConfigError::Client)
}

impl Service<HttpRequestFactory> for Transport {
    type Response = Response;
    type Error = BoxError;
    type Future = BoxFuture<'static, Result<Response, BoxError>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: HttpRequestFactory) -> Self::Future {
        let transport = self.clone();
        Box::pin(async move { transport.send(request).await.map_err(BoxError::from) })
    }
}

/// Why an attempt came to nothing.
struct Failure {
    error: ModelError,
    retry: Retry,
}

enum Retry {
    Never,
    /// After the time the endpoint asks for, where it does.
    After(Option<Duration>),
}

impl Transport {
    async fn send(&self, request: HttpRequestFactory) -> Result<Response, ModelError> {
        loop {
            let failure = match self.attempt(&request).await {
                Ok(response) => return Ok(response),
                Err(failure) => failure,
            };
            let wait = match failure.retry {
                Retry::After(retry_after) => self.attempts.wait_after_failure(retry_after),
                Retry::Never => None,
            };
            match wait {
                Some(wait) => sleep(wait).await,
                None => return Err(failure.error),
            }
        }
    }

    async fn attempt(&self, request: &HttpRequestFactory) -> Result<Response, Failure> {
        let first_byte = Instant::now() + self.timeouts.first_byte;
        let request = request.build().await.map_err(|error| Failure {
            error: from_library(error),
            retry: Retry::Never,
        })?;
        let response = timeout_at(first_byte, self.http.execute(request))
            .await
            .map_err(|_| Failure {
                error: ModelError::TimedOut,
                retry: Retry::Never,
            })?
            .map_err(unanswered)?;
        if response.status().is_success() {
            Ok(self.framed(response, first_byte))
        } else {
            refusal(response).await
        }
    }

    fn framed(&self, response: Response, first_byte: Instant) -> Response {
        let frames = frames::read(response.bytes_stream(), first_byte, self.timeouts.idle);
        body_of(frames)
    }
}

fn body_of(frames: impl Stream<Item = Frame> + Send + 'static) -> Response {
    let events = frames.map(|frame| frame.to_event());
    http::Response::new(Body::wrap_stream(events)).into()
}

/// Judges a request that got no answer. All of these may be retried: a model call changes nothing,
/// and a pooled connection may have been closed by the endpoint just as the request went out.
fn unanswered(error: reqwest::Error) -> Failure {
    let error = if error.is_timeout() {
        ModelError::TimedOut
    } else if error.is_connect() {
        ModelError::Unreachable(without_url(error))
    } else {
        Fault::Connection.into()
    };
    Failure {
        error,
        retry: Retry::After(None),
    }
}

/// Judges a response that is not a success by its status and `Retry-After`. One that says that a
/// content filter withheld the answer is an answer.
async fn refusal(response: Response) -> Result<Response, Failure> {
    let status = response.status();
    let retry_after = retry::retry_after(response.headers());
    let error = status::refused(status, retry_after);
    let may_retry = match status.as_u16() {
        code @ (400 | 429) => {
            let body = short_body(response).await;
            if code == 400 && status::is_withheld(&body) {
                return Ok(body_of(stream::iter(frames::withheld())));
            }
            code == 429 && !status::is_out_of_quota(&body)
        }
        408 | 409 | 500..=599 => true,
        _ => false,
    };
    let retry = if may_retry {
        Retry::After(retry_after)
    } else {
        Retry::Never
    };
    Err(Failure { error, retry })
}

/// Reads what there is of an error's body: all of it, unless it is long or slow.
async fn short_body(mut response: Response) -> Vec<u8> {
    const MAX_BYTES: usize = 64 * 1024;
    let until = Instant::now() + Duration::from_secs(1);
    let mut body = Vec::new();
    while let Ok(Ok(Some(bytes))) = timeout_at(until, response.chunk()).await {
        body.extend_from_slice(&bytes);
        if body.len() > MAX_BYTES {
            break;
        }
    }
    body
}
