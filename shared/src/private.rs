//! Files and folders of the user who runs the program, and of nobody else: what people write, and
//! the secret that signs them in.

use std::{
    fs::{self, DirBuilder, File, OpenOptions},
    io,
    path::Path,
};

use secrecy::SecretString;

/// Creates a folder and those above it that are missing, each for its owner alone.
///
/// # Errors
/// Where the system refuses.
pub fn create_folder(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Opens a file for writing, as it is; creates it for its owner alone where there is none.
///
/// # Errors
/// Where the system refuses.
pub fn open_file(path: &Path) -> io::Result<File> {
    options().create(true).truncate(false).open(path)
}

/// Creates a file for its owner alone.
///
/// # Errors
/// Where there is one already, or the system refuses.
pub fn create_file(path: &Path) -> io::Result<File> {
    options().create_new(true).open(path)
}

fn options() -> OpenOptions {
    let mut options = File::options();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Reads a secret from a file: all of it but the space at its end, which editors put there.
///
/// # Errors
/// Where the file cannot be read, or there is nothing in it.
pub fn read_secret(path: &Path) -> io::Result<SecretString> {
    let text = fs::read_to_string(path)?;
    match text.trim_end() {
        "" => Err(io::Error::new(io::ErrorKind::InvalidData, "it is empty")),
        secret => Ok(secret.into()),
    }
}

/// Tells whether others than the file's owner and group may read it. Where the system knows no
/// such thing, nobody may.
pub fn is_readable_by_all(path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::metadata(path).is_ok_and(|about| about.permissions().mode() & 0o004 != 0)
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        false
    }
}
