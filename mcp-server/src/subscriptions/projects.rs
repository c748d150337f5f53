//! The projects that a host knows to be listed.

use std::{
    collections::{BTreeSet, HashSet},
    hash::{DefaultHasher, Hash as _, Hasher as _},
};

use taskflow_shared::ids::UserId;

use crate::{
    domain::folded,
    store::{NameKind, Names, StoreError, Tasks},
};

/// The most projects that are looked after.
const MAX_PROJECTS: u64 = 10_000;

/// What stands for the name of each project, folded: a person may have many, and many hosts.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Projects(HashSet<u64>);

impl Projects {
    /// Reads all that are listed now.
    pub(super) async fn read(tasks: &Tasks, user: &UserId) -> Result<Self, StoreError> {
        let all = Names::Beginning("");
        let names = tasks.names(user, NameKind::Projects, all, MAX_PROJECTS);
        let names = names.await?;
        Ok(Self(names.iter().map(|name| key(&folded(name))).collect()))
    }

    /// Looks again at those that changes were about, and tells whether others are listed now.
    pub(super) async fn look_at(
        &mut self,
        (tasks, user): (&Tasks, &UserId),
        names: &BTreeSet<&str>,
    ) -> Result<bool, StoreError> {
        // What cannot be read leaves what is known as it was, so that all is looked at again.
        let mut found = Vec::with_capacity(names.len());
        for name in names {
            found.push((key(name), tasks.has_project(user, name).await?));
        }
        let mut is_other = false;
        for (key, is_there) in found {
            is_other |= if is_there {
                self.0.insert(key)
            } else {
                self.0.remove(&key)
            };
        }
        Ok(is_other)
    }
}

fn key(folded: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    folded.hash(&mut hasher);
    hasher.finish()
}
