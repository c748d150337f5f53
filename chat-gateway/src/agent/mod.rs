//! The agent loop: a pure machine ([`turn`]) and the driver that carries out its steps ([`run`]).

mod context;
pub(crate) mod history;
pub(crate) mod limits;
pub(crate) mod live;
mod progress;
pub(crate) mod prompt;
pub(crate) mod queue;
pub(crate) mod run;
mod shorten;
pub(crate) mod start;
pub(crate) mod summary;
pub(crate) mod turn;
mod watch;
