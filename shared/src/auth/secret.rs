//! The secret that tokens are signed with.

use std::{fs, io, io::Write as _, path::Path};

use secrecy::{ExposeSecret, SecretString};
use uuid::Uuid;

use crate::{
    config::auth::{MIN_SECRET_BYTES, PeopleKeys},
    private::{create_file, create_folder},
};

/// A key that people's tokens are verified with cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file cannot be read or made.
    #[error("the key file {path} cannot be used: {source}")]
    File {
        /// The file.
        path: String,
        /// Why not.
        source: io::Error,
    },
    /// The secret in the file is too short.
    #[error("the secret in {path} is shorter than {MIN_SECRET_BYTES} bytes")]
    TooShort {
        /// The file.
        path: String,
    },
    /// There are only public keys here, with which nothing can be signed.
    #[error(
        "people's tokens are verified with TASKFLOW_JWKS, so only their issuer can sign one; \
         for the tokens of a remote task server, set TASKFLOW_MCP_SECRET"
    )]
    PublicKeysOnly,
    /// The HTTP client for the key set could not be made.
    #[error("the key set cannot be fetched: {0}")]
    Client(#[source] reqwest::Error),
}

/// Returns the HS256 secret of these keys, creating it where the configuration says so.
///
/// # Errors
/// [`KeyError`] where the file is unreadable or its secret short, or where the keys are public.
pub fn load_secret(keys: &PeopleKeys) -> Result<SecretString, KeyError> {
    match keys {
        PeopleKeys::Secret(secret) => Ok(secret.clone()),
        PeopleKeys::SecretFile(path) => read(path),
        PeopleKeys::CreatedSecret(path) => {
            if !path.exists() {
                create(path).map_err(|source| KeyError::File {
                    path: path.display().to_string(),
                    source,
                })?;
            }
            read(path)
        }
        PeopleKeys::JwksUrl(_) | PeopleKeys::JwksFile(_) => Err(KeyError::PublicKeysOnly),
    }
}

/// Returns a new secret of 244 random bits from the operating system, in hexadecimal.
pub fn random_secret() -> SecretString {
    format!("{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple()).into()
}

fn read(path: &Path) -> Result<SecretString, KeyError> {
    let path_text = || path.display().to_string();
    let text = fs::read_to_string(path).map_err(|source| KeyError::File {
        path: path_text(),
        source,
    })?;
    let secret = SecretString::from(text.trim_end());
    if secret.expose_secret().len() < MIN_SECRET_BYTES {
        return Err(KeyError::TooShort { path: path_text() });
    }
    Ok(secret)
}

/// Creates the file whole or not at all: of two programs that start at once, one creates it and
/// both read the same.
fn create(path: &Path) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    create_folder(folder)?;
    let draft = folder.join(format!(".jwt-secret-{}", Uuid::new_v4().simple()));
    let mut file = create_file(&draft)?;
    writeln!(file, "{}", random_secret().expose_secret())?;
    file.sync_all()?;
    let linked = fs::hard_link(&draft, path);
    fs::remove_file(&draft)?;
    match linked {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_created_secret_stays_the_same_and_is_the_owners_alone() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("deep").join("jwt-secret");
        let keys = PeopleKeys::CreatedSecret(path.clone());
        let first = load_secret(&keys).unwrap();
        let second = load_secret(&keys).unwrap();
        assert_eq!(first.expose_secret(), second.expose_secret());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(
                fs::metadata(&path).unwrap().permissions().mode() & 0o777,
                0o600
            );
        }
    }

    #[test]
    fn a_short_secret_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("secret");
        fs::write(&path, "short\n").unwrap();
        let error = load_secret(&PeopleKeys::SecretFile(path)).unwrap_err();
        assert!(matches!(error, KeyError::TooShort { .. }));
    }
}
