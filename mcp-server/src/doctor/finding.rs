//! One line of a report.

use std::fmt;

use serde::Serialize;

/// How something was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// As it should be.
    Good,
    /// Not as it should be.
    Wrong,
}

/// What was found of one thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What was looked at.
    pub subject: &'static str,
    /// How it was found.
    pub state: State,
    /// What was found, in words.
    pub words: String,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub advice: Option<String>,
}

impl Finding {
    pub(super) fn good(subject: &'static str, words: impl Into<String>) -> Self {
        Self {
            subject,
            state: State::Good,
            words: words.into(),
            advice: None,
        }
    }

    pub(super) fn wrong(
        subject: &'static str,
        words: impl Into<String>,
        advice: impl Into<String>,
    ) -> Self {
        Self {
            subject,
            state: State::Wrong,
            words: words.into(),
            advice: Some(advice.into()),
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = match self.state {
            State::Good => "ok   ",
            State::Wrong => "WRONG",
        };
        write!(f, "{state}  {:<12} {}", self.subject, self.words)?;
        match &self.advice {
            Some(advice) => write!(f, "\n{:20} {advice}", ""),
            None => Ok(()),
        }
    }
}
