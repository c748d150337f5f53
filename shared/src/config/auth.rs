//! How people are recognised.

use std::path::PathBuf;

use secrecy::{ExposeSecret, SecretString};

use super::{SecretSource, Settings};

/// The fewest bytes of an HS256 secret: the length of the hash (RFC 7518, section 3.2).
pub const MIN_SECRET_BYTES: usize = 32;

/// How people are recognised.
#[derive(Debug, Clone)]
pub struct AuthConfig {
    /// What their tokens are signed with.
    pub keys: PeopleKeys,
    /// The `iss` their tokens must carry, where set. `TASKFLOW_JWT_ISSUER`.
    pub issuer: Option<String>,
    /// The `aud` their tokens must carry for the gateway, where set. `TASKFLOW_JWT_AUDIENCE`.
    pub audience: Option<String>,
    /// What the gateway's tokens for the task server are signed with, where it is not the
    /// people's secret. `TASKFLOW_MCP_SECRET`, or `TASKFLOW_MCP_SECRET_FILE`.
    pub mcp_secret: Option<SecretSource>,
}

/// What people's tokens are signed with; exactly one of these.
#[derive(Debug, Clone)]
pub enum PeopleKeys {
    /// HS256 with this secret. `TASKFLOW_JWT_SECRET`.
    Secret(SecretString),
    /// HS256 with the secret in this file. `TASKFLOW_JWT_SECRET_FILE`.
    SecretFile(PathBuf),
    /// HS256 with the secret in this file, which is created where there is none: the default.
    CreatedSecret(PathBuf),
    /// RS256, ES256 or EdDSA with the keys published at this URL. `TASKFLOW_JWKS`.
    JwksUrl(String),
    /// RS256, ES256 or EdDSA with the keys in this file. `TASKFLOW_JWKS`.
    JwksFile(PathBuf),
}

impl AuthConfig {
    /// Reads the section.
    pub fn read(settings: &mut Settings) -> Self {
        Self {
            keys: keys(settings),
            issuer: settings.text("TASKFLOW_JWT_ISSUER"),
            audience: settings.text("TASKFLOW_JWT_AUDIENCE"),
            mcp_secret: signing_secret(settings, "TASKFLOW_MCP_SECRET"),
        }
    }
}

fn keys(settings: &mut Settings) -> PeopleKeys {
    let secret = signing_secret(settings, "TASKFLOW_JWT_SECRET");
    let jwks = settings.text("TASKFLOW_JWKS");
    match (secret, jwks) {
        (Some(_), Some(_)) => {
            settings.problem(
                "TASKFLOW_JWKS",
                "set it, or TASKFLOW_JWT_SECRET or TASKFLOW_JWT_SECRET_FILE, but only one of \
                 them: there is exactly one way to verify people",
            );
            PeopleKeys::CreatedSecret(settings.data_dir().join("jwt-secret"))
        }
        (Some(SecretSource::Text(secret)), None) => PeopleKeys::Secret(secret),
        (Some(SecretSource::File(file)), None) => PeopleKeys::SecretFile(file),
        (None, Some(url)) if url.starts_with("https://") || url.starts_with("http://") => {
            PeopleKeys::JwksUrl(url)
        }
        (None, Some(file)) => PeopleKeys::JwksFile(file.into()),
        (None, None) => PeopleKeys::CreatedSecret(settings.data_dir().join("jwt-secret")),
    }
}

/// Returns where a secret is that signs with HS256.
fn signing_secret(settings: &mut Settings, name: &'static str) -> Option<SecretSource> {
    let (source, secret) = settings.secret_with_source(name)?;
    check_length(settings, name, &secret);
    Some(source)
}

fn check_length(settings: &mut Settings, name: &'static str, secret: &SecretString) {
    let length = secret.expose_secret().len();
    if length < MIN_SECRET_BYTES {
        settings.problem(
            name,
            format_args!("has {length} bytes; HS256 needs at least {MIN_SECRET_BYTES}"),
        );
    }
}
