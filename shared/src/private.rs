//! Files and folders of the user who runs the program, and of nobody else: what people write, and
//! the secret that signs them in.

use std::{
    fs::{DirBuilder, File, OpenOptions},
    io,
    path::Path,
};

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
