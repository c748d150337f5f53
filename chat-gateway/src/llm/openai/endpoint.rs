use async_openai::config::Config;
use reqwest::{
    Url,
    header::{AUTHORIZATION, HeaderMap, HeaderValue},
};
use secrecy::{ExposeSecret, SecretString};

use super::error::ConfigError;

/// The operator's endpoint, as the client library asks for it.
///
/// The library's own configuration reads environment variables and always sends an
/// `Authorization` header; this one does neither.
#[derive(Clone)]
pub(super) struct Endpoint {
    base_url: Url,
    headers: HeaderMap,
    api_key: SecretString,
}

impl Endpoint {
    /// Checks what the operator configured.
    pub(super) fn new(base_url: &str, api_key: Option<&SecretString>) -> Result<Self, ConfigError> {
        let base_url = Url::parse(base_url.trim()).map_err(|_| ConfigError::BaseUrl)?;
        if !matches!(base_url.scheme(), "http" | "https") {
            return Err(ConfigError::BaseUrl);
        }
        // A key read from a file often ends with a line break.
        let api_key = api_key.map_or("", |key| key.expose_secret().trim());
        let mut headers = HeaderMap::new();
        if !api_key.is_empty() {
            let mut value = HeaderValue::from_str(&format!("Bearer {api_key}"))
                .map_err(|_| ConfigError::ApiKey)?;
            value.set_sensitive(true);
            headers.insert(AUTHORIZATION, value);
        }
        Ok(Self {
            base_url,
            headers,
            api_key: api_key.into(),
        })
    }
}

impl Config for Endpoint {
    fn headers(&self) -> HeaderMap {
        self.headers.clone()
    }

    // Through `Url`, so that a query of the operator's (`?api-version=…`) stays a query.
    fn url(&self, path: &str) -> String {
        let mut url = self.base_url.clone();
        url.set_path(&format!("{}{path}", url.path().trim_end_matches('/')));
        url.into()
    }

    fn query(&self) -> Vec<(&str, &str)> {
        Vec::new()
    }

    fn api_base(&self) -> &str {
        self.base_url.as_str()
    }

    fn api_key(&self) -> &SecretString {
        &self.api_key
    }
}
