//! What the system lets a process have.

/// Raises the number of files and connections that this process may have open to the most that
/// the system allows it, and returns that number; `None` where there is no limit, or none that is
/// known.
///
/// Shells and service managers commonly start programs with 1,024, a limit kept low for programs
/// that use `select`; each open stream takes one, and each model call another.
#[cfg(unix)]
pub fn raise_open_files() -> Option<u64> {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

    let limit = getrlimit(Resource::Nofile);
    let raised = Rlimit {
        current: limit.maximum,
        maximum: limit.maximum,
    };
    // Where the system refuses, what was allowed before still is.
    let _ = setrlimit(Resource::Nofile, raised);
    open_files()
}

/// Returns how many files and connections this process may have open; `None` where there is no
/// limit, or none that is known.
#[cfg(unix)]
pub fn open_files() -> Option<u64> {
    use rustix::process::{Resource, getrlimit};

    getrlimit(Resource::Nofile).current
}

/// There is nothing to raise.
#[cfg(not(unix))]
pub fn raise_open_files() -> Option<u64> {
    None
}

/// There is no such limit.
#[cfg(not(unix))]
pub fn open_files() -> Option<u64> {
    None
}
