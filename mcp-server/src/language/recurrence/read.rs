//! From text to repetition.

use super::{UnclearRepeat, cursor::Cursor, draft::Draft, head, repeat::Repeat, tails, words};
use crate::{
    domain::{End, Rule},
    language::{
        Here,
        tokens::{Token, tokens},
    },
};

/// The most bytes of a repetition in words.
const LONGEST: usize = 300;

/// Reads a text that says how a task repeats, in words or as a recurrence rule. `every` may be
/// left out (`3 days`, `monday`), because nothing else can be meant.
pub(crate) fn parse(text: &str, here: &Here) -> Result<Repeat, UnclearRepeat> {
    let unclear = || UnclearRepeat::not_understood(text);
    let draft = match rule_text(text) {
        Some((rule, from_completion)) => given(rule, from_completion)?,
        None => whole(text, here).ok_or_else(unclear)?,
    };
    let ends = draft.rule.end;
    match draft.finish(here) {
        Some(repeat) => Ok(repeat),
        None if ends == End::Never => Err(unclear()),
        None => Err(UnclearRepeat::ended(text)),
    }
}

/// Reads the longest repetition that begins at the first token, and returns how many tokens it
/// took. `after 3 days` is none in a line, where it may say when something is due for once.
pub(crate) fn prefix(tokens: &[Token<'_>], here: &Here) -> Option<(Repeat, usize)> {
    let mut cursor = Cursor::new(tokens, here);
    if cursor.one_of(&["after"]) {
        return None;
    }
    let mut draft = head::head(&mut cursor)?;
    tails::tails(&mut cursor, &mut draft);
    Some((draft.finish(here)?, cursor.taken()))
}

/// Tells whether there could be a repetition among the tokens, from single words, quickly.
pub(crate) fn may_occur(tokens: &[Token<'_>]) -> bool {
    let says_so = |word: &str| {
        let one = words::EVERY.contains(&word) || words::adverb(word).is_some();
        // `3 days after completion`
        let more = ["once", "nightly"].contains(&word) || words::COMPLETION.contains(&word);
        let often = word.ends_with("days") && word != "days" || word.ends_with("ends");
        one || more || often
    };
    // `mon-fri`, `work-days`
    let is_range = |pair: &[Token<'_>]| match pair {
        [first, sign] if sign.is_sign('-') => first
            .word()
            .is_some_and(|word| words::weekday(word).is_some() || words::WORK.contains(&word)),
        _ => false,
    };
    tokens.iter().filter_map(Token::word).any(says_so) || tokens.windows(2).any(is_range)
}

/// The rule of a text that is a repetition as a whole.
pub(super) fn whole(text: &str, here: &Here) -> Option<Draft> {
    if text.len() > LONGEST {
        return None;
    }
    let tokens = tokens(text);
    let mut tokens = tokens.as_slice();
    while let [rest @ .., last] = tokens
        && (last.is_sign('.') || last.is_sign('!'))
    {
        tokens = rest;
    }
    [head::head, implied].into_iter().find_map(|read| {
        let mut cursor = Cursor::new(tokens, here);
        cursor.one_of(&["repeat", "repeats", "repeating", "recurring"]);
        let ahead = cursor.attempt(tails::ahead);
        let mut draft = read(&mut cursor)?;
        if let Some(ahead) = ahead {
            draft.start = ahead.start;
            draft.rule.end = ahead.rule.end;
        }
        tails::tails(&mut cursor, &mut draft);
        cursor.rest().is_empty().then_some(draft)
    })
}

/// What repeats, where `every` goes without saying: `on the 15th`, `3 days`.
fn implied(cursor: &mut Cursor<'_, '_>) -> Option<Draft> {
    cursor.one_of(&["on"]);
    cursor.one_of(&["the"]);
    head::what(cursor)
}

/// The text of a recurrence rule and whether `every!` stands before it.
fn rule_text(text: &str) -> Option<(&str, bool)> {
    let text = text.trim();
    let is_rule = |text: &str| {
        let begins = |with: &str| {
            text.get(..with.len())
                .is_some_and(|head| head.eq_ignore_ascii_case(with))
        };
        begins("FREQ=") || begins("RRULE:")
    };
    let (rule, from_completion) = match text.strip_prefix("every!") {
        Some(rule) => (rule.trim_start(), true),
        None => (text, false),
    };
    is_rule(rule).then_some((rule, from_completion))
}

fn given(text: &str, from_completion: bool) -> Result<Draft, UnclearRepeat> {
    let mut draft = Draft::new(Rule::parse(text)?);
    draft.as_given = true;
    draft.from_completion = from_completion;
    Ok(draft)
}
