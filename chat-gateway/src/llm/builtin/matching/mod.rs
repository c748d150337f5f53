//! Which tasks a few words mean.

mod distance;
mod rank;
mod stem;

pub(crate) use distance::distance;
pub(crate) use rank::{Matches, rank, search_filter, search_text};
