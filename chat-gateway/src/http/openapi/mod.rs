//! The HTTP API in the words of OpenAPI 3.1, and a page to read them.
//!
//! A handler says what is its own: its path, what it takes and what it answers where all goes well.
//! What follows from where it stands (who may call it, what its path's parameters are, how it is
//! refused) is added here, by the rules of the layers and extractors.

mod document;
mod headers;
mod operation;
mod parameters;
mod problems;
pub(super) mod reference;

pub(super) use document::complete;
pub(super) use problems::{AnswerProblems, NotReady, StartProblems};
