//! What clients speak: each protocol encodes the same run events in its own way.

pub(crate) mod taskflow;
