//! The built-in model: understands everyday English about tasks, offline and the same every time.
//!
//! It is a pure function of the conversation. A turn is understood in three steps, each its own
//! module:
//!
//! 1. [`grammar`] turns the message into [`command`]s, blind to the conversation;
//! 2. [`conversation`] recomputes what was said and shown before, turn by turn;
//! 3. [`dialogue`] decides the next step: tools to call, a question, or an answer in the words of
//!    [`reply`].
//!
//! [`text`], [`lexicon`] and [`matching`] serve them: tokens, words, and which task a few words
//! mean. To teach it a phrasing, add a row to `tests/phrasings.rs` and extend a table of
//! [`grammar`] until the row passes.

mod command;
mod conversation;
mod dialogue;
mod grammar;
mod lexicon;
mod matching;
mod model;
mod reply;
#[cfg(test)]
mod tests;
mod text;

pub(crate) use model::BuiltinModel;
