//! What a client needs to get a token (RFC 9728).

use axum::{Json, Router, routing::get};
use http::header;
use serde_json::{Value, json};
use taskflow_shared::auth::Scopes;

use super::Endpoint;

const PATH: &str = "/.well-known/oauth-protected-resource";

/// Returns the routes of the metadata; anybody may read it. None where no token is needed.
pub(super) fn routes(endpoint: &Endpoint) -> Router {
    let Some(authentication) = &endpoint.authentication else {
        return Router::new();
    };
    let document = document(&endpoint.resource, authentication.issuer.as_deref());
    let answer = get(async move || {
        let fresh = [(header::CACHE_CONTROL, "public, max-age=300")];
        (fresh, Json(document))
    });
    Router::new()
        .route(PATH, answer.clone())
        .route(&format!("{PATH}/mcp"), answer)
}

/// Returns the metadata's URL, beside the endpoint's own.
pub(super) fn url(resource: &str) -> String {
    let base = resource.strip_suffix("/mcp").unwrap_or(resource);
    format!("{base}{PATH}/mcp")
}

fn document(resource: &str, issuer: Option<&str>) -> Value {
    let scopes = Scopes::all().to_string();
    let scopes: Vec<&str> = scopes.split(' ').collect();
    let mut document = json!({
        "resource": resource,
        "scopes_supported": scopes,
        "bearer_methods_supported": ["header"],
        "resource_name": "TaskFlow",
    });
    // Other issuers sign tokens that were handed out by other means.
    let server =
        issuer.filter(|issuer| issuer.starts_with("https://") || issuer.starts_with("http://"));
    if let (Value::Object(members), Some(server)) = (&mut document, server) {
        members.insert("authorization_servers".to_owned(), json!([server]));
    }
    document
}
