//! Questions about acting, and orders not to act: nothing may happen on either.

use crate::llm::builtin::{
    command::{Action, Command, Topic},
    text::Phrase,
};

/// Reads a question about doing something: "how do I add a task?", "should I delete task 3?".
pub(super) fn read(phrase: Phrase<'_>) -> Option<Command> {
    let rest = phrase.after(QUESTIONS)?;
    let topic = topic(rest)?;
    Some(Command::Advice(topic))
}

const QUESTIONS: &[&str] = &[
    "how do|can|could|should|would|does|might i|we|you|one|someone to?",
    "how to",
    "how about|come",
    "should|shall i|we",
    "can|could|may|might i|we|one",
    "do i|we have|need to",
    "am i able|allowed|supposed to",
    "know|knowing|understand how to|i?",
    "is|would it be? possible|ok|okay|safe|wise|allowed|a? good|bad? idea? to|if|for? i|me? to?",
    "why do|did|does|should|is|are|would|can|was|were not? i|we|you|it|the|my|this|that?",
    "when do|did|does|should|will|would|can i|we|you",
    "what happens|would if|when i|we|you?",
    "what will|would|does happen if|when i|we|you?",
    "what is the best? way to",
    "is there a|any way to|of",
    "did|had you not? already|just?",
    "are you going to",
    "what if i|we|you",
    "who",
    "tell|show|explain|teach me? how to|i|you|do can? i?",
    "do you know how to",
    "do you",
    "have you",
    "could|should it|that|this|they",
    "will it|that|this",
];

/// Returns what a question about acting is about, by its first telling word.
fn topic(rest: Phrase<'_>) -> Option<Topic> {
    let tables: [(Topic, &[&str]); 5] = [
        (
            Topic::Adding,
            &["add|adding|create|creating|insert|make|new|put|remind|remember|set"],
        ),
        (
            Topic::Deleting,
            &["@delete", "deleted|removed|get rid|cancelled|erased"],
        ),
        (
            Topic::Completing,
            &["@complete|@tick|mark|marking|done|finish|finished|completed"],
        ),
        (
            Topic::Changing,
            &["@update", "changed|updated|renamed|edited"],
        ),
        (
            Topic::Listing,
            &["list|see|show|view|find|search|filter|look"],
        ),
    ];
    (0..rest.len()).find_map(|at| {
        tables
            .iter()
            .find(|(_, words)| rest.skip(at).after(words).is_some())
            .map(|(topic, _)| *topic)
    })
}

/// Returns what a question about `action` is about.
pub(super) fn topic_of(action: &Action) -> Topic {
    match action {
        Action::Complete | Action::Reopen => Topic::Completing,
        Action::Delete => Topic::Deleting,
        Action::Rename(_)
        | Action::Describe(_)
        | Action::Note(_)
        | Action::Set(_)
        | Action::Postpone => Topic::Changing,
    }
}

/// Reads an order not to act: "don't delete task 3".
pub(super) fn negation(phrase: Phrase<'_>) -> Option<Command> {
    let rest = phrase.after(NEGATIONS)?;
    let is_reminder = rest.after(&["forget", "let me|us forget"]).is_some()
        || phrase.after(&["stop repeating|recurring"]).is_some();
    (!is_reminder).then_some(Command::Declined)
}

const NEGATIONS: &[&str] = &[
    "do not",
    "never|stop",
    "please do not",
    "you|i|we|it|they should|must|shall|can|will|would|do|did|does|could|need|have|has|are|am|is not|never",
    "i|we did not mean to",
    "i would rather|prefer not|you",
    "under no circumstances",
    "there is no need to",
    "no need to",
    "instead of",
    "without",
    "not",
    "if",
    "avoid|refrain",
    "let us not",
    "i|we no longer|never",
];
