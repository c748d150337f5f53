//! The tables as rows.

pub(super) mod changes;
pub(super) mod labels;
pub(super) mod requests;
pub(super) mod secrets;
pub(super) mod task_lists;
pub(super) mod tasks;
