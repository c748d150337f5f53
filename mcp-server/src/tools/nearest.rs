//! Which titles are near to what somebody wrote.

use strsim::{normalized_damerau_levenshtein, sorensen_dice};

use crate::{
    domain::{folded, words},
    store::Titled,
};

/// How many candidates an answer names.
pub(super) const MAX_CANDIDATES: usize = 5;
/// How alike a word and one of a title are, at the least, to be taken for the same with a typo.
const ALIKE: f64 = 0.6;
/// How alike a text and a title are, at the least, to be a candidate.
const NEAR: f64 = 0.45;

/// Tells whether the text is the title, case, accents and signs aside.
pub(super) fn is_title(text: &str, title: &str) -> bool {
    let (text, title) = (folded(text), folded(title));
    words::of(&text).eq(words::of(&title))
}

/// Returns those of the tasks whose titles are nearest to the text, the nearest first: case,
/// accents, small typos and the order of words are forgiven.
pub(super) fn nearest(text: &str, tasks: Vec<Titled>) -> Vec<Titled> {
    let text = folded(text);
    let mut near: Vec<(f64, Titled)> = tasks
        .into_iter()
        .map(|task| (likeness(&text, &folded(&task.title)), task))
        .filter(|(likeness, _)| *likeness >= NEAR)
        .collect();
    near.sort_by(|(a, first), (b, second)| b.total_cmp(a).then(first.number.cmp(&second.number)));
    let near = near.into_iter().map(|(_, task)| task);
    near.take(MAX_CANDIDATES).collect()
}

/// Returns those of the tasks whose numbers are nearest to `number`.
pub(super) fn nearest_numbers(number: i64, mut tasks: Vec<Titled>) -> Vec<Titled> {
    tasks.sort_by_key(|task| task.number.get().abs_diff(number));
    tasks.truncate(MAX_CANDIDATES);
    tasks
}

/// How alike a text and a title are, from 0 to 1: how well the title's words cover those of the
/// text, or how many pairs of letters they share.
fn likeness(text: &str, title: &str) -> f64 {
    let title_words: Vec<&str> = words::of(title).collect();
    let (mut sum, mut count) = (0.0, 0.0);
    for word in words::of(text) {
        let alike = title_words
            .iter()
            .map(|other| likeness_of_words(word, other));
        sum += alike.fold(0.0, f64::max);
        count += 1.0;
    }
    let covered = if count > 0.0 { sum / count } else { 0.0 };
    covered.max(sorensen_dice(text, title))
}

/// A word may be the beginning of another; else a typo may be in it, or none that counts.
fn likeness_of_words(word: &str, other: &str) -> f64 {
    if word.chars().count() > 1 && other.starts_with(word) {
        return 1.0;
    }
    let alike = normalized_damerau_levenshtein(word, other);
    if alike >= ALIKE { alike } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::TaskNumber;

    fn tasks(titles: &[&str]) -> Vec<Titled> {
        let titled = |(number, title): (i64, &&str)| Titled {
            number: TaskNumber::new(number),
            title: (*title).to_owned(),
        };
        (1..).zip(titles).map(titled).collect()
    }

    fn near(text: &str, titles: &[&str]) -> Vec<i64> {
        let near = nearest(text, tasks(titles));
        near.iter().map(|task| task.number.get()).collect()
    }

    #[test]
    fn typos_accents_case_and_the_order_of_words_are_forgiven() {
        let titles = [
            "Buy milk",
            "Call the dentist",
            "Crème brûlée for Éva",
            "Pay rent",
        ];
        for (text, first) in [
            ("mlik", 1),
            ("buy mikl", 1),
            ("MILK BUY", 1),
            ("dentits call", 2),
            ("call dentst", 2),
            ("eva creme brulee", 3),
            ("rnet", 4),
        ] {
            assert_eq!(near(text, &titles).first(), Some(&first), "{text}");
        }
        assert_eq!(near("zebra", &titles), [] as [i64; 0]);
        assert_eq!(near("", &titles), [] as [i64; 0]);
    }

    #[test]
    fn a_title_is_told_by_all_its_words() {
        assert!(is_title("buy  MILK!", "Buy milk"));
        assert!(!is_title("buy milk", "Buy milk and eggs"));
    }

    #[test]
    fn the_nearest_numbers_are_those_around() {
        let near = nearest_numbers(9, tasks(&["a", "b", "c", "d", "e", "f", "g"]));
        let numbers: Vec<i64> = near.iter().map(|task| task.number.get()).collect();
        assert_eq!(numbers, [7, 6, 5, 4, 3]);
    }
}
