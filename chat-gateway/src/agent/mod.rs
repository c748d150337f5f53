//! The agent loop: a pure machine ([`turn`]) and the driver that carries out its steps ([`run`]).

pub(crate) mod answer;
mod context;
mod ending;
pub(crate) mod history;
pub(crate) mod limits;
pub(crate) mod live;
mod on_record;
mod pause;
mod progress;
pub(crate) mod prompt;
pub(crate) mod queue;
pub(crate) mod run;
mod shorten;
pub(crate) mod start;
mod steps;
pub(crate) mod summary;
pub(crate) mod turn;
mod watch;
