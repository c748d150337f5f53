//! Filters as people write them: `today | overdue & p1 & #Work & !@waiting`.
//!
//! A text is taken apart into operators and the phrases between them ([`split`]), the operators
//! bind (`tree`), and each phrase is one of those that are known (`phrase`) or a date. What is
//! argued about what they mean is in `docs/decisions/0013-filters.md`.

mod display;
mod error;
mod past;
mod period;
mod phrase;
mod split;
mod times;
mod tree;
mod vocabulary;

#[cfg(test)]
mod tests;

pub(crate) use display::display;
pub(crate) use error::FilterError;
pub(crate) use tree::parse;
