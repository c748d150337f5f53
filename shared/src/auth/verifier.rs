//! Verifying tokens.

use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::{
    Algorithm, DecodingKey, Header, Validation, decode, decode_header, errors::ErrorKind,
};

use super::{
    KeyError,
    claims::{Claims, Identity},
    jwks::KeySet,
    keyring::Keyring,
};
use crate::{
    clock::Clock,
    config::auth::{AuthConfig, PeopleKeys},
};

/// How far clocks may differ (RFC 7519, section 4.1.4).
const LEEWAY: TimeDelta = TimeDelta::seconds(30);

/// Verifies tokens against the keys, issuer and audience of the configuration.
#[derive(Debug)]
pub struct Verifier {
    keys: Vec<Keys>,
    audience: Option<String>,
    clock: Clock,
}

/// A way of signing, with the algorithms it pins and the issuer it must come from.
#[derive(Debug)]
enum Keys {
    Secret {
        ring: Keyring,
        issuer: Option<String>,
    },
    Published {
        set: KeySet,
        issuer: Option<String>,
    },
}

/// Why a token was refused. The words are for the person who holds it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// It is not a JWT.
    #[error("The token is not a JSON Web Token.")]
    Malformed,
    /// It is signed with an algorithm that is not accepted here, or with none.
    #[error("The token is signed with an algorithm that is not accepted here.")]
    Algorithm,
    /// The signature is not from a key known here.
    #[error("The token's signature is not valid.")]
    Signature,
    /// It has no `exp`.
    #[error("The token has no expiry (exp).")]
    NoExpiry,
    /// Its time is over.
    #[error("The token has expired; get a new one.")]
    Expired,
    /// Its time has not come.
    #[error("The token is not valid yet (nbf).")]
    NotYet,
    /// It names nobody.
    #[error("The token names no person (sub).")]
    NoSubject,
    /// It comes from somewhere else.
    #[error("The token comes from another issuer (iss).")]
    Issuer,
    /// It is meant for another service.
    #[error("The token is for another audience (aud).")]
    Audience,
    /// The keys could not be fetched.
    #[error("Tokens cannot be verified at the moment; please try again.")]
    KeysUnavailable,
}

impl Verifier {
    /// A verifier of people's tokens; the audience is checked where one is given.
    ///
    /// # Errors
    /// [`KeyError`] where the secret or the key set's client cannot be had.
    pub fn for_people(
        config: &AuthConfig,
        audience: Option<String>,
        clock: Clock,
    ) -> Result<Self, KeyError> {
        let issuer = config.issuer.clone();
        let keys = match &config.keys {
            PeopleKeys::JwksUrl(url) => Keys::Published {
                set: KeySet::at_url(url)?,
                issuer,
            },
            PeopleKeys::JwksFile(path) => Keys::Published {
                set: KeySet::in_file(path),
                issuer,
            },
            keys => Keys::Secret {
                ring: Keyring::of_people(keys)?,
                issuer,
            },
        };
        Ok(Self {
            keys: vec![keys],
            audience,
            clock,
        })
    }

    /// Accepts tokens that are signed with one of `ring` as well, from any issuer.
    #[must_use]
    pub fn and_keys(mut self, ring: Keyring) -> Self {
        self.keys.push(Keys::Secret { ring, issuer: None });
        self
    }

    /// Returns who a token speaks for.
    ///
    /// # Errors
    /// [`TokenError`] says why it is refused: of several keys that were tried, the last reason
    /// that is about more than the key.
    pub async fn verify(&self, token: &str) -> Result<Identity, TokenError> {
        let header = decode_header(token).map_err(|error| reason(&error))?;
        let mut refused = TokenError::Algorithm;
        for keys in self
            .keys
            .iter()
            .filter(|keys| keys.may_have_signed(&header))
        {
            match self.verify_with(keys, token, &header).await {
                Ok(identity) => return Ok(identity),
                Err(error) if says_more(&refused, &error) => refused = error,
                Err(_) => {}
            }
        }
        Err(refused)
    }

    async fn verify_with(
        &self,
        keys: &Keys,
        token: &str,
        header: &Header,
    ) -> Result<Identity, TokenError> {
        let (claims, issuer) = match keys {
            Keys::Secret { ring, issuer } => (check_secrets(token, ring)?, issuer),
            Keys::Published { set, issuer } => {
                let (key, algorithm) = set.find(header.kid.as_deref(), header.alg).await?;
                (check_signature(token, &key, algorithm)?, issuer)
            }
        };
        let expires_at = self.check_times(&claims)?;
        if issuer.is_some() && *issuer != claims.iss {
            return Err(TokenError::Issuer);
        }
        let identity = claims.identity(expires_at)?;
        let addressed =
            |audience: &String| identity.audience.iter().any(|one| same_url(one, audience));
        if self
            .audience
            .as_ref()
            .is_some_and(|audience| !addressed(audience))
        {
            return Err(TokenError::Audience);
        }
        Ok(identity)
    }

