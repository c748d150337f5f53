//! Issuing tokens.

use chrono::TimeDelta;
use jsonwebtoken::{Header, encode};
use secrecy::SecretString;

use super::{
    claims::{IssuedClaims, Scopes},
    keyring::Keyring,
};
use crate::{clock::Clock, ids::UserId};

/// Signs tokens with an HS256 secret.
#[derive(Clone)]
pub struct Issuer {
    keys: Keyring,
    name: Option<String>,
    clock: Clock,
}

/// What a token is to say.
#[derive(Debug, Clone)]
pub struct Grant<'a> {
    /// For whom it speaks.
    pub user: &'a UserId,
    /// Whom it is addressed to.
    pub audience: &'a [String],
    /// How far it goes.
    pub scopes: &'a Scopes,
    /// The person's time zone, to be passed on.
    pub time_zone: Option<&'a str>,
    /// The person's locale, to be passed on.
    pub locale: Option<&'a str>,
    /// How long it lives.
    pub lifetime: TimeDelta,
}

impl Issuer {
    /// An issuer that signs with `secret` and puts `name` into `iss`, where there is one.
    pub fn new(secret: &SecretString, name: Option<String>, clock: Clock) -> Self {
        Self::with_keys(Keyring::fixed(secret.clone()), name, clock)
    }

    /// An issuer that signs with the newest of `keys`.
    pub fn with_keys(keys: Keyring, name: Option<String>, clock: Clock) -> Self {
        Self { keys, name, clock }
    }

    /// Returns a signed token.
    ///
    /// # Errors
    /// Where the signing library fails; with an HS256 secret it has no reason to.
    pub fn issue(&self, grant: &Grant<'_>) -> Result<String, jsonwebtoken::errors::Error> {
        let now = self.clock.now();
        let claims = IssuedClaims {
            sub: grant.user.as_str(),
            exp: (now + grant.lifetime).timestamp(),
            iat: now.timestamp(),
            iss: self.name.as_deref(),
            aud: grant.audience,
            scope: grant.scopes.to_string(),
            zoneinfo: grant.time_zone,
            locale: grant.locale,
        };
        encode(&Header::default(), &claims, &self.keys.newest().signs)
    }
}

impl std::fmt::Debug for Issuer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Issuer")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}
