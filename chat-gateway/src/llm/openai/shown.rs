/// What a person has been shown of an answer, through every attempt at it.
///
/// What is shown cannot be taken back. Where an answer broke off and is asked for again, the new one
/// mostly begins as the first did: then it goes on where that ended. Where it does not, it follows
/// as a whole, and is said to.
#[derive(Debug, Default)]
pub(super) struct Shown {
    /// The text of the latest attempt, as far as it was shown.
    text: String,
    /// In a further attempt, what came of it while it is the same as what was shown.
    held: Option<String>,
}

/// Stands between an answer that broke off and the one that takes its place.
const BROKE_OFF: &str = "\n\n(The answer broke off here. This is all of it:)\n\n";

impl Shown {
    /// Begins another attempt.
    pub(super) fn begin_again(&mut self) {
        self.held = Some(String::new());
    }

    /// Takes the next piece and returns what of it is to be shown; it is never empty.
    pub(super) fn push(&mut self, piece: String) -> Option<String> {
        let Some(held) = &mut self.held else {
            self.text.push_str(&piece);
            return Some(piece);
        };
        held.push_str(&piece);
        if held.len() < self.text.len() && self.text.starts_with(held.as_str()) {
            return None;
        }
        let held = self.held.take()?;
        match held.strip_prefix(self.text.as_str()) {
            Some(rest) => {
                let rest = rest.to_owned();
                self.text = held;
                (!rest.is_empty()).then_some(rest)
            }
            None => Some(self.replace(held)),
        }
    }

    /// Returns what is still to be shown of an answer that is whole.
    pub(super) fn finish(&mut self) -> Option<String> {
        let held = self.held.take().filter(|held| !held.is_empty())?;
        // The answer ends where the first one went on.
        Some(self.replace(held))
    }

    fn replace(&mut self, text: String) -> String {
        let shown = format!("{BROKE_OFF}{text}");
        self.text = text;
        shown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is shown of these attempts, of which all but the last break off.
    fn shown(attempts: &[&[&str]]) -> String {
        let mut shown = Shown::default();
        let mut all = String::new();
        for (number, pieces) in attempts.iter().enumerate() {
            if number > 0 {
                shown.begin_again();
            }
            for piece in *pieces {
                all.extend(shown.push((*piece).to_owned()));
            }
        }
        all.extend(shown.finish());
        all
    }

    #[test]
    fn an_answer_goes_on_where_it_broke_off_however_it_is_cut() {
        for second in [
            &["Hello, ", "world."][..],
            &["H", "e", "llo, world", "."],
            &["Hello", ", world."],
            &["Hello, world."],
        ] {
            assert_eq!(shown(&[&["Hel", "lo"], second]), "Hello, world.");
        }
        assert_eq!(shown(&[&["Hello"], &["Hel"], &["Hello!"]]), "Hello!");
        assert_eq!(shown(&[&[], &["Hello"]]), "Hello");
        assert_eq!(shown(&[&["Hello"], &["Hello"]]), "Hello");
    }

    #[test]
    fn another_answer_is_shown_as_a_whole_and_said_to_be_one() {
        let again = |text: &str| format!("Hello{BROKE_OFF}{text}");
        assert_eq!(
            shown(&[&["Hello"], &["Help", " is here."]]),
            again("Help is here.")
        );
        assert_eq!(shown(&[&["Hello"], &["Hell"]]), again("Hell"));
        assert_eq!(
            shown(&[&["Hello"], &["Good "], &["Good day."]]),
            again("Good day.")
        );
    }

    #[test]
    fn an_answer_that_says_nothing_this_time_leaves_what_was_shown() {
        assert_eq!(shown(&[&["Let me look."], &[]]), "Let me look.");
    }
}
