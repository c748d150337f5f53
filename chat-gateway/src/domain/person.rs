//! People.

use taskflow_shared::{auth::Scopes, ids::UserId};

/// On whose behalf a run acts, and how far it may go.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    pub(crate) user: UserId,
    pub(crate) scopes: Scopes,
    /// IANA time zone, where it is known.
    pub(crate) time_zone: Option<String>,
}
