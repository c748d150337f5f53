//! People.

use chrono_tz::Tz;
use taskflow_shared::{auth::Scopes, ids::UserId};

/// On whose behalf a run acts, and how far it may go.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    pub(crate) user: UserId,
    pub(crate) scopes: Scopes,
    pub(crate) time_zone: Tz,
    /// As their token names it, to be passed on.
    pub(crate) locale: Option<String>,
}
