//! What a client needs to get a token (RFC 9728).

use axum::{Json, Router, routing::get};
use http::header;
use serde_json::{Value, json};
use taskflow_shared::auth::Scopes;

use super::Endpoint;

const PATH: &str = "/.well-known/oauth-protected-resource";

/// Returns the routes of the metadata; anybody may read it. None where no token is needed.
pub(super) fn routes(endpoint: &Endpoint) -> Router {
    let Some(authentication) = endpoint.admission.authentication() else {
        return Router::new();
    };
    let document = document(
        &endpoint.resource,
        authentication.issuer.as_deref(),
        &authentication.scopes,
    );
    let answer = get(async move || {
        let fresh = [(header::CACHE_CONTROL, "public, max-age=300")];
        (fresh, Json(document))
    });
    let routes = Router::new()
        .route(PATH, answer.clone())
        .route(&format!("{PATH}/mcp"), answer.clone());
    let (_, path) = parts(&endpoint.resource);
    // A brace would be a pattern of the router.
    if matches!(path, "" | "/" | "/mcp") || path.contains(['{', '}']) {
        return routes;
    }
    routes.route(&format!("{PATH}{path}"), answer)
}

/// Returns the metadata's URL: the well-known part stands before the path of the endpoint (RFC
/// 9728, section 3.1).
pub(super) fn url(resource: &str) -> String {
    let (origin, path) = parts(resource);
    format!("{origin}{PATH}{path}")
}

/// Divides a URL into its origin and its path.
fn parts(url: &str) -> (&str, &str) {
    let host = url.find("://").map_or(0, |scheme| scheme + "://".len());
    let path = url
        .get(host..)
        .and_then(|rest| rest.find('/'))
        .map_or(url.len(), |path| host + path);
    url.split_at(path)
}

fn document(resource: &str, issuer: Option<&str>, scopes: &Scopes) -> Value {
    let scopes = scopes.to_string();
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_well_known_part_stands_before_the_path() {
        for (resource, expected) in [
            (
                "https://tasks.example.com/mcp",
                "https://tasks.example.com/.well-known/oauth-protected-resource/mcp",
            ),
            (
                "https://example.com:8443/tasks/mcp",
                "https://example.com:8443/.well-known/oauth-protected-resource/tasks/mcp",
            ),
        ] {
            assert_eq!(url(resource), expected);
        }
    }
}
