//! The programs that use the server ("hosts"), and this server's entry in their configurations.
//!
//! [`HOSTS`] says of each where its file is and what an entry looks like; [`install`] puts ours
//! in, [`uninstall`] takes it out. Everything else in the file stays byte for byte: the text is
//! spliced, not written anew. What is only to be looked at comes from [`find`].

mod edit;
mod entry;
mod environment;
mod file;
mod find;
mod json;
mod links;
mod splice;
mod table;
mod toml;
mod verbs;

pub use edit::Unfit;
pub use entry::{InvalidUrl, Server};
pub use environment::{Environment, Platform};
pub use file::FileError;
pub use find::{Configured, Found, find};
pub use links::{Link, links};
pub use table::{HOSTS, Host};
pub use verbs::{HostError, Outcome, install, preview, uninstall};
