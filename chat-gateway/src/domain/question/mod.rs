//! Questions to the person: what is asked, what may be answered, and what a message answers.

mod asked;
mod field;
mod form;
mod phrases;
mod read;
mod reply;
#[cfg(test)]
mod tests;
mod words;

pub(crate) use asked::{AskedCall, Choice, Question, Source};
pub(crate) use form::Form;
pub(crate) use read::read;
pub(crate) use reply::{Action, Reply};
