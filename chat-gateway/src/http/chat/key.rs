//! `Idempotency-Key`: a request that may be sent again and is answered once.

use axum::extract::FromRequestParts;
use http::{HeaderMap, request::Parts};

use crate::http::{AppState, error::ApiError};

/// What the client calls its request, if anything: 1 to 255 visible ASCII characters.
#[derive(Debug, Clone)]
pub(in crate::http) struct IdempotencyKey(pub(in crate::http) Option<String>);

const MAX_BYTES: usize = 255;

impl IdempotencyKey {
    /// Reads the header of that name.
    pub(in crate::http) fn read(headers: &HeaderMap) -> Result<Self, ApiError> {
        let mut values = headers.get_all("idempotency-key").iter();
        let Some(value) = values.next() else {
            return Ok(Self(None));
        };
        let key = value.to_str().ok().map(str::trim).filter(|key| {
            let fits = (1..=MAX_BYTES).contains(&key.len());
            fits && key
                .bytes()
                .all(|byte| byte == b' ' || byte.is_ascii_graphic())
        });
        match (key, values.next()) {
            (Some(key), None) => Ok(Self(Some(key.to_owned()))),
            _ => Err(ApiError::Invalid(format!(
                "Idempotency-Key must be one text of 1 to {MAX_BYTES} visible ASCII characters, \
                 such as a UUID."
            ))),
        }
    }
}

impl FromRequestParts<AppState> for IdempotencyKey {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self, ApiError> {
        Self::read(&parts.headers)
    }
}
