//! Answers to a yes-or-no question.

use crate::llm::builtin::text::{Phrase, tokenize};

/// How a message reacts to a question, looking only at its beginning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Reaction {
    /// Yes, and what else was said, perhaps nothing.
    Yes(String),
    /// No, and what else was said, perhaps nothing.
    No(String),
    /// Neither.
    Neither,
}

/// Reads `text` as an answer to a yes-or-no question.
pub(crate) fn reaction(text: &str) -> Reaction {
    let tokens = tokenize(text);
    let phrase = Phrase::new(text, &tokens).trim_marks();
    let polite = super::courtesy::without_tail(phrase).trim_marks();
    if phrase.is_any(NO) || polite.is_any(NO) || polite.is_any(KEEPING) {
        return Reaction::No(String::new());
    }
    if phrase.is_any(YES) || polite.is_any(YES) {
        return Reaction::Yes(String::new());
    }
    // Only what a comma or the like sets apart is a second thought: "no meat" is no answer.
    let leading = |patterns: &[&str]| {
        let after = phrase.after(patterns)?;
        let rest = after.trim_marks();
        let set_apart = rest.len() < after.len() || rest.after(CONTINUATIONS).is_some();
        set_apart.then(|| rest.verbatim().to_owned())
    };
    if let Some(rest) = leading(NO) {
        return Reaction::No(rest);
    }
    leading(YES).map_or(Reaction::Neither, Reaction::Yes)
}

const CONTINUATIONS: &[&str] = &[
    "and|but|please|also|then",
    "delete|add|remove|complete|mark|call|make|rename|cancel|keep|do|go",
];

pub(super) const YES: &[&str] = &[
    "yes|y|yeah|yea|yep|yup|ya|yess|yesss|sure|ok|okay|k|affirmative|absolutely|definitely|certainly|totally|correct|exactly|indeed|confirm|confirmed|confirming|aye|si|oui|ja|da|👍|✅|yas|please|right|fine|agreed|proceed",
    "yes|yeah|yep|sure|ok|okay please|sure|thanks|absolutely|definitely|certainly|indeed|confirm|correct|proceed",
    "yes|yeah|yep|sure|ok|okay? ,? please? go|do ahead|it|that|so|this|them",
    "yes|yeah|yep|sure|ok|okay? ,? please do",
    "yes|yeah|yep|sure|ok|okay? ,? i am|do sure|certain|confirm|do",
    "yes|yeah|yep? of course",
    "yes|yeah|yep? why not",
    "yes|yeah? that is|one? right|correct|it|one|the? one?",
    "yes|yeah? you can|may|should",
    "sounds good|great",
    "go for it",
    "why not",
    "do it please",
    "i confirm",
    "i am sure",
    "that is right|correct|it",
    "you got it",
    "yes i|we do|want|am",
    "yes all|both|everything of? them|those|it?",
    "for sure",
    "sure thing",
    "be my guest",
    "yes yes|yeah",
    "continue|carry on?",
];

pub(super) const NO: &[&str] = &[
    "no|n|nope|nah|nay|negative|neither|none|nevermind|cancel|stop|abort|wait|non|nein|👎|nothing|skip|nopes",
    "no thanks|please|sorry|way|no|need|cancel|stop|wait",
    "no ,? thank you",
    "no|nope|nah? ,? do not",
    "no|nope? ,? never mind it|that?",
    "never",
    "forget|cancel|drop|skip|scratch|stop about? it|that|this",
    "forget about it|that",
    "not now|yet|today|really|sure|this|any|one|either|of them|those?",
    "none|neither of them|those|these|it",
    "do not",
    "changed my mind",
    "i changed my mind",
    "i have changed my mind",
    "on second thought",
    "maybe|perhaps later|not",
    "no not|none that|those|now|these|one|of? them?",
    "not that|those|these|this one|ones?",
    "neither|none one?",
    "hold on",
    "wait no",
    "no no|nope no|nope?",
    "i do not want|need that|to|it|this?",
];

/// A "no" that says what not to do, which needs a question to be one.
const KEEPING: &[&str] = &[
    "no|nope? ,? do not do|delete|remove|add|bother|worry|complete|touch it|that|them|so|anything|those|these|this?",
    "no|nope? ,? keep|leave it|them|that|those|everything|all|as of? them|is|be|alone|it? is?",
    "no|nope? ,? leave it|them|that|those be|alone|as",
];

/// Tells whether `text` agrees by naming the offer: "add it".
pub(crate) fn accepts_addition(text: &str) -> bool {
    let tokens = tokenize(text);
    let phrase = super::courtesy::plain(Phrase::new(text, &tokens))
        .phrase
        .trim_marks();
    phrase.is_any(&["add|create|save|include it|them|that|those|these|both|all of? them|these|those|it? to? my|the? @list?"])
}

#[cfg(test)]
mod tests {
    use super::{Reaction, reaction};

    #[test]
    fn yes_and_no_are_understood_in_many_words() {
        for yes in [
            "Yes",
            "yep!",
            "ok do it",
            "Sure, go ahead",
            "yes please",
            "of course",
            "👍",
        ] {
            assert_eq!(reaction(yes), Reaction::Yes(String::new()), "{yes}");
        }
        for no in [
            "no",
            "Nope.",
            "never mind",
            "don't",
            "No, keep them",
            "no thank you",
            "forget it",
            "neither",
            "not now",
        ] {
            assert_eq!(reaction(no), Reaction::No(String::new()), "{no}");
        }
    }

    #[test]
    fn a_second_thought_is_kept() {
        assert_eq!(
            reaction("no, add bread instead"),
            Reaction::No("add bread instead".to_owned())
        );
        assert_eq!(
            reaction("Yes, and show my list"),
            Reaction::Yes("and show my list".to_owned())
        );
        assert_eq!(
            reaction("Yes, delete them all"),
            Reaction::Yes("delete them all".to_owned())
        );
        assert_eq!(reaction("no meat this week"), Reaction::Neither);
        assert_eq!(reaction("buy milk"), Reaction::Neither);
    }
}
