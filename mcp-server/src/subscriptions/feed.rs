//! One subscription: what it is about, how far it has read, and the telling.

use std::{
    hash::{DefaultHasher, Hash as _, Hasher as _},
    time::Duration,
};

use chrono_tz::Tz;
use taskflow_shared::ids::UserId;
use tokio::sync::watch;

use super::{
    affected::{Day, moves_between_projects, touches},
    host::{Gone, Host},
    watcher::{INTERVAL, TooMany, Watcher},
};
use crate::{
    caller::Caller,
    resources::{MAX_PROJECTS, ResourceUri},
    store::{Logged, NameKind, StoreError},
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
    /// Stands for the projects as they were listed last.
    projects: u64,
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
            projects: 0,
        };
        feed.projects = feed.projects().await?;
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
        let changes = self.changes().await;
        let lists = match changes {
            Ok(Some(changes)) => {
                let is_touched =
                    |uri: &ResourceUri| changes.iter().any(|change| touches(change, uri, day));
                self.tell(host, is_touched).await?;
                changes.iter().any(moves_between_projects)
            }
            Ok(None) => {
                self.tell(host, |_| true).await?;
                true
            }
            Err(error) => {
                tracing::warn!(%error, "changes cannot be read; trying again");
                self.last.mark_changed();
                tokio::time::sleep(INTERVAL).await;
                return Ok(());
            }
        };
        self.position = last;
        if lists {
            self.tell_of_list(host).await
        } else {
            Ok(())
        }
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

    async fn tell_of_list(&mut self, host: &Host) -> Result<(), Gone> {
        let before = self.projects;
        match self.projects().await {
            Ok(projects) => self.projects = projects,
            Err(error) => tracing::warn!(%error, "projects cannot be read"),
        }
        if self.projects == before {
            return Ok(());
        }
        host.list_changed().await
    }

    /// Returns what stands for the projects that are listed now.
    async fn projects(&self) -> Result<u64, StoreError> {
        if !self.wanted.list {
            return Ok(0);
        }
        let mut hasher = DefaultHasher::new();
        let tasks = &self.watcher.tasks;
        let names = tasks.names(&self.user, NameKind::Projects, "", MAX_PROJECTS);
        names.await?.hash(&mut hasher);
        Ok(hasher.finish())
    }
}

fn is_of_the_day(uri: &ResourceUri) -> bool {
    matches!(uri, ResourceUri::Today | ResourceUri::Overdue)
}
