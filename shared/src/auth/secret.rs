//! The secret that tokens are signed with.

use std::{fs, io, io::Write as _, path::Path};

use secrecy::{ExposeSecret, SecretString};
use uuid::Uuid;

use crate::{
    config::auth::MIN_SECRET_BYTES,
    private::{create_file, create_folder, read_secret},
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

/// Returns a new secret of 244 random bits from the operating system, in hexadecimal.
pub fn random_secret() -> SecretString {
    format!("{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple()).into()
}

/// Reads the secret in a file.
pub(super) fn read(path: &Path) -> Result<SecretString, KeyError> {
    let secret = read_secret(path).map_err(|source| in_file(path, source))?;
    if secret.expose_secret().len() < MIN_SECRET_BYTES {
        let path = path.display().to_string();
        return Err(KeyError::TooShort { path });
    }
    Ok(secret)
}

/// Creates a file with a new secret, unless there is one.
pub(super) fn create_if_missing(path: &Path) -> Result<(), KeyError> {
    if path.exists() {
        return Ok(());
    }
    create(path).map_err(|source| in_file(path, source))
}

fn in_file(path: &Path, source: io::Error) -> KeyError {
    let path = path.display().to_string();
    KeyError::File { path, source }
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
        create_if_missing(&path).unwrap();
        let first = read(&path).unwrap();
        create_if_missing(&path).unwrap();
        let second = read(&path).unwrap();
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
        let error = read(&path).unwrap_err();
        assert!(matches!(error, KeyError::TooShort { .. }));
    }
}
