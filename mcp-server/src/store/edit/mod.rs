//! Changing tasks that are there.

mod delete;
mod each;
mod moving;
mod outcomes;
mod verbs;

pub(super) use delete::delete;
pub(super) use verbs::{complete, reopen, update};
