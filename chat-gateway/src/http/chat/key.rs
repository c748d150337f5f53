//! `Idempotency-Key`: a request that may be sent again and is answered once.

use axum::extract::FromRequestParts;
use http::{HeaderMap, request::Parts};
use sha2::{Digest as _, Sha256};
use utoipa::{
    IntoParams,
    openapi::{
        ObjectBuilder, Required,
        path::{Parameter, ParameterBuilder, ParameterIn},
        schema::Type,
    },
};

use crate::{
    http::{AppState, error::ApiError, extract::CurrentUser},
    store::{StoreError, runs::Earlier},
};

/// What the client calls its request, if anything, and the same request as it was made before.
/// It is looked for once, around the handler, and travels with the request from there.
#[derive(Debug, Clone)]
pub(in crate::http) struct KeyedRequest {
    pub(in crate::http) key: Option<String>,
    pub(in crate::http) earlier: Option<Earlier>,
}

const MAX_BYTES: usize = 255;

impl KeyedRequest {
    /// Reads the header, and looks for the run.
    pub(in crate::http) async fn find(
        state: &AppState,
        user: &CurrentUser,
        headers: &HeaderMap,
    ) -> Result<Self, ApiError> {
        let key = read(headers)?;
        let earlier = match &key {
            Some(key) => state
                .store
                .earlier_request(user.id(), key)
                .await
                .map_err(StoreError::from)?,
            None => None,
        };
        Ok(Self { key, earlier })
    }
}

/// What the document says of the header.
impl IntoParams for KeyedRequest {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let key = ObjectBuilder::new()
            .schema_type(Type::String)
            .min_length(Some(1))
            .max_length(Some(MAX_BYTES))
            .pattern(Some("^[!-~]([ -~]*[!-~])?$"));
        let words = "The client's own name for the request, such as a UUID. The same key with the \
            same body is answered by the same run for 24 hours; with another body it is refused.";
        let header = ParameterBuilder::new()
            .name("Idempotency-Key")
            .parameter_in(ParameterIn::Header)
            .required(Required::False)
            .description(Some(words))
            .schema(Some(key));
        vec![header.build()]
    }
}

impl FromRequestParts<AppState> for KeyedRequest {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self, ApiError> {
        parts.extensions.remove().ok_or_else(|| {
            tracing::error!("nobody has looked for the request's key");
            ApiError::Internal
        })
    }
}

/// Returns SHA-256 of what is asked for; white space and unknown members of the body do not matter.
pub(in crate::http) fn hash(asked: &impl serde::Serialize) -> [u8; 32] {
    // Texts and numbers always have a JSON form.
    let json = serde_json::to_vec(asked).unwrap_or_default();
    Sha256::digest(json).into()
}

/// 1 to 255 visible ASCII characters, and spaces between them.
fn read(headers: &HeaderMap) -> Result<Option<String>, ApiError> {
    let mut values = headers.get_all("idempotency-key").iter();
    let Some(value) = values.next() else {
        return Ok(None);
    };
    let key = value.to_str().ok().map(str::trim).filter(|key| {
        let fits = (1..=MAX_BYTES).contains(&key.len());
        fits && key
            .bytes()
            .all(|byte| byte == b' ' || byte.is_ascii_graphic())
    });
    match (key, values.next()) {
        (Some(key), None) => Ok(Some(key.to_owned())),
        _ => Err(ApiError::Invalid(format!(
            "Idempotency-Key must be one text of 1 to {MAX_BYTES} visible ASCII characters, such \
             as a UUID."
        ))),
    }
}
