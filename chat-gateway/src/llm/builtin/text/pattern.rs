//! Patterns for phrases, written the way a grammarian notes them.
//!
//! A pattern is a row of elements: `can|could you please?` is one of two words, a word, and a
//! word that may be missing. `@task` is any word of that class of the lexicon.

use super::token::{Kind, Token};
use crate::llm::builtin::lexicon;

/// Returns how many tokens `pattern` takes at the start of `tokens`, if it fits.
pub(super) fn fit(pattern: &str, tokens: &[Token]) -> Option<usize> {
    #[cfg(test)]
    crate::llm::builtin::tests::work::count();
    fit_elements(&mut pattern.split(' '), tokens)
}

/// Returns the most tokens that `pattern` takes: one for each element.
pub(super) fn longest(pattern: &str) -> usize {
    pattern.split(' ').count()
}

fn fit_elements<'p>(
    elements: &mut (impl Iterator<Item = &'p str> + Clone),
    tokens: &[Token],
) -> Option<usize> {
    let Some(element) = elements.next() else {
        return Some(0);
    };
    let required = element.strip_suffix('?');
    let alternatives = required.unwrap_or(element);
    if let Some((token, after)) = tokens.split_first()
        && alternatives.split('|').any(|word| accepts(word, token))
        && let Some(taken) = fit_elements(&mut elements.clone(), after)
    {
        return Some(taken + 1);
    }
    if required.is_some() {
        return fit_elements(elements, tokens);
    }
    None
}

fn accepts(word: &str, token: &Token) -> bool {
    match word.strip_prefix('@') {
        Some("quoted") => matches!(token.kind, Kind::Quoted(_)),
        Some("number") => token.number().is_some(),
        Some(class) => !token.norm.is_empty() && lexicon::is_in_class(class, &token.norm),
        None => token.is(word),
    }
}
