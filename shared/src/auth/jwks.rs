//! Public keys of an issuer: a JSON Web Key Set (RFC 7517).

use std::{
    path::{Path, PathBuf},
    sync::{Mutex as StdMutex, MutexGuard, PoisonError},
    time::Duration,
};

use jsonwebtoken::{
    Algorithm, DecodingKey,
    jwk::{AlgorithmParameters, EllipticCurve, Jwk, JwkSet, PublicKeyUse},
};
use tokio::{sync::Mutex, time::Instant};

use super::{KeyError, TokenError};

/// A key that is not in the set makes it be read again, but not more often than this.
const MIN_AGE: Duration = Duration::from_secs(5);
/// A set older than this is read again before it is used, so that withdrawn keys end.
const MAX_AGE: Duration = Duration::from_secs(600);
/// A file costs so little to read that both are this.
const FILE_AGE: Duration = Duration::from_secs(2);
/// A set that could not be read again for so long is not used any more: whoever can keep its issuer
/// from answering must not keep a withdrawn key alive.
const STALE: Duration = Duration::from_secs(24 * 3_600);
/// An issuer that could not be reached is not asked again sooner than this.
const RETRY_PAUSE: Duration = Duration::from_secs(2);
/// How long the issuer may take to answer.
const FETCH_TIMEOUT: Duration = Duration::from_secs(5);

/// A key set, read when it is first needed and again when it is old or lacks a key.
#[derive(Debug)]
pub(super) struct KeySet {
    source: Source,
    known: StdMutex<Known>,
    /// Held while the set is read, so that it is read once for all who wait.
    reading: Mutex<()>,
}

/// The keys last read, and when they were and when that was last tried.
#[derive(Debug, Default)]
struct Known {
    keys: JwkSet,
    read: Option<Instant>,
    failed: Option<Instant>,
}

impl Known {
    fn is_due(&self, now: Instant, good_for: Duration) -> bool {
        let age = |since: Instant| now.duration_since(since);
        if self.failed.is_some_and(|failed| age(failed) < RETRY_PAUSE) {
            return false;
        }
        self.read.is_none_or(|read| age(read) > good_for)
    }

    fn is_stale(&self, now: Instant) -> bool {
        let age = self.read.map(|read| now.duration_since(read));
        age.is_some_and(|age| age > STALE)
    }
}

#[derive(Debug)]
enum Source {
    Url {
        url: String,
        client: reqwest::Client,
    },
    File(PathBuf),
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
            known: StdMutex::default(),
            reading: Mutex::default(),
        }
    }

    /// Returns the key with this id and the algorithm it is pinned to. A token without a key id
    /// is checked against the set's only key of that algorithm.
    pub(super) async fn find(
        &self,
        kid: Option<&str>,
        algorithm: Algorithm,
    ) -> Result<Found, TokenError> {
        let (found, due) = self.look(kid, algorithm);
        if !due {
            return found.ok_or_else(|| self.missing());
        }
        let turn = match found {
            // Whoever has a key need not wait for news of it.
            Some(_) => self.reading.try_lock().ok(),
            None => Some(self.reading.lock().await),
        };
        if turn.is_some() && self.look(kid, algorithm).1 {
            self.read().await;
        }
        let (found, _) = self.look(kid, algorithm);
        found.ok_or_else(|| self.missing())
    }

    /// Says why a key is not there: it may only be that the set cannot be read.
    fn missing(&self) -> TokenError {
        match self.known().failed {
            Some(_) => TokenError::KeysUnavailable,
            None => TokenError::Signature,
        }
    }

    fn look(&self, kid: Option<&str>, algorithm: Algorithm) -> (Option<Found>, bool) {
        let (known, now) = (self.known(), Instant::now());
        let found = pick(&known.keys, kid, algorithm).filter(|_| !known.is_stale(now));
        let good_for = self.source.good_for(found.is_some());
        (found, known.is_due(now, good_for))
    }

    async fn read(&self) {
        let read = self.source.read().await;
        let (mut known, now) = (self.known(), Instant::now());
        match read {
            Ok(keys) => {
                *known = Known {
                    keys,
                    read: Some(now),
                    failed: None,
                }
            }
            Err(error) => {
                tracing::warn!(%error, "the key set could not be read");
                // The keys last known are better than locking everyone out.
                known.failed = Some(now);
            }
        }
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A key, and the algorithm it is pinned to.
type Found = (DecodingKey, Algorithm);

impl Source {
    /// Returns how long a set is good for in which a key was found, or was not.
    fn good_for(&self, found: bool) -> Duration {
        match self {
            Self::File(_) => FILE_AGE,
            Self::Url { .. } if found => MAX_AGE,
            Self::Url { .. } => MIN_AGE,
        }
    }

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

fn pick(keys: &JwkSet, kid: Option<&str>, wanted: Algorithm) -> Option<Found> {
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
