//! What people say, and what it means: tables of patterns.
//!
//! To teach a new phrase, add a line to the table of its topic, and to the tests beside them.

mod days;
mod holidays;
mod months;
mod periods;
mod times;
mod weekdays;

use std::sync::LazyLock;

use super::pattern::{Element, Tree, sequences};
use super::scene::{Scene, said};
use super::sense::{Said, Sense};
use super::slots::{Slot, Slots};
pub(super) use holidays::Holiday;

/// Where a phrase is understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    /// Wherever it stands.
    Anywhere,
    /// In a title only after `on`, `by` and the like, or beside another piece of a date.
    Led,
    /// In a title only beside another piece of a date.
    Beside,
    /// Only where the whole text is to be a date.
    Whole,
}

/// What a phrase means, from what was read at its slots; nothing if that is impossible.
type Meaning = fn(&Slots, &Scene<'_>) -> Option<Sense>;

/// A phrase and what it means.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rule {
    pub(super) pattern: &'static str,
    pub(super) usage: Use,
    means: Means,
}

#[derive(Debug, Clone, Copy)]
enum Means {
    Phrase(Meaning),
    Holiday(Holiday),
}

impl Rule {
    const fn new(usage: Use, pattern: &'static str, meaning: Meaning) -> Self {
        let means = Means::Phrase(meaning);
        Self {
            pattern,
            usage,
            means,
        }
    }

    /// Returns every sequence of its pattern; a holiday may be followed by a year.
    fn sequences(&self) -> Vec<Vec<Element>> {
        let mut all = sequences(self.pattern).unwrap_or_default();
        if let Means::Holiday(_) = self.means {
            let year = [Element::Slot(Slot::Year)];
            let in_year = [Element::Word("in"), Element::Slot(Slot::Year)];
            let with =
                |name: &Vec<Element>| [[name, &year[..]].concat(), [name, &in_year[..]].concat()];
            let dated: Vec<_> = all.iter().flat_map(with).collect();
            all.extend(dated);
        }
        all
    }

    /// Returns what the phrase means.
    pub(super) fn read(&self, slots: &Slots, scene: &Scene<'_>) -> Option<Sense> {
        match self.means {
            Means::Phrase(meaning) => meaning(slots, scene),
            Means::Holiday(holiday) => said(holiday.date(slots, scene), Said::Exactly),
        }
    }
}

const fn anywhere(pattern: &'static str, meaning: Meaning) -> Rule {
    Rule::new(Use::Anywhere, pattern, meaning)
}

const fn led(pattern: &'static str, meaning: Meaning) -> Rule {
    Rule::new(Use::Led, pattern, meaning)
}

const fn beside(pattern: &'static str, meaning: Meaning) -> Rule {
    Rule::new(Use::Beside, pattern, meaning)
}

const fn whole(pattern: &'static str, meaning: Meaning) -> Rule {
    Rule::new(Use::Whole, pattern, meaning)
}

/// All rules and the tree of their patterns.
#[derive(Debug)]
pub(super) struct Grammar {
    pub(super) rules: Vec<Rule>,
    pub(super) tree: Tree,
}

/// Built when the first date is read.
pub(super) static GRAMMAR: LazyLock<Grammar> = LazyLock::new(|| {
    let tables = [
        days::RULES,
        weekdays::RULES,
        periods::RULES,
        months::RULES,
        times::RULES,
    ];
    let mut rules = tables.concat();
    rules.extend(holidays::rules());
    let mut tree = Tree::default();
    for (index, rule) in rules.iter().enumerate() {
        for elements in rule.sequences() {
            tree.insert(&elements, index);
        }
    }
    Grammar { rules, tree }
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_is_well_formed() {
        for rule in &GRAMMAR.rules {
            let sequences = sequences(rule.pattern).unwrap_or_default();
            assert!(!sequences.is_empty(), "{}", rule.pattern);
            assert!(
                sequences.iter().all(|words| !words.is_empty()),
                "{}",
                rule.pattern
            );
        }
    }
}
