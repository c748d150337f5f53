//! Titles, ranked by how well a few words describe them.

use super::{distance, stem::stem};
use crate::llm::builtin::{conversation::TaskRef, text::fold};

/// The tasks that a few words describe, at the best level that any task reaches.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Matches {
    /// The title is exactly these words.
    Exact(Vec<TaskRef>),
    /// Every word occurs in the title, inflected or misspelt perhaps.
    Full(Vec<TaskRef>),
    /// At least half of the words do: enough to ask, not to act.
    Partial(Vec<TaskRef>),
    /// No title has any of it.
    None,
}

/// How well one word is found in a title; ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Found {
    Not,
    Misspelt,
    Inflected,
    Literally,
}

/// Ranks `tasks` by the words of `query`.
pub(crate) fn rank(query: &str, tasks: &[TaskRef]) -> Matches {
    let wanted = content_words(query);
    let exact: Vec<_> = tasks
        .iter()
        .filter(|task| task.title.as_deref().is_some_and(|t| is_same(t, query)))
        .cloned()
        .collect();
    if !exact.is_empty() {
        return Matches::Exact(exact);
    }
    let scored: Vec<_> = tasks
        .iter()
        .map(|task| (score(&wanted, task), task.clone()))
        .collect();
    best_group(&scored, wanted.len())
}

fn is_same(title: &str, query: &str) -> bool {
    !all_words(query).is_empty() && all_words(title) == all_words(query)
}

/// How many of the words are found, and how well the worst and the sum of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Score {
    found: usize,
    worst: Found,
}

fn score(wanted: &[String], task: &TaskRef) -> Score {
    let title = all_words(task.title.as_deref().unwrap_or_default());
    let levels: Vec<_> = wanted.iter().map(|word| find(word, &title)).collect();
    Score {
        found: levels.iter().filter(|level| **level > Found::Not).count(),
        worst: levels
            .into_iter()
            .filter(|level| *level > Found::Not)
            .min()
            .unwrap_or(Found::Not),
    }
}

fn best_group(scored: &[(Score, TaskRef)], wanted: usize) -> Matches {
    let most = scored
        .iter()
        .map(|(score, _)| score.found)
        .max()
        .unwrap_or(0);
    if most == 0 || wanted == 0 || most * 2 < wanted {
        return Matches::None;
    }
    let with_most = scored.iter().filter(|(score, _)| score.found == most);
    let best = with_most.clone().map(|(score, _)| score.worst).max();
    let group = with_most
        .filter(|(score, _)| Some(score.worst) == best)
        .map(|(_, task)| task.clone())
        .collect();
    if most == wanted {
        Matches::Full(group)
    } else {
        Matches::Partial(group)
    }
}

fn find(word: &str, title: &[String]) -> Found {
    let root = stem(word);
    title
        .iter()
        .map(|candidate| {
            if candidate == word {
                Found::Literally
            } else if stem(candidate) == root || is_beginning(word, candidate) {
                Found::Inflected
            } else if is_misspelt(word, candidate) {
                Found::Misspelt
            } else {
                Found::Not
            }
        })
        .max()
        .unwrap_or(Found::Not)
}

fn is_beginning(word: &str, candidate: &str) -> bool {
    word.chars().count() >= 4 && candidate.starts_with(word)
}

/// Short words are too easily another word: "call" is no slip of "mall".
fn is_misspelt(word: &str, candidate: &str) -> bool {
    let length = word.chars().count();
    let slips = match length {
        0..=4 => 0,
        5..=7 => 1,
        _ => 2,
    };
    let alike = word.chars().next() == candidate.chars().next() || length > 5;
    slips > 0 && alike && distance(word, candidate) <= slips
}

/// Returns the folded words of `text` that say what it is about; all of them where none does.
fn content_words(text: &str) -> Vec<String> {
    let words = all_words(text);
    let content: Vec<_> = words
        .iter()
        .filter(|word| !STOP_WORDS.contains(&word.as_str()))
        .cloned()
        .collect();
    if content.is_empty() { words } else { content }
}

fn all_words(text: &str) -> Vec<String> {
    fold(text)
        .split(|c: char| {
            !(c.is_alphanumeric() || matches!(c, '\'' | '#' | '@')) && c.is_ascii()
                || c.is_whitespace()
        })
        .map(|word| word.trim_matches('\''))
        .filter(|word| word.chars().any(|c| !c.is_ascii_punctuation()))
        .map(str::to_owned)
        .collect()
}

/// Returns what to ask the list for: the stems of the words that matter.
pub(crate) fn search_text(text: &str) -> String {
    let words: Vec<_> = content_words(text).iter().map(|word| stem(word)).collect();
    words.join(" ")
}

/// Returns the condition, in the list's language of filters, that titles have these words.
pub(crate) fn search_filter(text: &str) -> String {
    let words = search_text(text).replace(['"', '\\'], " ");
    format!("search \"{words}\"")
}

const STOP_WORDS: &[&str] = &[
    "a", "about", "an", "and", "any", "at", "by", "called", "for", "from", "have", "i", "in",
    "into", "is", "it", "item", "list", "me", "my", "named", "of", "off", "on", "one", "or", "our",
    "please", "some", "reminder", "task", "tasks", "that", "the", "these", "thing", "this",
    "those", "titled", "to", "todo", "was", "with", "your", "up", "we", "do", "did", "done",
    "just", "stuff",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn tasks(titles: &[&str]) -> Vec<TaskRef> {
        (1..)
            .zip(titles)
            .map(|(number, title)| TaskRef::new(number, title))
            .collect()
    }

    fn numbers(matches: &Matches) -> Vec<u64> {
        match matches {
            Matches::Exact(tasks) | Matches::Full(tasks) | Matches::Partial(tasks) => {
                tasks.iter().map(|task| task.number).collect()
            }
            Matches::None => Vec::new(),
        }
    }

    #[test]
    fn the_word_itself_is_preferred_to_its_relatives() {
        let list = tasks(&["Meet Bob", "Team meeting"]);
        assert_eq!(
            rank("the meeting task", &list),
            Matches::Full(vec![list[1].clone()])
        );
    }

    #[test]
    fn inflections_and_slips_are_found_when_nothing_better_is() {
        let list = tasks(&["Buy groceries", "Call the dentist"]);
        assert_eq!(numbers(&rank("grocery", &list)), [1]);
        assert_eq!(numbers(&rank("dentst", &list)), [2]);
    }

    #[test]
    fn half_of_the_words_are_a_partial_match() {
        let list = tasks(&["Call dentist"]);
        assert_eq!(
            rank("dentist appointment", &list),
            Matches::Partial(list.clone())
        );
        assert_eq!(rank("gym membership", &list), Matches::None);
    }
}
