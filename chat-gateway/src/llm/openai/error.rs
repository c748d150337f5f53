use async_openai::error::OpenAIError;
use serde::{Deserialize, Serialize};

use crate::llm::{BoxError, ModelError};

/// Why no model could be set up from its configuration.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ConfigError {
    /// The base URL is not an absolute http or https address.
    #[error(
        "the model's base URL must be an http or https address such as https://api.openai.com/v1"
    )]
    BaseUrl,
    /// The key holds line breaks or other characters that no header can carry.
    #[error("the model's API key must consist of printable ASCII characters")]
    ApiKey,
    /// The model has no name.
    #[error("the model's name is empty: name one that the endpoint offers")]
    Model,
    /// The HTTP client could not be built: the system's TLS certificates, mostly.
    #[error("the HTTP client for the model endpoint cannot be set up")]
    Client(#[source] reqwest::Error),
}

/// What cut an answer off. It travels as the source of [`ModelError::CutOff`] and, being free of
/// data, cannot carry an endpoint's words into the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub(super) enum Fault {
    #[error("the connection was lost")]
    Connection,
    #[error("the stream ended with neither a finish reason nor [DONE]")]
    Unfinished,
    #[error("an event is not UTF-8")]
    NotUtf8,
    #[error("an event is not JSON")]
    NotJson,
    #[error("the answer has no choices")]
    NoChoices,
    #[error("a tool call has no name")]
    NamelessToolCall,
    #[error("the answer is too large")]
    TooLarge,
}

impl From<Fault> for ModelError {
    fn from(fault: Fault) -> Self {
        Self::CutOff(Some(fault.into()))
    }
}

/// Recovers the error that [`super::transport`] put into the client library's.
///
/// The transport answers every failure itself, so the other variants can only stand for a bug or
/// for a lost connection. They are dropped, not wrapped: their text may quote a body.
pub(super) fn from_library(error: OpenAIError) -> ModelError {
    match error {
        OpenAIError::Boxed(source) => match source.downcast::<ModelError>() {
            Ok(error) => *error,
            Err(_) => Fault::Connection.into(),
        },
        _ => Fault::Connection.into(),
    }
}

/// Removes the address from an HTTP client's error: a base URL may hold credentials.
pub(super) fn without_url(error: reqwest::Error) -> BoxError {
    error.without_url().into()
}
