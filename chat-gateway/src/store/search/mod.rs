//! Searching conversations: an entry for each title and each message, written with it.

mod backlog;
mod find;
mod index;

use sha2::{Digest as _, Sha256};
use taskflow_shared::ids::UserId;

use crate::domain::{SearchWords, distinct_words};

pub(crate) use find::Hit;
pub(crate) use index::forget_deleted;
pub(super) use index::{Entry, add, retitle};

/// Eight letters with which every word of a person begins in the index, so that what others say is
/// not even looked at. Two people may have the same: each entry knows its owner besides.
fn key(owner: &str) -> String {
    let hash = Sha256::digest(owner.as_bytes());
    hash.iter()
        .take(4)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// The words of a text as they are kept for their owner.
fn indexed_words(owner: &str, text: &str) -> String {
    let key = key(owner);
    let words = distinct_words(text);
    let words: Vec<String> = words.iter().map(|word| format!("{key}{word}")).collect();
    words.join(" ")
}

/// What is looked for, as the database's full-text search reads it. Words are letters and digits
/// alone, so that nothing in them is read as anything else.
fn expression(owner: &UserId, words: &SearchWords, is_postgres: bool) -> String {
    let key = key(owner.as_str());
    let word = |word: &str| match is_postgres {
        true => format!("'{key}{word}':*"),
        false => format!("\"{key}{word}\"*"),
    };
    let between = if is_postgres { " & " } else { " AND " };
    words.iter().map(word).collect::<Vec<_>>().join(between)
}
