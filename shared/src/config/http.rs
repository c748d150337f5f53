//! Where a program is served, and to whom.

use std::net::SocketAddr;

use super::Settings;

/// Where a program is served, and to whom.
#[derive(Debug, Clone)]
pub struct HttpConfig {
    /// Address and port; port 0 picks a free one. `TASKFLOW_LISTEN`.
    pub listen: SocketAddr,
    /// The URL clients use, without a slash at the end; from the address served where unset.
    /// `TASKFLOW_PUBLIC_URL`.
    pub public_url: Option<String>,
    /// Web origins (`https://app.example.com`) that may call from a browser.
    /// `TASKFLOW_ALLOWED_ORIGINS`.
    pub allowed_origins: Vec<String>,
}

impl HttpConfig {
    /// Reads the section; `listen` is where the program is served by default.
    pub fn read(settings: &mut Settings, listen: SocketAddr) -> Self {
        Self {
            listen: settings.parsed("TASKFLOW_LISTEN").unwrap_or(listen),
            public_url: public_url(settings),
            allowed_origins: origins(settings),
        }
    }

    /// Returns the URL of the program as clients know it, given the address it is served at.
    pub fn url(&self, served: SocketAddr) -> String {
        self.public_url
            .clone()
            .unwrap_or_else(|| format!("http://{served}"))
    }
}

fn public_url(settings: &mut Settings) -> Option<String> {
    let url = settings.text("TASKFLOW_PUBLIC_URL")?;
    let valid = reqwest::Url::parse(&url).is_ok_and(|url| url.has_host() && url.query().is_none());
    if !valid {
        settings.problem(
            "TASKFLOW_PUBLIC_URL",
            "must be a URL such as https://tasks.example.com",
        );
    }
    Some(url.trim_end_matches('/').to_owned())
}

fn origins(settings: &mut Settings) -> Vec<String> {
    let text = settings
        .text("TASKFLOW_ALLOWED_ORIGINS")
        .unwrap_or_default();
    let origins = text
        .split(',')
        .map(|origin| origin.trim().trim_end_matches('/'));
    let origins: Vec<String> = origins
        .filter(|origin| !origin.is_empty())
        .map(str::to_owned)
        .collect();
    for origin in &origins {
        let is_origin = reqwest::Url::parse(origin).is_ok_and(|url| {
            url.origin().is_tuple() && url.origin().ascii_serialization() == *origin
        });
        if !is_origin {
            settings.problem(
                "TASKFLOW_ALLOWED_ORIGINS",
                format_args!("{origin:?} is not an origin such as https://app.example.com"),
            );
        }
    }
    origins
}
