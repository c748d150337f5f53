//! Pages of long lists: where the next one starts, as text that clients hand back unread.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use serde::{Serialize, de::DeserializeOwned};

/// Returns the cursor for a position: base64url of its JSON.
pub fn encode_cursor<P: Serialize>(position: &P) -> String {
    let json = serde_json::to_vec(position).unwrap_or_default();
    BASE64_URL_SAFE_NO_PAD.encode(json)
}

/// The text is not a cursor that this program gave out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the cursor is not one that was returned as next_cursor; leave it out to start again")]
pub struct InvalidCursor;

/// Returns the position that a cursor stands for.
///
/// # Errors
/// [`InvalidCursor`] where the text is not such a cursor.
pub fn decode_cursor<P: DeserializeOwned>(cursor: &str) -> Result<P, InvalidCursor> {
    let json = BASE64_URL_SAFE_NO_PAD
        .decode(cursor)
        .map_err(|_| InvalidCursor)?;
    serde_json::from_slice(&json).map_err(|_| InvalidCursor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_leads_back_to_its_position() {
        let cursor = encode_cursor(&(7_i64, "x"));
        assert_eq!(
            decode_cursor::<(i64, String)>(&cursor).unwrap(),
            (7, "x".to_owned())
        );
    }

    #[test]
    fn other_text_is_not_a_cursor() {
        for text in ["", "!", "bm90IGpzb24", "é"] {
            assert_eq!(decode_cursor::<i64>(text), Err(InvalidCursor), "{text}");
        }
    }
}
