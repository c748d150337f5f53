//! Tasks as parts of others.

mod forest;
mod reached;

pub(crate) use forest::MAX_DEPTH;
pub(super) use forest::{Forest, Misplaced};
pub(super) use reached::{Roots, children, number_in, rows, with_ancestors, with_descendants};
#[cfg(test)]
pub(super) use reached::{Way, statement};
