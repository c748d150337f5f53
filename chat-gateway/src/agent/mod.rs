//! The agent loop: a pure machine ([`turn`]) and the driver that carries out its steps ([`run`]).

pub(crate) mod event;
pub(crate) mod history;
pub(crate) mod limits;
pub(crate) mod prompt;
pub(crate) mod run;
pub(crate) mod turn;
