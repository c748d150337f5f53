//! Text as people write it, made fit to keep and to compare.

use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

/// Returns the text on one line: white space and invisible characters around it are left out, and
/// a run of white space that holds a line break or another control character becomes one space.
/// Within it, what would turn the direction of the letters around is left out too. All else stays
/// as it is: an invisible joiner may make one sign of two.
pub(super) fn on_one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    let mut gap = String::new();
    let text = text.trim_matches(|letter| is_gap(letter) || is_invisible(letter));
    for letter in text.chars().filter(|letter| !turns_letters(*letter)) {
        if is_gap(letter) {
            gap.push(letter);
            continue;
        }
        push_gap(&mut line, &gap);
        gap.clear();
        line.push(letter);
    }
    line
}

fn push_gap(line: &mut String, gap: &str) {
    if !gap.chars().any(breaks_a_line) {
        line.push_str(gap);
    } else {
        line.push(' ');
    }
}

fn is_gap(letter: char) -> bool {
    letter.is_whitespace() || breaks_a_line(letter)
}

fn breaks_a_line(letter: char) -> bool {
    letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}')
}

/// Format characters, which show nothing where they stand alone.
fn is_invisible(letter: char) -> bool {
    turns_letters(letter)
        || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Embeddings and overrides of direction, with which a text can be made to look like another.
fn turns_letters(letter: char) -> bool {
    matches!(letter, '\u{202a}'..='\u{202e}')
}

/// Returns the text with its lines and tabs but without other control characters, which are
/// invisible and which PostgreSQL in part refuses. Line ends become `\n`.
pub(super) fn in_lines(text: &str) -> String {
    let kept = |letter: &char| !letter.is_control() || matches!(letter, '\n' | '\t');
    let lines = text.replace("\r\n", "\n").replace('\r', "\n");
    lines.chars().filter(kept).collect::<String>().trim().into()
}

/// Returns the text in lower case without accents, so that `CAFÉ` and `cafe` compare equal on
/// every database.
pub(crate) fn folded(text: &str) -> String {
    text.nfkd()
        .filter(|letter| !is_combining_mark(*letter))
        .flat_map(char::to_lowercase)
        .filter(|letter| !is_combining_mark(*letter))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_break_becomes_a_space_and_other_spaces_stay() {
        assert_eq!(
            on_one_line(" Buy milk \r\n and  eggs\0"),
            "Buy milk and  eggs"
        );
        assert_eq!(on_one_line("\n\t "), "");
        assert_eq!(on_one_line("a\u{2028}b"), "a b");
        assert_eq!(on_one_line("\0 a"), "a");
    }

    #[test]
    fn what_cannot_be_seen_is_left_out_but_for_joiners_within() {
        assert_eq!(on_one_line("\u{200b}\u{200b}"), "");
        assert_eq!(on_one_line("\u{feff} \u{2066}a\u{2069}\u{200d}\n"), "a");
        assert_eq!(
            on_one_line("pay \u{202e}lla\u{202c} bills"),
            "pay lla bills"
        );
        assert_eq!(
            on_one_line("👨\u{200d}👩\u{200d}👧"),
            "👨\u{200d}👩\u{200d}👧"
        );
    }

    #[test]
    fn lines_and_tabs_of_a_description_stay() {
        assert_eq!(in_lines(" one\r\n\ttwo\0\rthree\n"), "one\n\ttwo\nthree");
    }

    #[test]
    fn folding_leaves_out_case_and_accents() {
        for (text, expected) in [
            ("CAFÉ crème", "cafe creme"),
            ("Cafe\u{301}", "cafe"),
            ("İstanbul", "istanbul"),
            ("ﬁle ™", "file tm"),
            ("ÅNGSTRÖM", "angstrom"),
            ("日本", "日本"),
        ] {
            assert_eq!(folded(text), expected, "{text}");
        }
    }
}
