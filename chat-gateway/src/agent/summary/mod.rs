//! The rolling summary of a conversation: what its earlier part came to, so that what a turn costs
//! does not grow with the conversation.
//!
//! When the newest messages fill most of what a model is given, the older ones of them are folded
//! into the summary, after the turn, while nobody waits ([`fold`]). A model writes it ([`notes`]);
//! without one it is a [`digest`] that repeats beginnings. Where it cannot be written, the next turn
//! tries again; meanwhile the model is told the newest messages, as ever.

mod digest;
mod fold;
mod notes;

pub(crate) use fold::{Fold, Folds};
