//! From where a request may come: the check against DNS rebinding that the specification demands.
//!
//! A page in a browser can make a name of its own point at this machine. Its requests then carry
//! that name as their `Host`, and the page's `Origin`.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use http::{HeaderMap, HeaderValue, StatusCode, Uri, header, uri::Authority};
use taskflow_shared::problem::Problem;

/// Names of this machine for itself.
const LOOPBACK: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];

/// By what names the endpoint is called, and which web origins may call it.
#[derive(Debug)]
pub(super) struct Addresses {
    own_host: Option<HeaderValue>,
    hosts: Vec<String>,
    origins: Vec<String>,
}

impl Addresses {
    /// Takes the names out of the endpoint's URL; this machine's own names are always known.
    pub(super) fn of(resource: &str, allowed_origins: &[String]) -> Self {
        let uri: Uri = resource.parse().unwrap_or_default();
        let authority = uri.authority().map_or("", Authority::as_str);
        let host = uri.host().unwrap_or_default().to_ascii_lowercase();
        let scheme = uri.scheme_str().unwrap_or("http");
        let mut origins = vec![format!("{scheme}://{authority}")];
        if LOOPBACK.contains(&host.as_str()) {
            let port = uri
                .port()
                .map_or_else(String::new, |port| format!(":{port}"));
            origins.extend(LOOPBACK.map(|name| format!("{scheme}://{name}{port}")));
        }
        origins.extend_from_slice(allowed_origins);
        let mut hosts: Vec<String> = LOOPBACK.map(str::to_owned).into();
        hosts.push(host);
        Self {
            own_host: HeaderValue::from_str(authority).ok(),
            hosts,
            origins: origins.iter().map(|origin| normal(origin)).collect(),
        }
    }

    fn knows_host(&self, headers: &HeaderMap, uri: &Uri) -> bool {
        let authority = match headers.get(header::HOST) {
            Some(host) => Authority::try_from(host.as_bytes()).ok(),
            None => match uri.authority() {
                Some(authority) => Some(authority.clone()),
                // Only a caller within the process, or one that is not a browser, leaves it out.
                None => return true,
            },
        };
        authority.is_some_and(|authority| {
            let host = authority.host().to_ascii_lowercase();
            self.hosts.contains(&host)
        })
    }

    fn knows_origin(&self, headers: &HeaderMap) -> bool {
        headers.get_all(header::ORIGIN).iter().all(|origin| {
            let origin = origin.to_str().map(normal);
            origin.is_ok_and(|origin| self.origins.contains(&origin))
        })
    }
}

/// Returns the origin as browsers write it: in lower case, without the port that its scheme has
/// anyway (RFC 6454, section 6.2).
fn normal(origin: &str) -> String {
    let mut origin = origin.to_ascii_lowercase();
    for (scheme, port) in [("http://", ":80"), ("https://", ":443")] {
        if origin.starts_with(scheme) && origin.ends_with(port) {
            origin.truncate(origin.len() - port.len());
        }
    }
    origin
}

/// Lets pass what is addressed to the endpoint by a name it has, from no web origin or a known one.
pub(super) async fn check(
    State(addresses): State<Arc<Addresses>>,
    mut request: Request,
    next: Next,
) -> Response {
    if !addresses.knows_host(request.headers(), request.uri()) {
        let detail = "This server is not known by the name in Host; \
             if it should be, set TASKFLOW_PUBLIC_URL.";
        return Problem::new(StatusCode::FORBIDDEN, "foreign_host", detail).into_response();
    }
    if !addresses.knows_origin(request.headers()) {
        let detail = "Pages of this Origin may not call here; \
             if they should, add it to TASKFLOW_ALLOWED_ORIGINS.";
        return Problem::new(StatusCode::FORBIDDEN, "foreign_origin", detail).into_response();
    }
    if let Some(own) = &addresses.own_host {
        let headers = request.headers_mut();
        headers.entry(header::HOST).or_insert_with(|| own.clone());
    }
    next.run(request).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn knows_origin(addresses: &Addresses, origin: &str) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(header::ORIGIN, origin.parse().unwrap());
        addresses.knows_origin(&headers)
    }

    fn knows_host(addresses: &Addresses, host: &str) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, host.parse().unwrap());
        addresses.knows_host(&headers, &Uri::from_static("/mcp"))
    }

    #[test]
    fn its_own_origin_and_the_configured_ones_are_known() {
        let allowed = ["https://app.example.com".to_owned()];
        let public = Addresses::of("https://tasks.example.com/mcp", &allowed);
        assert!(knows_origin(&public, "https://tasks.example.com"));
        assert!(knows_origin(&public, "https://APP.example.com"));
        for foreign in [
            "http://tasks.example.com",
            "https://tasks.example.com:8443",
            "https://tasks.example.com.evil.example",
            "http://localhost:8090",
            "null",
        ] {
            assert!(!knows_origin(&public, foreign), "{foreign}");
        }
    }

    #[test]
    fn the_port_that_a_scheme_has_anyway_may_be_left_out() {
        let allowed = ["http://app.example.com:80".to_owned()];
        let public = Addresses::of("https://tasks.example.com:443/mcp", &allowed);
        for known in [
            "https://tasks.example.com",
            "https://tasks.example.com:443",
            "http://app.example.com",
        ] {
            assert!(knows_origin(&public, known), "{known}");
        }
        for foreign in [
            "https://tasks.example.com:80",
            "https://app.example.com",
            "http://app.example.com:8080",
        ] {
            assert!(!knows_origin(&public, foreign), "{foreign}");
        }
    }

    #[test]
    fn on_this_machine_every_name_of_it_is_its_own_on_the_same_port() {
        let local = Addresses::of("http://127.0.0.1:8090/mcp", &[]);
        assert!(knows_origin(&local, "http://localhost:8090"));
        assert!(knows_origin(&local, "http://[::1]:8090"));
        assert!(!knows_origin(&local, "http://localhost:3000"));
    }

    #[test]
    fn hosts_are_this_machine_and_the_public_name() {
        let public = Addresses::of("https://tasks.example.com/mcp", &[]);
        for known in [
            "localhost:8090",
            "127.0.0.1",
            "[::1]:1",
            "TASKS.example.com",
        ] {
            assert!(knows_host(&public, known), "{known}");
        }
        for foreign in [
            "evil.example",
            "tasks.example.com.evil.example",
            "10.0.0.1",
            "@",
        ] {
            assert!(!knows_host(&public, foreign), "{foreign}");
        }
    }
}
