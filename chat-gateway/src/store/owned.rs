//! The tables that have rows of people.

use taskflow_shared::database::owned::{BY_USER, Owned};

/// All of them, those that refer to others first. A table that is missing here keeps what people
/// asked to be erased: the test `erase` walks the whole schema.
pub(crate) const OWNED: &[Owned] = &[
    Owned {
        what: "entries to search by",
        table: "search_entries",
        of_person: BY_USER,
    },
    Owned {
        what: "questions",
        table: "questions",
        of_person: OF_RUN,
    },
    Owned {
        what: "runs",
        table: "runs",
        of_person: IN_CONVERSATION,
    },
    Owned {
        what: "summaries",
        table: "summaries",
        of_person: IN_CONVERSATION,
    },
    Owned {
        what: "messages",
        table: "messages",
        of_person: IN_CONVERSATION,
    },
    Owned {
        what: "conversations",
        table: "conversations",
        of_person: CONVERSATION,
    },
    Owned {
        what: "tool calls on record",
        table: "audit_events",
        of_person: BY_USER,
    },
    Owned {
        what: "days of usage",
        table: "usage_days",
        of_person: BY_USER,
    },
];

/// In use or put away: an index has either.
const CONVERSATION: &str = "((user_id = $1 AND deleted_at IS NULL) \
     OR (user_id = $1 AND deleted_at IS NOT NULL))";
const IN_CONVERSATION: &str = "conversation_id IN (SELECT id FROM conversations \
     WHERE (user_id = $1 AND deleted_at IS NULL) OR (user_id = $1 AND deleted_at IS NOT NULL))";
/// The runs of the conversations: an index has the questions of a run.
const OF_RUN: &str = "run_id IN (SELECT id FROM runs WHERE conversation_id IN \
     (SELECT id FROM conversations \
     WHERE (user_id = $1 AND deleted_at IS NULL) OR (user_id = $1 AND deleted_at IS NOT NULL)))";
