//! A conversation's title.

/// The title of a conversation: 1 to 200 characters on one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Title(String);

/// The text is not a title.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("title must have 1 to 200 characters.")]
pub(crate) struct InvalidTitle;

impl Title {
    /// The most characters (not bytes) of a title.
    const MAX_CHARS: usize = 200;
    /// Characters of the first message that become the title.
    const MESSAGE_CHARS: usize = 60;

    /// Reads a title from what somebody wrote.
    pub(crate) fn parse(text: &str) -> Result<Self, InvalidTitle> {
        let title = on_one_line(text);
        match title.chars().count() {
            1..=Self::MAX_CHARS => Ok(Self(title)),
            _ => Err(InvalidTitle),
        }
    }

    /// The beginning of the message, on one line, cut between words where it is long.
    pub(super) fn of_message(message: &str) -> Self {
        let line = on_one_line(message);
        let Some((end, _)) = line.char_indices().nth(Self::MESSAGE_CHARS) else {
            return Self(line);
        };
        let beginning = line.get(..end).unwrap_or(&line);
        let cut = beginning
            .rfind(' ')
            .filter(|cut| *cut > Self::MESSAGE_CHARS / 2)
            .unwrap_or(end);
        Self(format!("{}…", line.get(..cut).unwrap_or(beginning)))
    }
}

impl From<Title> for String {
    fn from(title: Title) -> Self {
        title.0
    }
}

fn on_one_line(text: &str) -> String {
    text.split(|letter: char| letter.is_whitespace() || letter.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn title(message: &str) -> String {
        Title::of_message(message).into()
    }

    #[test]
    fn a_title_is_the_first_message_on_one_line_cut_between_words() {
        assert_eq!(title("Add a task\nto buy milk"), "Add a task to buy milk");
        let long = "word ".repeat(40);
        let short = title(&long);
        assert!(
            short.ends_with("word…") && short.chars().count() <= 61,
            "{short}"
        );
        assert_eq!(title(&"é".repeat(100)).chars().count(), 61);
    }

    #[test]
    fn a_title_says_something_and_not_too_much() {
        assert_eq!(Title::parse(" \n "), Err(InvalidTitle));
        assert_eq!(Title::parse(&"x".repeat(201)), Err(InvalidTitle));
        assert_eq!(Title::parse(" a \t b "), Ok(Title("a b".to_owned())));
    }
}
