//! Settings: file, then environment, then flags, each overriding the one before.
//!
//! [`catalog`] names every setting of both programs; each section reads its own from
//! [`Settings`], which collects every problem, so that one start shows them all.

pub mod auth;
pub mod catalog;
pub mod database;
pub mod http;
pub mod locale;
pub mod telemetry;

mod settings;

pub use catalog::{SETTINGS, Setting};
pub use settings::{ConfigError, Effective, Settings, Sources};
