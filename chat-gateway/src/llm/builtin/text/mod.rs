//! What a person wrote, as tokens that know where they came from.
//!
//! Grammar is decided on a token's normal form (lower case, no accents, straight apostrophes,
//! contractions taken apart); titles are cut from the original by position, so nothing that a
//! person typed is ever altered on its way into a task.

mod contraction;
mod fold;
mod pattern;
mod phrase;
mod quote;
mod token;

pub(crate) use fold::fold;
pub(crate) use phrase::Phrase;
pub(crate) use token::{Kind, Token, tokenize};
