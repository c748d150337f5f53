//! The record of tool calls: who, when, which tool, with what (as a hash), what was decided and what
//! came of it. Never what was said.
//!
//! Rows are added and never changed: one when something is decided about a call, one when it has
//! ended. Triggers of the database hold that, for this program too, but for [`forget`].

pub(crate) mod forget;
mod list;
mod note;

pub(crate) use list::{AuditQuery, AuditedCall, Place};
pub(super) use note::{note_results, note_unanswered};
