//! The agent loop: a pure machine ([`turn`]) and the driver that carries out its steps ([`run`]).

pub(crate) mod driven;
pub(crate) mod history;
pub(crate) mod limits;
mod progress;
pub(crate) mod prompt;
pub(crate) mod run;
mod shorten;
pub(crate) mod turn;
