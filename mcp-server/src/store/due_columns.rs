//! A due date as columns and as JSON.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::domain::Due;

/// A due date as a row has it: the day it falls on, and of a moment also that and its zone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct DueColumns {
    pub(super) due_date: Option<NaiveDate>,
    pub(super) due_at: Option<DateTime<Utc>>,
    pub(super) due_zone: Option<String>,
}

impl From<Option<Due>> for DueColumns {
    fn from(due: Option<Due>) -> Self {
        match due {
            None => Self::default(),
            Some(Due::Date(date)) => Self {
                due_date: Some(date),
                ..Self::default()
            },
            Some(due @ Due::At { at, zone }) => Self {
                due_date: Some(due.day()),
                due_at: Some(at),
                due_zone: Some(zone.name().to_owned()),
            },
        }
    }
}

impl From<DueColumns> for Option<Due> {
    /// A zone that is not known any more gives way to UTC: the moment stays.
    fn from(columns: DueColumns) -> Self {
        let zone = || columns.due_zone.and_then(|name| name.parse().ok());
        match (columns.due_at, columns.due_date) {
            (Some(at), _) => Some(Due::At {
                at,
                zone: zone().unwrap_or(Tz::UTC),
            }),
            (None, date) => date.map(Due::Date),
        }
    }
}

/// For fields that serde reads and writes.
pub(super) mod as_json {
    use serde::{Deserializer, Serializer};

    use super::*;

    pub(in super::super) fn serialize<S: Serializer>(
        due: &Option<Due>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        DueColumns::from(*due).serialize(serializer)
    }

    pub(in super::super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Due>, D::Error> {
        DueColumns::deserialize(deserializer).map(Option::<Due>::from)
    }
}
