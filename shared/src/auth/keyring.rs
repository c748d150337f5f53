//! Secrets that tokens are signed with, and that may be replaced while the program runs.

use std::{
    fmt, fs, io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, SystemTime},
};

use jsonwebtoken::{DecodingKey, EncodingKey};
use secrecy::{ExposeSecret as _, SecretString};
use tokio::time::Instant;

use super::secret::{self, KeyError};
use crate::config::{SecretSource, auth::PeopleKeys};

/// How often a file is looked at.
const PERIOD: Duration = Duration::from_secs(2);
/// For how long a secret that was replaced still verifies: longer than a token lives that the
/// gateway mints for a call, and clocks may differ.
const OVERLAP: Duration = Duration::from_secs(300);

/// The HS256 secret that tokens are signed with, and those that it has replaced a short while ago.
/// Clones are the same.
///
/// One in a file follows the file: it is looked at every two seconds, when there is use for it, and
/// read again when it is another. A file that cannot be read, or whose secret is too short, changes
/// nothing.
#[derive(Clone)]
pub struct Keyring(Arc<Ring>);

struct Ring {
    file: Option<PathBuf>,
    held: Mutex<Held>,
}

struct Held {
    newest: Arc<Key>,
    /// Those that were replaced, and when.
    replaced: Vec<(Arc<Key>, Instant)>,
    /// The file as it was when it was last read.
    stamp: Option<Stamp>,
    looked: Instant,
}

/// A secret, ready for use.
pub(super) struct Key {
    secret: SecretString,
    pub(super) signs: EncodingKey,
    pub(super) verifies: DecodingKey,
}

/// Tells a file from one that replaced it, also within one tick of the file system's clock.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Stamp {
    modified: Option<SystemTime>,
    length: u64,
    number: u64,
}

impl Keyring {
    /// A secret that stays.
    pub fn fixed(secret: SecretString) -> Self {
        Self::new(None, secret, None)
    }

    /// The secret in a file, which may be replaced.
    ///
    /// # Errors
    /// [`KeyError`] where it cannot be read at present, or is too short.
    pub fn in_file(path: &Path) -> Result<Self, KeyError> {
        // Before the file is read, so that one that is replaced meanwhile is read again.
        let stamp = Stamp::of(path).ok();
        let secret = secret::read(path)?;
        Ok(Self::new(Some(path.to_owned()), secret, stamp))
    }

    /// The secret of a setting.
    ///
    /// # Errors
    /// As [`Keyring::in_file`].
    pub fn of(source: &SecretSource) -> Result<Self, KeyError> {
        match source {
            SecretSource::Text(secret) => Ok(Self::fixed(secret.clone())),
            SecretSource::File(path) => Self::in_file(path),
        }
    }

    /// The secret that people's tokens are signed with; it is created where the configuration says
    /// so and there is none.
    ///
    /// # Errors
    /// As [`Keyring::in_file`], and where the keys are public.
    pub fn of_people(keys: &PeopleKeys) -> Result<Self, KeyError> {
        match keys {
            PeopleKeys::Secret(secret) => Ok(Self::fixed(secret.clone())),
            PeopleKeys::SecretFile(path) => Self::in_file(path),
            PeopleKeys::CreatedSecret(path) => {
                secret::create_if_missing(path)?;
                Self::in_file(path)
            }
            PeopleKeys::JwksUrl(_) | PeopleKeys::JwksFile(_) => Err(KeyError::PublicKeysOnly),
        }
    }

    fn new(file: Option<PathBuf>, secret: SecretString, stamp: Option<Stamp>) -> Self {
        let held = Held {
            newest: Key::new(secret),
            replaced: Vec::new(),
            stamp,
            looked: Instant::now(),
        };
        Self(Arc::new(Ring {
            file,
            held: Mutex::new(held),
        }))
    }

    /// Returns the key to sign with.
    pub(super) fn newest(&self) -> Arc<Key> {
        self.look(PERIOD);
        Arc::clone(&self.held().newest)
    }

    /// Returns the keys to verify with, the newest first.
    pub(super) fn accepted(&self) -> Vec<Arc<Key>> {
        self.look(PERIOD);
        let (held, now) = (self.held(), Instant::now());
        let replaced = held.replaced.iter().filter(|(_, at)| is_recent(*at, now));
        let replaced = replaced.map(|(key, _)| Arc::clone(key));
        [Arc::clone(&held.newest)]
            .into_iter()
            .chain(replaced)
            .collect()
    }

