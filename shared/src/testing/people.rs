//! Test people and their tokens.

use chrono::TimeDelta;

use crate::{
    auth::{Grant, Issuer, Scopes},
    clock::Clock,
    config::auth::{AuthConfig, PeopleKeys},
    ids::UserId,
};

/// The secret that test tokens are signed with.
pub const SECRET: &str = "a test secret of thirty-two bytes and more";

/// A person with a numeric id.
pub fn alice() -> UserId {
    user("1")
}

/// Somebody else.
pub fn bob() -> UserId {
    user("2")
}

fn user(id: &str) -> UserId {
    id.parse().expect("test ids are valid")
}

/// People's tokens are signed with [`SECRET`]; nothing else is checked.
pub fn auth_config() -> AuthConfig {
    AuthConfig {
        keys: PeopleKeys::Secret(SECRET.into()),
        issuer: None,
        audience: None,
        mcp_secret: None,
    }
}

/// An hour's token for `audience` with every scope.
pub fn token(user: &UserId, audience: &str) -> String {
    token_for(user, audience, &Scopes::all(), TimeDelta::hours(1))
}

/// A token for `audience` with these scopes, ending `lifetime` from now (in the past if negative).
pub fn token_for(user: &UserId, audience: &str, scopes: &Scopes, lifetime: TimeDelta) -> String {
    Issuer::new(&SECRET.into(), None, Clock::system())
        .issue(&Grant {
            user,
            audience: &[audience.to_owned()],
            scopes,
            time_zone: None,
            locale: None,
            lifetime,
        })
        .expect("HS256 signs anything")
}
