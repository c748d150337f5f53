//! What a token says.

use std::{collections::BTreeSet, fmt, str::FromStr};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::TokenError;
use crate::ids::UserId;

/// A permission on tasks (RFC 6749, section 3.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// `tasks:read`
    Read,
    /// `tasks:write`
    Write,
}

impl Scope {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Read, Self::Write];

    /// Returns the scope as it stands in a token.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Read => "tasks:read",
            Self::Write => "tasks:write",
        }
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The scopes on tasks that a token carries; others that it carries are not ours to judge.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Scopes(BTreeSet<Scope>);

impl Scopes {
    /// Every scope.
    pub fn all() -> Self {
        Scope::ALL.into_iter().collect()
    }

    /// Tells whether `scope` is among them.
    pub fn contains(&self, scope: Scope) -> bool {
        self.0.contains(&scope)
    }

    /// Tells whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Takes the known scopes out of a space-separated list.
    pub fn known_in(text: &str) -> Self {
        let words = text.split_ascii_whitespace();
        words
            .filter_map(|word| Scope::ALL.into_iter().find(|scope| scope.as_str() == word))
            .collect()
    }
}

impl FromIterator<Scope> for Scopes {
    fn from_iter<I: IntoIterator<Item = Scope>>(scopes: I) -> Self {
        Self(scopes.into_iter().collect())
    }
}

impl fmt::Display for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words: Vec<&str> = self.0.iter().map(|scope| scope.as_str()).collect();
        f.write_str(&words.join(" "))
    }
}

impl FromStr for Scopes {
    type Err = String;

    /// Reads a list separated by spaces or commas; every word must be a known scope.
    fn from_str(text: &str) -> Result<Self, String> {
        let words = text.split([' ', ',']).filter(|word| !word.is_empty());
        words
            .map(|word| {
                let known = Scope::ALL.into_iter().find(|scope| scope.as_str() == word);
                known.ok_or_else(|| format!("unknown scope {word:?}; there are: {}", Self::all()))
            })
            .collect()
    }
}

/// Who a verified token speaks for, and how far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The person.
    pub user: UserId,
    /// What it allows with tasks.
    pub scopes: Scopes,
    /// Whether it says anything of scopes on tasks; an ordinary sign-in token does not.
    pub scoped: bool,
    /// The person's IANA time zone, where the token names it (OpenID Connect Core, section 5.1).
    pub time_zone: Option<String>,
    /// The person's locale, where the token names it (the same section).
    pub locale: Option<String>,
    /// Whom the token is addressed to.
    pub audience: Vec<String>,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
}

/// The claims that matter here, as they stand in a token that is read. Times may have fractions
/// (RFC 7519, section 2).
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Claims {
    sub: Option<TextOrNumber>,
    /// Where older sign-in services put the person.
    user_id: Option<TextOrNumber>,
    pub(super) exp: Option<f64>,
    pub(super) nbf: Option<f64>,
    pub(super) iss: Option<String>,
    aud: Option<OneOrMany>,
    scope: Option<OneOrMany>,
    /// Where some issuers put the scopes instead.
    scp: Option<OneOrMany>,
    zoneinfo: Option<String>,
    locale: Option<String>,
}

/// The claims of a token that is issued.
#[derive(Debug, Serialize)]
pub(super) struct IssuedClaims<'a> {
    pub(super) sub: &'a str,
    pub(super) exp: i64,
    pub(super) iat: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) iss: Option<&'a str>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    pub(super) aud: &'a [String],
    pub(super) scope: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) zoneinfo: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) locale: Option<&'a str>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum TextOrNumber {
    Text(String),
    Number(i64),
}

#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl OneOrMany {
    fn into_vec(self) -> Vec<String> {
        match self {
            Self::One(one) => vec![one],
            Self::Many(many) => many,
        }
    }
}

impl Claims {
    /// Reads who the claims speak for; whether they hold is for the verifier to say.
    pub(super) fn identity(self, expires_at: DateTime<Utc>) -> Result<Identity, TokenError> {
        let subject = match self.sub.or(self.user_id).ok_or(TokenError::NoSubject)? {
            TextOrNumber::Text(text) => text,
            TextOrNumber::Number(number) => number.to_string(),
        };
        let scope = self
            .scope
            .or(self.scp)
            .map_or_else(Vec::new, OneOrMany::into_vec)
            .join(" ");
        Ok(Identity {
            user: subject.parse().map_err(|_| TokenError::NoSubject)?,
            scopes: Scopes::known_in(&scope),
            scoped: scope.contains("tasks:"),
            time_zone: self.zoneinfo,
            locale: self.locale,
            audience: self.aud.map_or_else(Vec::new, OneOrMany::into_vec),
            expires_at,
        })
    }
}
