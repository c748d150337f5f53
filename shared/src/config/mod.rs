//! Settings: file, then environment, then flags, each overriding the one before.
//!
//! [`catalog`] names every setting of both programs; each section reads its own from
//! [`Settings`], which collects every problem, so that one start shows them all. A setting that is
//! secret can stand in a file of its own, which the setting with `_FILE` after its name names.

pub mod auth;
pub mod catalog;
pub mod database;
pub mod http;
pub mod locale;
mod secrets;
pub mod telemetry;

mod settings;

pub use catalog::{SETTINGS, Setting};
pub use secrets::SecretSource;
pub use settings::{ConfigError, Effective, Settings, Sources};
