//! Who is calling. Stands around every route; deny by default.

use axum::{
    extract::{MatchedPath, Request, State},
    middleware::Next,
    response::Response,
};
use taskflow_shared::auth::{Identity, TokenError, bearer_token};

use super::{AppState, UNAUTHENTICATED_ROUTES, error::ApiError};

/// Lets a request through that carries a valid token, and puts its [`Identity`] into the
/// request's extensions.
pub(super) async fn authenticate(
    State(state): State<AppState>,
    path: Option<MatchedPath>,
    mut request: Request,
    next: Next,
) -> Result<Response, ApiError> {
    let open = path.is_some_and(|path| UNAUTHENTICATED_ROUTES.contains(&path.as_str()));
    if !open {
        let token = bearer_token(request.headers()).ok_or(ApiError::NoToken)?;
        let identity = state.verifier.verify(token).await?;
        if is_for_tasks_alone(&identity, &state.mcp_audience) {
            return Err(TokenError::Audience.into());
        }
        request.extensions_mut().insert(identity);
    }
    Ok(next.run(request).await)
}

/// A token that was given to an MCP host is not to open its owner's conversations.
fn is_for_tasks_alone(identity: &Identity, mcp_audience: &str) -> bool {
    !identity.audience.is_empty()
        && identity
            .audience
            .iter()
            .all(|audience| audience.trim_end_matches('/') == mcp_audience)
}
