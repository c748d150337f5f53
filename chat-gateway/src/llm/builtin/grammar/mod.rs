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
mod fields;
mod list;
mod numbers;
mod pointer;
mod rank;
mod schedule;
mod small_talk;
mod sort_out;
mod split;
mod subtask;
mod take_back;
mod target;
mod title;
mod update;
mod view;
mod view_words;
mod when;
mod when_words;

pub(crate) use answer::{Reaction, accepts_addition, reaction};
pub(crate) use split::parse;
pub(crate) use target::{bare_target, target};

use crate::llm::builtin::{
    command::{Fields, NewTask},
    text::{Phrase, tokenize},
};

/// Returns the tasks that a whole message names, for an answer to "what should I add?".
pub(crate) fn tasks_of(text: &str) -> Vec<NewTask> {
    let tokens = tokenize(text);
    let phrase = Phrase::new(text, &tokens);
    add_titles::tasks(courtesy::without_tail(phrase), add_titles::Number::Open)
}

/// Returns when a whole message says, for an answer to "for when?".
pub(crate) fn when_of(text: &str) -> Fields {
    let tokens = tokenize(text);
    let phrase = courtesy::without_tail(Phrase::new(text, &tokens)).trim_marks();
    let said = phrase.after(&[
        "ok|okay|hmm|please|maybe|well ,? to|for|till|until?",
        "to|for|till|until",
    ]);
    schedule::said(said.unwrap_or(phrase))
}

/// Returns the one title that a whole message gives, for an answer to "what should it say?".
pub(crate) fn title_of(text: &str) -> String {
    let tokens = tokenize(text);
    title::clean(Phrase::new(text, &tokens))
}