    /// Looks at the file at once, because a token is signed with a key that is not known: its
    /// signer may have noticed a new one first. Returns whether there is a new one.
    pub(super) fn look_again(&self) -> bool {
        self.look(Duration::ZERO)
    }

    /// Looks at the file if that was last done `pause` ago. To ask for its age takes microseconds,
    /// so it is done here and now.
    fn look(&self, pause: Duration) -> bool {
        let Some(path) = &self.0.file else {
            return false;
        };
        let (mut held, now) = (self.held(), Instant::now());
        if now.duration_since(held.looked) < pause {
            return false;
        }
        held.looked = now;
        let stamp = Stamp::of(path).ok();
        if stamp == held.stamp {
            return false;
        }
        held.stamp = stamp;
        match secret::read(path) {
            Ok(secret) => held.replace(secret, now, path),
            Err(error) => {
                tracing::warn!(%error, "the secret that was there before stays in force");
                false
            }
        }
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.0.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Held {
    fn replace(&mut self, secret: SecretString, now: Instant, path: &Path) -> bool {
        if self.newest.secret.expose_secret() == secret.expose_secret() {
            return false;
        }
        let old = std::mem::replace(&mut self.newest, Key::new(secret));
        self.replaced.retain(|(_, at)| is_recent(*at, now));
        self.replaced.insert(0, (old, now));
        tracing::info!(file = %path.display(), "a secret was replaced");
        true
    }
}

fn is_recent(replaced: Instant, now: Instant) -> bool {
    now.duration_since(replaced) < OVERLAP
}

impl Key {
    fn new(secret: SecretString) -> Arc<Self> {
        let bytes = secret.expose_secret().as_bytes();
        Arc::new(Self {
            signs: EncodingKey::from_secret(bytes),
            verifies: DecodingKey::from_secret(bytes),
            secret,
        })
    }
}

impl Stamp {
    fn of(path: &Path) -> io::Result<Self> {
        let about = fs::metadata(path)?;
        Ok(Self {
            modified: about.modified().ok(),
            length: about.len(),
            number: number(&about),
        })
    }
}

#[cfg(unix)]
fn number(about: &fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(about)
}

#[cfg(not(unix))]
fn number(_: &fs::Metadata) -> u64 {
    0
}

impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keyring")
            .field("file", &self.0.file)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRETS: [&str; 3] = [
        "the first secret of thirty-two bytes",
        "the second secret of thirty-two bytes",
        "the third secret of thirty-two bytes",
    ];

    fn secrets(keys: &Keyring) -> Vec<String> {
        let keys = keys.accepted();
        let secrets = keys.iter().map(|key| key.secret.expose_secret().to_owned());
        secrets.collect()
    }

    #[tokio::test(start_paused = true)]
    async fn a_secret_that_was_replaced_verifies_for_five_minutes_and_signs_no_more() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret");
        fs::write(&path, SECRETS[0]).unwrap();
        let keys = Keyring::in_file(&path).unwrap();
        fs::write(&path, format!("{}\n", SECRETS[1])).unwrap();
        assert_eq!(secrets(&keys), [SECRETS[0]], "it was looked at just now");
        tokio::time::advance(PERIOD).await;
        assert_eq!(keys.newest().secret.expose_secret(), SECRETS[1]);
        assert_eq!(secrets(&keys), [SECRETS[1], SECRETS[0]]);
        fs::write(&path, SECRETS[2]).unwrap();
        assert!(keys.look_again());
        assert_eq!(secrets(&keys), [SECRETS[2], SECRETS[1], SECRETS[0]]);
        tokio::time::advance(OVERLAP).await;
        assert_eq!(secrets(&keys), [SECRETS[2]]);
    }

    #[tokio::test(start_paused = true)]
    async fn what_cannot_be_used_in_place_of_a_secret_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret");
        fs::write(&path, SECRETS[0]).unwrap();
        let keys = Keyring::in_file(&path).unwrap();
        fs::write(&path, "short").unwrap();
        assert!(!keys.look_again());
        fs::remove_file(&path).unwrap();
        assert!(!keys.look_again());
        fs::write(&path, format!("{}\n\n", SECRETS[0])).unwrap();
        assert!(!keys.look_again(), "it is the same again");
        assert_eq!(secrets(&keys), [SECRETS[0]]);
        let shown = format!("{keys:?}");
        assert!(shown.contains("Keyring") && !shown.contains(SECRETS[0]));
    }
}
