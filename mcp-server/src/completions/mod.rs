//! Values that a host offers while somebody fills in a template or a prompt.

mod complete;

pub(crate) use complete::complete;
