//! Identifiers.

use std::{fmt, str::FromStr, sync::Mutex};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::{ContextV7, Timestamp, Uuid};

/// Returns a UUIDv7 (RFC 9562, section 5.7) for this moment: ids made later by this process sort
/// later, also within one millisecond.
pub fn new_id(now: DateTime<Utc>) -> Uuid {
    static CONTEXT: Mutex<ContextV7> = Mutex::new(ContextV7::new());
    let context = CONTEXT
        .lock()
        .unwrap_or_else(|poisoned| poisoned.into_inner());
    let seconds = u64::try_from(now.timestamp()).unwrap_or(0);
    Uuid::new_v7(Timestamp::from_unix(
        &*context,
        seconds,
        now.timestamp_subsec_nanos(),
    ))
}

/// A person's id: opaque text of 1 to 255 bytes without control characters. A numeric id is its
/// decimal text.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct UserId(String);

impl UserId {
    /// Returns the person who uses this machine, where nobody else is named: `1`.
    pub fn local() -> Self {
        Self("1".to_owned())
    }

    /// Returns the id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The text is empty, longer than 255 bytes, or has control characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a user id is 1 to 255 bytes of text without control characters")]
pub struct InvalidUserId;

impl FromStr for UserId {
    type Err = InvalidUserId;

    fn from_str(text: &str) -> Result<Self, InvalidUserId> {
        Self::try_from(text.to_owned())
    }
}

impl TryFrom<String> for UserId {
    type Error = InvalidUserId;

    fn try_from(text: String) -> Result<Self, InvalidUserId> {
        let valid = (1..=255).contains(&text.len()) && !text.contains(char::is_control);
        if valid {
            Ok(Self(text))
        } else {
            Err(InvalidUserId)
        }
    }
}

impl From<UserId> for String {
    fn from(id: UserId) -> Self {
        id.0
    }
}

impl fmt::Display for UserId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_one_moment_sort_in_the_order_they_were_made() {
        let now = DateTime::from_timestamp(1_700_000_000, 123_000).unwrap();
        let ids: Vec<Uuid> = (0..1_000).map(|_| new_id(now)).collect();
        assert!(ids.is_sorted());
    }

    #[test]
    fn a_user_id_is_any_short_text_without_control_characters() {
        assert_eq!("42".parse::<UserId>().unwrap().as_str(), "42");
        assert!("auth0|é 1".parse::<UserId>().is_ok());
        assert_eq!("".parse::<UserId>(), Err(InvalidUserId));
        assert_eq!("a\nb".parse::<UserId>(), Err(InvalidUserId));
        assert_eq!("x".repeat(256).parse::<UserId>(), Err(InvalidUserId));
    }
}
