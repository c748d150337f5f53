//! One subscription: what it is about, how far it has read, and the telling.

use std::{collections::BTreeSet, time::Duration};

use chrono_tz::Tz;
use taskflow_shared::ids::UserId;
use tokio::sync::watch;

use super::{
    affected::{Day, projects_with_others, touches},
    host::{Gone, Host},
    projects::Projects,
    watcher::{INTERVAL, TooMany, Watcher},
};
use crate::{
    caller::Caller,
    resources::ResourceUri,
    store::{Logged, StoreError},
};

/// Changes that are looked at one by one; after more, everything may have changed.
const MAX_CHANGES: u64 = 500;

/// What a host wants to hear of.
#[derive(Debug, Default)]
pub(super) struct Wanted {
    /// Resources, each by the name that the host gave it.
    pub(super) resources: Vec<(String, ResourceUri)>,
    /// Whether it wants to know when others are listed.
    pub(super) list: bool,
}

/// A subscription under way.
#[derive(Debug)]
pub(super) struct Feed {
    watcher: Watcher,
    user: UserId,
    zone: Tz,
    wanted: Wanted,
    last: watch::Receiver<i64>,
    /// The number of the last change that it has looked at.
    position: i64,
    /// Those that were listed last; none, where the host does not want to know.
    projects: Projects,
}

/// Why a subscription cannot begin.
#[derive(Debug, thiserror::Error)]
pub(super) enum Refused {
    #[error(transparent)]
    TooMany(#[from] TooMany),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Feed {
    /// Begins after the person's last change; with an overlap, with changes up to that old.
    pub(super) async fn begin(
        watcher: &Watcher,
        caller: &Caller,
        wanted: Wanted,
        overlap: Option<Duration>,
    ) -> Result<Self, Refused> {
        let (tasks, user) = (&watcher.tasks, &caller.user);
        let last = watcher.of(user)?;
        let position = match overlap {
            Some(overlap) => {
                tasks
                    .last_change_before(user, tasks.now() - overlap)
                    .await?
            }
            None => tasks.last_change(user).await?.get(),
        };
        let mut feed = Self {
            watcher: watcher.clone(),
            user: user.clone(),
            zone: caller.zone,
            wanted,
            last,
            position,
            projects: Projects::default(),
        };
        feed.relist().await?;
        Ok(feed)
    }

    /// Tells the host of changes for as long as it can be told.
    pub(super) async fn follow(mut self, host: &Host) -> Gone {
        loop {
            if let Err(gone) = self.next(host).await {
                return gone;
            }
        }
    }

    /// Waits for a change, or for the day to end, and tells what there is to tell.
    async fn next(&mut self, host: &Host) -> Result<(), Gone> {
        let now = self.watcher.tasks.now();
        let day = Day::of(now, self.zone);
        let rest = day.rest(now).to_std().unwrap_or_default();
        tokio::select! {
            // The sender is kept for as long as there are receivers.
            _ = self.last.changed() => self.catch_up(host, day).await,
            () = tokio::time::sleep(rest) => self.tell(host, is_of_the_day).await,
        }
    }

    async fn catch_up(&mut self, host: &Host, day: Day) -> Result<(), Gone> {
        let last = *self.last.borrow_and_update();
        if last <= self.position {
            return Ok(());
        }
        let (changes, is_other_list) = match self.read().await {
            Ok(read) => read,
            Err(error) => {
                tracing::warn!(%error, "changes cannot be read; trying again");
                self.last.mark_changed();
                tokio::time::sleep(INTERVAL).await;
                return Ok(());
            }
        };
        let is_touched = |uri: &ResourceUri| match &changes {
            Some(changes) => changes.iter().any(|change| touches(change, uri, day)),
            None => true,
        };
        self.tell(host, is_touched).await?;
        self.position = last;
        if is_other_list {
            host.list_changed().await
        } else {
            Ok(())
        }
    }

    /// Reads the changes since the last look, as [`Feed::changes`] does, and whether other projects
    /// are listed now.
    async fn read(&mut self) -> Result<(Option<Vec<Logged>>, bool), StoreError> {
        let changes = self.changes().await?;
        let is_other_list = match &changes {
            _ if !self.wanted.list => false,
            Some(changes) => {
                let names: BTreeSet<&str> = changes.iter().flat_map(projects_with_others).collect();
                let whose = (&self.watcher.tasks, &self.user);
                self.projects.look_at(whose, &names).await?
            }
            None => self.relist().await?,
        };
        Ok((changes, is_other_list))
    }

    /// Reads the changes since the last look; `None` where there are too many.
    async fn changes(&self) -> Result<Option<Vec<Logged>>, StoreError> {
        let tasks = &self.watcher.tasks;
        let changes = tasks
            .logged_after(&self.user, self.position, MAX_CHANGES + 1)
            .await?;
        let few = u64::try_from(changes.len()).is_ok_and(|count| count <= MAX_CHANGES);
        Ok(few.then_some(changes))
    }

    async fn tell(
        &self,
        host: &Host,
        is_touched: impl Fn(&ResourceUri) -> bool,
    ) -> Result<(), Gone> {
        for (name, uri) in &self.wanted.resources {
            if is_touched(uri) {
                host.updated(name).await?;
            }
        }
        Ok(())
    }

    /// Reads all projects, if the host wants to know, and tells whether others are listed now.
    async fn relist(&mut self) -> Result<bool, StoreError> {
        if !self.wanted.list {
            return Ok(false);
        }
        let listed = Projects::read(&self.watcher.tasks, &self.user).await?;
        let is_other = listed != self.projects;
        self.projects = listed;
        Ok(is_other)
    }
}

fn is_of_the_day(uri: &ResourceUri) -> bool {
    matches!(uri, ResourceUri::Today | ResourceUri::Overdue)
}
