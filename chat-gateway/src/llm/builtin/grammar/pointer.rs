//! Pointers: "it", "both of them", "the second one", "the one I just added".

use crate::llm::builtin::{
    command::Pointer,
    lexicon,
    text::{Phrase, Token},
};

/// Reads a phrase that is nothing but a pointer.
pub(super) fn read(phrase: Phrase<'_>) -> Option<Pointer> {
    let fixed = POINTERS
        .iter()
        .find(|(_, patterns)| phrase.is_any(patterns));
    fixed.map(|(pointer, _)| *pointer).or_else(|| place(phrase))
}

const POINTERS: &[(Pointer, &[&str])] = &[
    (Pointer::JustAdded, JUST_ADDED),
    (
        Pointer::It,
        &[
            "it|that|this",
            "the|that|this very|same? @one_task|thing",
            "the|that|this same|above|previous|mentioned? one|@one_task",
            "the|that|this same|very? one",
        ],
    ),
    (
        Pointer::Them,
        &[
            "all|both? of? them|those|these|they all|both|two|three?",
            "those|these two|three|all? tasks|ones|items|todos|things",
            "both of? the|my|these|those|them? two? @tasks|ones?",
            "all of? the|these|those above|two|three|four|five @tasks|ones?",
            "all of? the? above|listed @tasks|ones?",
        ],
    ),
    (Pointer::Other, &["the? other one|@one_task?"]),
    (
        Pointer::Others,
        &[
            "the? others|rest|remaining ones|@tasks?",
            "the? rest of them|those|these",
            "the? other|remaining @number|ones|@tasks ones|@tasks?",
        ],
    ),
    (
        Pointer::First(1),
        &["the top|former|topmost one|@one_task?"],
    ),
    (
        Pointer::Last(1),
        &[
            "the bottom|latter|final one|@one_task?",
            "the? very? last one|@one_task? in|on|of? the|my? @list?",
        ],
    ),
];

const JUST_ADDED: &[&str] = &[
    "the? last|latest|newest|new|recent|one|@one_task|thing one|@one_task|thing? that? i|you|we have? just|recently|last? added|created|made|entered|put",
    "what|whatever i|you|we have? just? added|created|made|entered",
    "the|my newest|latest one|@one_task?",
    "newest|latest one|@one_task",
    "the? most recent|recently one|@one_task|added|created? one|@one_task?",
    "the? just|newly|last|recently added|created one|@one_task?",
    "the new one|@one_task?",
];

/// "the second one", "the first two", "the last 3 tasks".
fn place(phrase: Phrase<'_>) -> Option<Pointer> {
    let rest = phrase.after(&["the|my|number"]).unwrap_or(phrase);
    let (word, after) = (rest.norm(0), rest.skip(1));
    let count = after
        .tokens()
        .first()
        .filter(|t| !t.is("one"))
        .and_then(Token::number);
    if let (Some(count), "first" | "last" | "top" | "latest" | "bottom") = (count, word) {
        let count = usize::try_from(count).ok()?;
        let ends = after
            .skip(1)
            .is_any(&["of? them|those|these|the|my? @thing?"])
            || after.len() == 1;
        let first = matches!(word, "first" | "top");
        return ends.then_some(if first {
            Pointer::First(count)
        } else {
            Pointer::Last(count)
        });
    }
    let place = lexicon::ordinal(word)?;
    let ends =
        after.is_empty() || after.is_any(&["@thing? in|on|of|from? the|my|that|this? @list?"]);
    ends.then_some(Pointer::Nth(place))
}
