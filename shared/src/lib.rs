//! What both TaskFlow programs stand on: settings, identity, the database, telemetry, the clock,
//! ids and problem details. Nothing here knows what a task or a conversation is.

pub mod auth;
pub mod clock;
pub mod config;
pub mod database;
pub mod ids;
pub mod limits;
pub mod page;
pub mod private;
pub mod problem;
pub mod request_id;
pub mod serve;
pub mod shutdown;
pub mod telemetry;

#[cfg(feature = "testing")]
pub mod testing;
