//! Trigger words, forgiven one slip of the finger.

use crate::llm::builtin::matching::distance;

/// Long enough that one wrong letter leaves little doubt.
const CORRECTABLE: &[&str] = &[
    "delete",
    "deleted",
    "remove",
    "complete",
    "completed",
    "finish",
    "finished",
    "create",
    "rename",
    "update",
    "change",
    "remind",
    "reminder",
    "cancel",
    "pending",
    "remember",
    "everything",
    "please",
    "could",
    "thanks",
];

/// Real words that are one letter away from a trigger word.
const REAL_WORDS: &[&str] = &[
    "deletes",
    "removes",
    "removed",
    "remover",
    "completes",
    "finishes",
    "creates",
    "created",
    "cream",
    "crate",
    "renamed",
    "renames",
    "updates",
    "updated",
    "changes",
    "changed",
    "charge",
    "chance",
    "reminds",
    "reminders",
    "reminded",
    "cancels",
    "remembers",
    "pleased",
    "would",
    "cloud",
    "thank",
    "mould",
    "pleasure",
    "remote",
    "repair",
    "creator",
    "creature",
    "cold",
    "court",
    "count",
    "completer",
    "spending",
    "finnish",
    "tanks",
    "thinks",
    "peanut",
    "pleas",
];

/// Returns the trigger word that `norm` is a slip of, if it is one.
pub(crate) fn corrected(norm: &str) -> Option<&'static str> {
    let is_word = norm.len() >= 5 && norm.bytes().all(|b| b.is_ascii_lowercase());
    if !is_word || CORRECTABLE.contains(&norm) || REAL_WORDS.contains(&norm) {
        return None;
    }
    let same_initial = |word: &&&str| word.bytes().next() == norm.bytes().next();
    CORRECTABLE
        .iter()
        .filter(same_initial)
        .find(|word| distance(word, norm) == 1)
        .copied()
}

#[cfg(test)]
mod tests {
    use super::corrected;

    #[test]
    fn one_slip_is_forgiven_and_real_words_are_left_alone() {
        assert_eq!(corrected("delte"), Some("delete"));
        assert_eq!(corrected("compelte"), Some("complete"));
        assert_eq!(corrected("chance"), None);
        assert_eq!(corrected("orange"), None);
    }
}
