//! For tests of both programs: people, their tokens, and databases of the tests' own.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot be set up has failed"
)]

mod databases;
mod dice;
mod people;
mod postgres;

pub use databases::{TestDatabase, on_each_database};
pub use dice::{Dice, size};
pub use people::{SECRET, alice, auth_config, bob, token, token_for};
pub use postgres::Postgres;