    fn check_times(&self, claims: &Claims) -> Result<DateTime<Utc>, TokenError> {
        let now = self.clock.now();
        let expires_at = claims.exp.and_then(moment).ok_or(TokenError::NoExpiry)?;
        if now >= expires_at + LEEWAY {
            return Err(TokenError::Expired);
        }
        if claims
            .nbf
            .and_then(moment)
            .is_some_and(|start| now + LEEWAY < start)
        {
            return Err(TokenError::NotYet);
        }
        Ok(expires_at)
    }
}

impl Keys {
    /// A secret signs with HS256 and nothing else; what is published is never a secret.
    fn may_have_signed(&self, header: &Header) -> bool {
        matches!(self, Self::Secret { .. }) == (header.alg == Algorithm::HS256)
    }
}

/// A key that does not fit says nothing about the token; a reason beyond that does.
fn says_more(so_far: &TokenError, error: &TokenError) -> bool {
    let rank = |error: &TokenError| match error {
        TokenError::Malformed => 0,
        TokenError::Algorithm => 1,
        TokenError::Signature => 2,
        TokenError::KeysUnavailable => 3,
        _ => 4,
    };
    rank(error) >= rank(so_far)
}

fn check_secrets(token: &str, ring: &Keyring) -> Result<Claims, TokenError> {
    match check_accepted(token, ring) {
        Err(TokenError::Signature) if ring.look_again() => check_accepted(token, ring),
        checked => checked,
    }
}

fn check_accepted(token: &str, ring: &Keyring) -> Result<Claims, TokenError> {
    let mut refused = TokenError::Signature;
    for key in ring.accepted() {
        match check_signature(token, &key.verifies, Algorithm::HS256) {
            Ok(claims) => return Ok(claims),
            Err(error) => refused = error,
        }
    }
    Err(refused)
}

/// Times and audience are checked by us, against the clock that is passed in.
fn check_signature(
    token: &str,
    key: &DecodingKey,
    algorithm: Algorithm,
) -> Result<Claims, TokenError> {
    let mut validation = Validation::new(algorithm);
    validation.validate_exp = false;
    validation.validate_aud = false;
    validation.required_spec_claims.clear();
    let data = decode::<Claims>(token, key, &validation).map_err(|error| reason(&error))?;
    Ok(data.claims)
}

fn reason(error: &jsonwebtoken::errors::Error) -> TokenError {
    match error.kind() {
        ErrorKind::InvalidSignature => TokenError::Signature,
        ErrorKind::InvalidAlgorithm
        | ErrorKind::InvalidAlgorithmName
        | ErrorKind::UnsupportedAlgorithm => TokenError::Algorithm,
        // `alg: none` is no algorithm the library knows, so the header cannot be read at all.
        ErrorKind::Json(error) if error.to_string().contains("unknown variant") => {
            TokenError::Algorithm
        }
        _ => TokenError::Malformed,
    }
}

fn moment(seconds: f64) -> Option<DateTime<Utc>> {
    // Whole seconds are what NumericDate needs; `as` keeps a wild number within range.
    DateTime::from_timestamp(seconds as i64, 0)
}

