//! From text to commands: a pure function of the words, blind to the conversation.
//!
//! [`parse`] cuts a message into clauses and reads each one. A clause is tried against one small
//! grammar after the other, most telling first; each lives in its own file and says what it
//! recognises in a table of patterns.

mod add;
mod add_titles;
mod advice;
mod answer;
mod claim;
mod clause;
mod complete;
mod courtesy;
mod delete;
mod describe;
mod list;
mod numbers;
mod pointer;
mod small_talk;
mod split;
mod target;
mod title;
mod unsupported;
mod update;

pub(crate) use answer::{Reaction, accepts_addition, reaction};
pub(crate) use split::parse;
pub(crate) use target::{bare_target, target};

use crate::llm::builtin::text::{Phrase, tokenize};

/// Returns the titles that a whole message names, for an answer to "what should I add?".
pub(crate) fn titles_of(text: &str) -> Vec<String> {
    let tokens = tokenize(text);
    let phrase = Phrase::new(text, &tokens);
    add_titles::titles(courtesy::without_tail(phrase), add_titles::Number::Open)
}

/// Returns the one title that a whole message gives, for an answer to "what should it say?".
pub(crate) fn title_of(text: &str) -> String {
    let tokens = tokenize(text);
    title::clean(Phrase::new(text, &tokens))
}
