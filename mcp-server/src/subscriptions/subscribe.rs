//! `resources/subscribe` and `resources/unsubscribe`, within a session of the older protocol.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use rmcp::{ErrorData, Peer, RoleServer};
use tokio_util::sync::{CancellationToken, DropGuard};

use super::{
    Watcher,
    feed::{Feed, Wanted},
    host::Host,
    listen::refusal,
};
use crate::{caller::Caller, resources::ResourceUri};

/// What one host has subscribed to; each subscription ends when it leaves here.
#[derive(Debug, Clone, Default)]
pub(crate) struct Subscribed(Arc<Mutex<HashMap<String, DropGuard>>>);

impl Subscribed {
    /// Begins to tell the host of a resource. To subscribe twice is to subscribe once.
    pub(crate) async fn add(
        &self,
        watcher: &Watcher,
        caller: Caller,
        (name, uri): (String, ResourceUri),
        peer: Peer<RoleServer>,
    ) -> Result<(), ErrorData> {
        if self.all().contains_key(&name) {
            return Ok(());
        }
        let wanted = Wanted {
            resources: vec![(name.clone(), uri)],
            list: false,
        };
        let begun = Feed::begin(watcher, &caller, wanted, None).await;
        let feed = begun.map_err(refusal)?;
        let end = watcher.stop.child_token();
        self.all().insert(name, end.clone().drop_guard());
        tokio::spawn(follow(feed, Host::InSession(peer), end));
        Ok(())
    }

    /// Tells the host no more of a resource.
    pub(crate) fn remove(&self, name: &str) {
        self.all().remove(name);
    }

    fn all(&self) -> MutexGuard<'_, HashMap<String, DropGuard>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn follow(feed: Feed, host: Host, end: CancellationToken) {
    tokio::select! {
        () = end.cancelled() => {}
        gone = feed.follow(&host) => tracing::debug!(%gone, "a subscription ended"),
    }
}
