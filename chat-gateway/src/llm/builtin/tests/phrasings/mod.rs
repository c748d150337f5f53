//! Phrasings and what they mean, by kind. A new phrasing starts as a row here.

mod adding;
mod chains;
mod changing;
mod completing;
mod dates;
mod deleting;
mod listing;
mod sorting_out;
mod taking_back;
mod talking;

use super::notation::meaning;

/// Fails with every row that is understood differently.
fn check(rows: &[(&str, &str)]) {
    let wrong: Vec<_> = rows
        .iter()
        .map(|(text, expected)| (text, expected, meaning(text)))
        .filter(|(_, expected, found)| found != *expected)
        .map(|(text, expected, found)| {
            format!("{text:?}\n    expected {expected}\n    found    {found}")
        })
        .collect();
    assert!(
        wrong.is_empty(),
        "{} of {} phrasings:\n{}",
        wrong.len(),
        rows.len(),
        wrong.join("\n")
    );
}
