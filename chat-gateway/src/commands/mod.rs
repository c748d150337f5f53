//! What the program does beside serving, one command a file.

pub(crate) mod audit;
mod backup;
mod erase;
mod health;
mod restore;

pub(crate) use backup::{Arguments as BackupArguments, run as backup};
pub(crate) use erase::{EraseArguments, erase};
pub(crate) use health::run as health;
pub(crate) use restore::{Arguments as RestoreArguments, run as restore};
