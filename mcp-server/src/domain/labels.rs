//! The labels of a task.

use std::collections::HashSet;

use super::Name;

/// A task's labels as they were written, in that order, each once; at most 50.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Labels(Vec<Name>);

/// There are more than 50.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a task has at most 50 labels")]
pub(crate) struct TooManyLabels;

impl Labels {
    /// The most labels of a task.
    pub(crate) const MAX: usize = 50;

    /// Takes the names; of those that differ only in case and accents the first.
    pub(crate) fn new(names: impl IntoIterator<Item = Name>) -> Result<Self, TooManyLabels> {
        let mut seen = HashSet::new();
        let first = |name: &Name| seen.insert(name.folded());
        let names: Vec<Name> = names.into_iter().filter(first).collect();
        if names.len() > Self::MAX {
            return Err(TooManyLabels);
        }
        Ok(Self(names))
    }

    /// Takes labels that were stored, and so were valid then.
    pub(crate) fn stored(names: Vec<Name>) -> Self {
        Self(names)
    }

    /// Returns these labels without those of `removed`, and with those of `added` after them.
    pub(crate) fn changed(&self, added: &Self, removed: &Self) -> Result<Self, TooManyLabels> {
        let removed: HashSet<String> = removed.0.iter().map(Name::folded).collect();
        let kept = self
            .0
            .iter()
            .filter(|name| !removed.contains(&name.folded()));
        Self::new(kept.chain(&added.0).cloned())
    }

    /// Returns the names as they were written.
    pub(crate) fn names(&self) -> &[Name] {
        &self.0
    }

    /// Tells whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(names: &[&str]) -> Labels {
        Labels::new(names.iter().map(|name| Name::parse(name).unwrap())).unwrap()
    }

    fn written(labels: &Labels) -> Vec<&str> {
        labels.names().iter().map(Name::as_str).collect()
    }

    #[test]
    fn a_label_is_there_once_as_it_was_first_written() {
        assert_eq!(
            written(&labels(&["Café", "bills", "cafe"])),
            ["Café", "bills"]
        );
    }

    #[test]
    fn labels_are_added_and_taken_away_whatever_their_case() {
        let before = labels(&["Waiting", "bills"]);
        let after = before.changed(&labels(&["home", "BILLS"]), &labels(&["waiting"]));
        assert_eq!(written(&after.unwrap()), ["bills", "home"]);
    }

    #[test]
    fn fifty_labels_are_the_most() {
        let names = |count: usize| (0..count).map(|n| Name::parse(&format!("l{n}")).unwrap());
        assert!(Labels::new(names(50)).is_ok());
        assert_eq!(Labels::new(names(51)), Err(TooManyLabels));
        let full = Labels::new(names(50)).unwrap();
        assert_eq!(
            full.changed(&labels(&["x"]), &Labels::default()),
            Err(TooManyLabels)
        );
        assert!(full.changed(&labels(&["x"]), &labels(&["l7"])).is_ok());
    }
}