/// URLs that differ only by a slash at the end name the same audience.
fn same_url(one: &str, other: &str) -> bool {
    one.trim_end_matches('/') == other.trim_end_matches('/')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        auth::{Grant, Issuer, Scope, Scopes},
        ids::UserId,
    };
    use jsonwebtoken::{EncodingKey, encode};
    use serde_json::{Value, json};

    const SECRET: &str = "a secret of at least thirty-two bytes";
    const NOW: i64 = 1_800_000_000;

    fn clock() -> Clock {
        Clock::from_fn(|| DateTime::from_timestamp(NOW, 0).unwrap())
    }

    fn verifier(audience: Option<&str>, issuer: Option<&str>) -> Verifier {
        let config = AuthConfig {
            keys: PeopleKeys::Secret(SECRET.into()),
            issuer: issuer.map(str::to_owned),
            audience: None,
            mcp_secret: None,
        };
        Verifier::for_people(&config, audience.map(str::to_owned), clock()).unwrap()
    }

    fn signed(claims: &Value) -> String {
        encode(
            &Header::default(),
            claims,
            &EncodingKey::from_secret(SECRET.as_bytes()),
        )
        .unwrap()
    }

    #[tokio::test]
    async fn an_issued_token_says_what_was_granted() {
        let issuer = Issuer::new(&SECRET.into(), Some("me".into()), clock());
        let user: UserId = "7".parse().unwrap();
        let token = issuer
            .issue(&Grant {
                user: &user,
                audience: &["https://t.example/mcp".to_owned()],
                scopes: &[Scope::Read].into_iter().collect(),
                time_zone: Some("Europe/Zurich"),
                locale: Some("de-CH"),
                lifetime: TimeDelta::minutes(5),
            })
            .unwrap();
        let verifier = verifier(Some("https://t.example/mcp/"), Some("me"));
        let identity = verifier.verify(&token).await.unwrap();
        assert_eq!(identity.user, user);
        assert_eq!(
            identity.scopes,
            [Scope::Read].into_iter().collect::<Scopes>()
        );
        assert_eq!(identity.time_zone.as_deref(), Some("Europe/Zurich"));
        assert_eq!(identity.locale.as_deref(), Some("de-CH"));
    }

    #[tokio::test]
    async fn the_person_stands_in_sub_or_in_user_id_as_text_or_number() {
        for claims in [
            json!({"sub": "9", "exp": NOW + 60}),
            json!({"sub": 9, "exp": NOW + 60}),
            json!({"user_id": 9, "exp": NOW + 60}),
            json!({"user_id": "9", "exp": NOW + 60}),
        ] {
            let identity = verifier(None, None).verify(&signed(&claims)).await.unwrap();
            assert_eq!(identity.user.as_str(), "9", "{claims}");
        }
    }

    #[tokio::test]
    async fn each_fault_is_told_apart() {
        let cases = [
            (json!({"sub": "9"}), TokenError::NoExpiry),
            (json!({"sub": "9", "exp": NOW - 31}), TokenError::Expired),
            (
                json!({"sub": "9", "exp": NOW + 60, "nbf": NOW + 40}),
                TokenError::NotYet,
            ),
            (json!({"exp": NOW + 60, "iss": "me"}), TokenError::NoSubject),
            (
                json!({"sub": "", "exp": NOW + 60, "iss": "me"}),
                TokenError::NoSubject,
            ),
            (json!({"sub": "9", "exp": NOW + 60}), TokenError::Issuer),
            (
                json!({"sub": "9", "exp": NOW + 60, "iss": "me"}),
                TokenError::Audience,
            ),
            (
                json!({"sub": "9", "exp": NOW + 60, "iss": "me", "aud": "you"}),
                TokenError::Audience,
            ),
        ];
        let strict = verifier(Some("us"), Some("me"));
        for (claims, expected) in cases {
            assert_eq!(
                strict.verify(&signed(&claims)).await,
                Err(expected),
                "{claims}"
            );
        }
    }

    #[tokio::test]
    async fn foreign_keys_other_algorithms_and_none_are_refused() {
        let claims = json!({"sub": "9", "exp": NOW + 60});
        let foreign = EncodingKey::from_secret(b"another secret of thirty-two bytes!");
        let foreign = encode(&Header::default(), &claims, &foreign).unwrap();
        let other = EncodingKey::from_secret(SECRET.as_bytes());
        let other = encode(&Header::new(Algorithm::HS384), &claims, &other).unwrap();
        // {"alg":"none","typ":"JWT"} . {"sub":"9","exp":1800000060} . nothing
        let none = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.eyJzdWIiOiI5IiwiZXhwIjoxODAwMDAwMDYwfQ.";
        let verifier = verifier(None, None);
        assert_eq!(verifier.verify(&foreign).await, Err(TokenError::Signature));
        assert_eq!(verifier.verify(&other).await, Err(TokenError::Algorithm));
        assert_eq!(verifier.verify(none).await, Err(TokenError::Algorithm));
        assert_eq!(verifier.verify("rubbish").await, Err(TokenError::Malformed));
    }

    #[tokio::test]
    async fn a_second_secret_is_accepted_beside_the_first() {
        let second = "the other secret, thirty-two bytes long";
        let token = encode(
            &Header::default(),
            &json!({"sub": "9", "exp": NOW + 60}),
            &EncodingKey::from_secret(second.as_bytes()),
        )
        .unwrap();
        assert_eq!(
            verifier(None, None).verify(&token).await,
            Err(TokenError::Signature)
        );
        let both = verifier(None, None).and_keys(Keyring::fixed(second.into()));
        assert!(both.verify(&token).await.is_ok());
        let expired = signed(&json!({"sub": "9", "exp": NOW - 60}));
        assert_eq!(both.verify(&expired).await, Err(TokenError::Expired));
    }
}
