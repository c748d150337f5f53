//! Whole conversations against the tools.

mod asking;
mod contract;
mod planning;
mod references;
mod wholesale;

use super::fake::Conversation;

/// Fails unless `text` contains each of `parts`.
#[track_caller]
fn says(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part:?} is missing in: {text}");
    }
}
