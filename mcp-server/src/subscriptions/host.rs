//! Whom to tell, in the words of either era.

use rmcp::{
    Peer, RoleServer,
    model::ResourceUpdatedNotificationParam,
    service::{ServiceError, SubscriptionSendError, SubscriptionSink},
};

/// The other end of a subscription.
#[derive(Debug)]
pub(super) enum Host {
    /// One that asked with `subscriptions/listen`: every notification names that request.
    Listening(SubscriptionSink),
    /// One that asked with `resources/subscribe`, in its session.
    InSession(Peer<RoleServer>),
}

/// The host can be told nothing more.
#[derive(Debug, thiserror::Error)]
pub(super) enum Gone {
    #[error(transparent)]
    Subscription(#[from] SubscriptionSendError),
    #[error(transparent)]
    Session(#[from] ServiceError),
}

impl Host {
    /// Says that what can be read at `uri` changed, and waits until that is on its way: a host
    /// that does not read is told nothing more until it does.
    pub(super) async fn updated(&self, uri: &str) -> Result<(), Gone> {
        match self {
            Self::Listening(sink) => sink.notify_resource_updated(uri).await?,
            Self::InSession(peer) => {
                let update = ResourceUpdatedNotificationParam::new(uri);
                peer.notify_resource_updated(update).await?;
            }
        }
        Ok(())
    }

    /// Says that other resources are listed now.
    pub(super) async fn list_changed(&self) -> Result<(), Gone> {
        match self {
            Self::Listening(sink) => sink.notify_resource_list_changed().await?,
            Self::InSession(peer) => peer.notify_resource_list_changed().await?,
        }
        Ok(())
    }
}
