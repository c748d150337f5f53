//! Attacks, one file a theme: each promise about security, and somebody who tries to break it.
//!
//! Elsewhere stand those that were at home there: tokens of all kinds and who may use them
//! (`refusals`), the rate limit and whose it is (`refusals`), quotas of tokens and of runs (`usage`),
//! steps and repeated calls (`chat`), the length of messages and bodies (`refusals`), bodies and keys
//! of the model's endpoint in the log (`llm::openai::tests::log`).

mod browsers;
mod bystanders;
mod environment;
mod errors;
mod injection;
mod limits;
mod logs;
mod others;
mod secrets;
