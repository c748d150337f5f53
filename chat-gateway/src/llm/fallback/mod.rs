//! Several models, asked in an order: the next one when one gives no answer.

mod breaker;
mod chain;

pub(crate) use chain::ModelChain;
