//! What is asked for, and where a page begins.

use serde::{Deserialize, Serialize};
use taskflow_shared::page::{InvalidCursor, decode_cursor, encode_cursor};

use crate::domain::{Condition, Filter, Sort, StatusFilter, Tree};

/// Which tasks are asked for, in which order, and how many at once.
#[derive(Debug, Clone)]
pub(crate) struct ListQuery {
    pub(crate) status: StatusFilter,
    pub(crate) filter: Option<Filter>,
    pub(crate) sort: Sort,
    /// Whether [`super::Detail`] is asked for.
    pub(crate) detail: bool,
    pub(crate) limit: u16,
    /// The filter as it was written.
    written: Option<String>,
    after: Option<Position>,
}

/// The cursor does not belong to the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum CursorError {
    /// It is no cursor at all.
    #[error(transparent)]
    Invalid(#[from] InvalidCursor),
    /// It continues a list with another status, filter or sort.
    #[error(
        "the cursor continues a list with another status, filter or sort; \
         repeat those, or leave the cursor out to start again"
    )]
    OtherList,
}

/// The last task of a page, in the order of its list.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Position {
    /// That of the list, so that no other list is continued.
    #[serde(rename = "l")]
    list: u32,
    #[serde(rename = "k")]
    pub(super) keys: Vec<Key>,
    #[serde(rename = "n")]
    pub(super) number: i64,
}

/// A value by which tasks are sorted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum Key {
    Number(i64),
    Text(String),
}

impl ListQuery {
    /// The first page of a list.
    pub(crate) fn new(
        status: StatusFilter,
        filter: Option<Filter>,
        sort: Sort,
        detail: bool,
        limit: u16,
    ) -> Self {
        let written = filter.as_ref().map(|filter| filter.written.clone());
        // What holds of every task needs no looking at them.
        let everything = Tree::Is(Condition::Everything);
        Self {
            status,
            filter: filter.filter(|filter| filter.tree != everything),
            written,
            sort,
            detail,
            limit,
            after: None,
        }
    }

    /// The page after the one that gave this cursor.
    ///
    /// # Errors
    /// [`CursorError`] where it is none, or that of another list.
    pub(crate) fn after(self, cursor: &str) -> Result<Self, CursorError> {
        let position: Position = decode_cursor(cursor)?;
        if position.list != self.fingerprint() {
            return Err(CursorError::OtherList);
        }
        if !self.has_keys(&position.keys) {
            return Err(InvalidCursor.into());
        }
        Ok(Self {
            after: Some(position),
            ..self
        })
    }

    pub(super) fn position(&self) -> Option<&Position> {
        self.after.as_ref()
    }

    /// Returns the cursor of a page that ends with this task.
    pub(super) fn cursor(&self, keys: [Key; 2], number: i64) -> String {
        let count = match self.sort {
            Sort::Created => 0,
            Sort::Smart | Sort::Due | Sort::Title => 1,
            Sort::Priority => 2,
        };
        encode_cursor(&Position {
            list: self.fingerprint(),
            keys: keys.into_iter().take(count).collect(),
            number,
        })
    }

    fn has_keys(&self, keys: &[Key]) -> bool {
        matches!(
            (self.sort, keys),
            (Sort::Created, [])
                | (Sort::Smart | Sort::Due, [Key::Number(_)])
                | (Sort::Priority, [Key::Number(_), Key::Number(_)])
                | (Sort::Title, [Key::Text(_)])
        )
    }

    /// FNV-1a of what makes it this list: the same in every version of the program. The filter
    /// counts as it was written, since `overdue` means another moment on each page.
    fn fingerprint(&self) -> u32 {
        let list = format!("{:?} {:?} {:?}", self.status, self.sort, self.written);
        list.bytes().fold(0x811c_9dc5, |hash: u32, byte| {
            (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
        })
    }
}
