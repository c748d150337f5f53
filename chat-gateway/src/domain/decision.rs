//! Whether a tool call may be made, and who said so.

use serde::{Deserialize, Serialize};

/// What was decided about a call.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Decision {
    /// It was made without anybody being asked.
    #[default]
    Allowed,
    /// The person was asked and did not say.
    Asked,
    /// The person was asked and agreed.
    Approved,
    /// The person was asked and refused, or the operator's policy does not let it be made.
    Denied,
}
