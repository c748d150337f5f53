//! Public keys of an issuer: a JSON Web Key Set (RFC 7517).

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use jsonwebtoken::{
    Algorithm, DecodingKey,
    jwk::{AlgorithmParameters, EllipticCurve, Jwk, JwkSet, PublicKeyUse},
};
use tokio::{sync::Mutex, time::Instant};

use super::{KeyError, TokenError};

/// A key that is not in the set makes it be read again, but not more often than this.
const MIN_AGE: Duration = Duration::from_secs(30);
/// A set older than this is read again before it is used, so that withdrawn keys end.
const MAX_AGE: Duration = Duration::from_secs(600);
/// How long the issuer may take to answer.
const FETCH_TIMEOUT: Duration = Duration::from_secs(5);

/// A key set, read when it is first needed and again when it is old or lacks a key.
#[derive(Debug)]
pub(super) struct KeySet {
    source: Source,
    read: Mutex<Option<Read>>,
}

#[derive(Debug)]
enum Source {
    Url {
        url: String,
        client: reqwest::Client,
    },
    File(PathBuf),
}

#[derive(Debug, Clone)]
struct Read {
    keys: Arc<JwkSet>,
    at: Instant,
}

#[derive(Debug, thiserror::Error)]
enum ReadError {
    #[error(transparent)]
    Http(#[from] reqwest::Error),
    #[error(transparent)]
    File(#[from] std::io::Error),
    #[error(transparent)]
    Json(#[from] serde_json::Error),
}

impl KeySet {
    pub(super) fn at_url(url: &str) -> Result<Self, KeyError> {
        let client = reqwest::Client::builder()
            .timeout(FETCH_TIMEOUT)
            .build()
            .map_err(KeyError::Client)?;
        Ok(Self::new(Source::Url {
            url: url.to_owned(),
            client,
        }))
    }

    pub(super) fn in_file(path: &Path) -> Self {
        Self::new(Source::File(path.to_owned()))
    }

    fn new(source: Source) -> Self {
        Self {
            source,
            read: Mutex::new(None),
        }
    }

    /// Returns the key with this id and the algorithm it is pinned to. A token without a key id
    /// is checked against the set's only key of that algorithm.
    pub(super) async fn find(
        &self,
        kid: Option<&str>,
        algorithm: Algorithm,
    ) -> Result<(DecodingKey, Algorithm), TokenError> {
        let mut read = self.read.lock().await;
        let now = Instant::now();
        let age = read.as_ref().map(|read| now.duration_since(read.at));
        let found = read
            .as_ref()
            .and_then(|read| pick(&read.keys, kid, algorithm));
        let refresh = match (age, &found) {
            (None, _) => true,
            (Some(age), Some(_)) => age > MAX_AGE,
            (Some(age), None) => age > MIN_AGE,
        };
        if !refresh {
            return found.ok_or(TokenError::Signature);
        }
        match self.source.read().await {
            Ok(keys) => {
                let found = pick(&keys, kid, algorithm);
                *read = Some(Read {
                    keys: Arc::new(keys),
                    at: now,
                });
                found.ok_or(TokenError::Signature)
            }
            Err(error) => {
                tracing::warn!(%error, "the key set could not be read");
                // Keys that were good ten minutes ago are better than locking everyone out.
                found.ok_or(TokenError::KeysUnavailable)
            }
        }
    }
}

impl Source {
    async fn read(&self) -> Result<JwkSet, ReadError> {
        match self {
            Self::Url { url, client } => {
                let response = client.get(url).send().await?.error_for_status()?;
                Ok(response.json().await?)
            }
            Self::File(path) => Ok(serde_json::from_slice(&tokio::fs::read(path).await?)?),
        }
    }
}

fn pick(keys: &JwkSet, kid: Option<&str>, wanted: Algorithm) -> Option<(DecodingKey, Algorithm)> {
    let usable = |key: &&Jwk| {
        algorithm_of(key) == Some(wanted)
            && !matches!(key.common.public_key_use, Some(PublicKeyUse::Encryption))
    };
    let mut candidates = keys.keys.iter().filter(usable);
    let key = match kid {
        Some(kid) => candidates.find(|key| key.common.key_id.as_deref() == Some(kid))?,
        None => {
            let only = candidates.next()?;
            if candidates.next().is_some() {
                return None;
            }
            only
        }
    };
    Some((DecodingKey::from_jwk(key).ok()?, wanted))
}

/// The key's kind decides the algorithm, whatever the token's header claims.
fn algorithm_of(key: &Jwk) -> Option<Algorithm> {
    match &key.algorithm {
        AlgorithmParameters::RSA(_) => Some(Algorithm::RS256),
        AlgorithmParameters::EllipticCurve(curve) if curve.curve == EllipticCurve::P256 => {
            Some(Algorithm::ES256)
        }
        AlgorithmParameters::OctetKeyPair(pair) if pair.curve == EllipticCurve::Ed25519 => {
            Some(Algorithm::EdDSA)
        }
        _ => None,
    }
}
