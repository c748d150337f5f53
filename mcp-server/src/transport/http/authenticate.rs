//! Who is calling: bearer tokens (RFC 6750), with challenges that clients can follow (RFC 9728).

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use http::{HeaderValue, StatusCode, header};
use taskflow_shared::{
    auth::{Scope, Scopes, TokenError, Verifier, bearer_token},
    problem::Problem,
};

use super::metadata;

/// How callers are recognised, and what they must be allowed.
#[derive(Debug, Clone)]
pub struct Authentication {
    /// Verifies tokens; its audience is the endpoint's URL.
    pub verifier: Arc<Verifier>,
    /// Who issues tokens to people, where that is known: its URL.
    pub issuer: Option<String>,
    /// What callers of each method and tool must be allowed.
    pub required_scope: RequiredScope,
    /// What there is to be allowed here, at the most.
    pub scopes: Scopes,
}

/// Returns what the caller of a method, and of a tool of this name where it is `tools/call`, must
/// be allowed; `None` where there is no such thing, or anybody may call it who has any scope.
pub type RequiredScope = fn(method: &str, name: Option<&str>) -> Option<Scope>;

/// What stands before an endpoint that not everybody may call.
#[derive(Debug, Clone)]
pub(super) struct Guard {
    verifier: Arc<Verifier>,
    resource: Resource,
}

/// The endpoint's URL, and what there is to be allowed there: for challenges.
#[derive(Debug, Clone)]
pub(super) struct Resource {
    url: Arc<str>,
    scopes: Scopes,
}

impl Guard {
    pub(super) fn new(how: Authentication, url: &str) -> Self {
        let resource = Resource {
            url: url.into(),
            scopes: how.scopes,
        };
        Self {
            verifier: how.verifier,
            resource,
        }
    }
}

/// Lets pass who carries a valid token, and notes in the request whom it speaks for.
pub(super) async fn authenticate(
    State(guard): State<Option<Guard>>,
    mut request: Request,
    next: Next,
) -> Response {
    let Some(Guard { verifier, resource }) = guard else {
        return next.run(request).await;
    };
    let Some(token) = bearer_token(request.headers()) else {
        return missing(&resource).into_response();
    };
    let identity = match verifier.verify(token).await {
        Ok(identity) => identity,
        Err(TokenError::KeysUnavailable) => return unavailable().into_response(),
        Err(error) => return invalid(&resource, &error).into_response(),
    };
    if identity.scopes.is_empty() {
        return insufficient(&resource, &resource.scopes).into_response();
    }
    request.extensions_mut().insert(resource);
    request.extensions_mut().insert(identity);
    next.run(request).await
}

fn missing(resource: &Resource) -> Problem {
    let detail = "A bearer token is required; the metadata named in WWW-Authenticate says of whom.";
    Problem::new(StatusCode::UNAUTHORIZED, "unauthorized", detail).with_header(
        header::WWW_AUTHENTICATE,
        challenge(resource, &resource.scopes, None),
    )
}

fn invalid(resource: &Resource, error: &TokenError) -> Problem {
    let words = error.to_string();
    let challenge = challenge(resource, &resource.scopes, Some(("invalid_token", &words)));
    Problem::new(StatusCode::UNAUTHORIZED, "invalid_token", words)
        .with_header(header::WWW_AUTHENTICATE, challenge)
}

/// The refusal of a token that does not go far enough; `needed` is what one must carry.
pub(super) fn insufficient(resource: &Resource, needed: &Scopes) -> Problem {
    let words = format!("The token does not allow this; it needs the scope {needed}.");
    let challenge = challenge(resource, needed, Some(("insufficient_scope", &words)));
    Problem::new(StatusCode::FORBIDDEN, "insufficient_scope", words)
        .with("scope", needed.to_string())
        .with_header(header::WWW_AUTHENTICATE, challenge)
}

fn unavailable() -> Problem {
    let detail = TokenError::KeysUnavailable.to_string();
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, "keys_unavailable", detail)
        .with_header(header::RETRY_AFTER, HeaderValue::from_static("5"))
}

fn challenge(resource: &Resource, scopes: &Scopes, error: Option<(&str, &str)>) -> HeaderValue {
    let metadata = metadata::url(&resource.url);
    let mut challenge = String::from("Bearer ");
    if let Some((error, description)) = error {
        // Only characters that RFC 6750, section 3, allows there.
        let description = description.replace(['"', '\\'], "'");
        challenge += &format!("error=\"{error}\", error_description=\"{description}\", ");
    }
    challenge += &format!("resource_metadata=\"{metadata}\", scope=\"{scopes}\"");
    HeaderValue::from_str(&challenge).unwrap_or(HeaderValue::from_static("Bearer"))
}
