//! The part of an English word that its forms share.

use crate::llm::builtin::lexicon;

/// Returns the part of the folded word that its forms share: `groceries` and `grocery` →
/// `grocer`, `meetings` → `meet`, `paid` → `pay`. It is always at least three letters where the
/// word is, and, the irregular past aside, how the word begins, so that it finds its forms as a
/// substring.
pub(crate) fn stem(word: &str) -> String {
    let word = word.strip_suffix("'s").unwrap_or(word).trim_matches('\'');
    if let Some(base) = lexicon::base_of_past(word) {
        return without_ending(&base).to_owned();
    }
    without_ending(word).to_owned()
}

fn without_ending(word: &str) -> &str {
    let singular = without_plural(word);
    let plain = ["ing", "ed"]
        .iter()
        .find_map(|ending| singular.strip_suffix(ending))
        .filter(|base| base.len() >= 3 && base.contains(['a', 'e', 'i', 'o', 'u', 'y']))
        .map_or(singular, without_doubling);
    ['e', 'y', 'i']
        .iter()
        .find_map(|ending| plain.strip_suffix(*ending))
        .filter(|base| base.len() >= 3)
        .unwrap_or(plain)
}

fn without_plural(word: &str) -> &str {
    if let Some(base) = word.strip_suffix("ies").filter(|base| base.len() >= 3) {
        return base;
    }
    let after_hiss = word.strip_suffix("es").filter(|base| {
        ["s", "x", "z", "ch", "sh"]
            .iter()
            .any(|hiss| base.ends_with(hiss))
    });
    if let Some(base) = after_hiss {
        return base;
    }
    match word.strip_suffix('s') {
        Some(base) if base.len() >= 3 && !base.ends_with(['s', 'u', 'i']) => base,
        _ => word,
    }
}

/// `planning` and `plan`; words such as `call` keep their own double letter.
fn without_doubling(base: &str) -> &str {
    match base.as_bytes() {
        [.., a, b] if a == b && !matches!(b, b'l' | b's' | b'z') => {
            base.get(..base.len() - 1).unwrap_or(base)
        }
        _ => base,
    }
}

#[cfg(test)]
mod tests {
    use super::stem;

    #[test]
    fn the_forms_of_a_word_share_a_stem() {
        for forms in [
            vec!["grocery", "groceries"],
            vec!["meeting", "meetings", "meet"],
            vec!["plan", "planning", "planned", "plans"],
            vec!["buy", "buying", "bought", "buys"],
            vec!["call", "called", "calls"],
            vec!["dish", "dishes"],
            vec!["bike", "bikes"],
            vec!["mom", "mom's"],
        ] {
            let stems: Vec<_> = forms.iter().map(|form| stem(form)).collect();
            assert!(
                stems.iter().all(|s| *s == stems[0]),
                "{forms:?} → {stems:?}"
            );
        }
    }
}
