//! What comes of each target.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};

use crate::{
    domain::{ChangeNumber, TaskNumber},
    store::{
        Applied, Done, Item, Refusal, Refused, StoreError,
        apply::Call,
        record::{self, Edit},
    },
};

/// What came of each target that was named, however often.
#[derive(Debug, Default)]
pub(super) struct Outcomes(HashMap<TaskNumber, Item>);

impl Outcomes {
    pub(super) fn done(&mut self, done: Done) {
        self.0.insert(done.number, Ok(done));
    }

    pub(super) fn refuse(&mut self, number: TaskNumber, title: Option<String>, reason: Refusal) {
        let refused = Refused {
            number: Some(number),
            title,
            reason,
        };
        self.0.insert(number, Err(refused));
    }
}

/// Returns each target once.
pub(super) fn distinct(targets: &[TaskNumber]) -> Vec<TaskNumber> {
    let mut seen = HashSet::new();
    let first = targets.iter().filter(|target| seen.insert(**target));
    first.copied().collect()
}

/// Writes the edits, and answers for each target in the order asked for.
pub(super) async fn finish(
    call: Call<'_>,
    targets: &[TaskNumber],
    items: Outcomes,
    edits: Vec<Edit>,
    now: DateTime<Utc>,
) -> Result<Applied, StoreError> {
    let change = if edits.is_empty() {
        None
    } else {
        Some(record::edited(call, &edits, None, now).await?)
    };
    let items = targets
        .iter()
        .filter_map(|target| items.0.get(target).cloned());
    Ok(Applied {
        change: change.map(ChangeNumber::new),
        items: items.collect(),
        ..Applied::default()
    })
}
