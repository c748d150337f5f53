//! What people say to agree, to refuse, and to point at a choice: in small letters and without marks.

/// What a yes begins with.
pub(super) const YES_WORDS: &[&str] = &[
    "yes",
    "y",
    "yeah",
    "yep",
    "yup",
    "sure",
    "ok",
    "okay",
    "k",
    "absolutely",
    "definitely",
    "certainly",
    "confirmed",
    "confirm",
    "approve",
    "approved",
    "accept",
    "accepted",
    "agreed",
    "correct",
    "right",
    "👍",
    "✅",
];

/// What says yes, or may follow one.
pub(super) const ASSENT: &[&str] = &[
    "go ahead",
    "do it",
    "do that",
    "do so",
    "delete it",
    "delete them",
    "delete them all",
    "all",
    "all of them",
    "of course",
    "sure",
    "yes",
    "i am sure",
    "im sure",
    "i do",
    "i am",
    "go for it",
    "that is right",
    "thats right",
    "sounds good",
];

/// What says yes as a whole.
pub(super) const YES: &[&str] = &[
    "go ahead",
    "do it",
    "go for it",
    "of course",
    "sounds good",
    "proceed",
    "i am sure",
    "im sure",
    "i approve",
    "i confirm",
    "i agree",
    "why not",
    "for sure",
    "delete them",
    "delete it",
    "delete them all",
    "thats right",
    "that is right",
];

/// What a no begins with.
pub(super) const NO_WORDS: &[&str] = &["no", "n", "nope", "nah", "👎", "❌"];

/// What says no, or may follow one.
pub(super) const REFUSAL: &[&str] = &[
    "no",
    "none",
    "neither",
    "none of them",
    "none of these",
    "none of those",
    "neither of them",
    "neither one",
    "no one",
    "dont",
    "do not",
    "dont do it",
    "do not do it",
    "dont do that",
    "dont delete it",
    "dont delete them",
    "do not delete them",
    "leave it",
    "leave them",
    "keep it",
    "keep them",
    "keep them all",
    "decline",
    "declined",
    "deny",
    "denied",
    "reject",
    "rejected",
    "refuse",
    "not now",
    "not that",
    "not these",
    "way",
    "thank you",
];

/// What ends a question of any kind.
pub(super) const WAYS_OUT: &[&str] = &[
    "cancel",
    "cancel it",
    "cancel that",
    "stop",
    "abort",
    "never mind",
    "nevermind",
    "forget it",
    "forget that",
    "skip",
    "skip it",
    "i changed my mind",
    "changed my mind",
];

/// Words beside what picks a choice.
pub(super) const FILLERS: &[&str] = &[
    "the", "a", "an", "one", "i", "mean", "meant", "number", "task", "option", "choice", "take",
    "pick", "choose", "its", "it", "is", "that", "want", "id", "like", "this",
];

/// Places, from the first.
pub(super) const ORDINALS: &[&[&str]] = &[
    &["first", "1st", "former"],
    &["second", "2nd"],
    &["third", "3rd"],
    &["fourth", "4th"],
    &["fifth", "5th"],
    &["sixth", "6th"],
    &["seventh", "7th"],
    &["eighth", "8th"],
    &["ninth", "9th"],
    &["tenth", "10th"],
];
