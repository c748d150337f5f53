//! The person's day, as the instructions say it.

use chrono::NaiveDate;

use crate::llm::Message;

/// Returns the day that follows "Today is" in the instructions, where they say it.
pub(crate) fn today(messages: &[Message]) -> Option<NaiveDate> {
    messages.iter().find_map(|message| match message {
        Message::System(text) => {
            let (_, after) = text.rsplit_once("Today is ")?;
            let mut words =
                after.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '.'));
            words.find_map(|word| word.parse().ok())
        }
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_is_read_from_the_instructions_alone() {
        let line = "Keep the list.\nToday is Sunday, 2026-11-22 (time zone Europe/Zurich).";
        let said = Message::User("Today is 1999-01-01".to_owned());
        let messages = [Message::System(line.to_owned()), said.clone()];
        assert_eq!(today(&messages), "2026-11-22".parse().ok());
        assert_eq!(today(&[said]), None);
    }
}
