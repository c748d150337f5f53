//! What is removed when its time is over.

use std::{num::NonZeroU32, time::Duration};

use sea_orm::DbErr;

use crate::store::Store;

/// How often it is looked for.
const PERIOD: Duration = Duration::from_secs(3600);

/// Makes what was said before conversations could be searched findable; then forgets the keys of
/// old requests, purges conversations that were put away long ago and what is on record for longer
/// than so many days, at the start and every hour; to be spawned.
pub(crate) async fn keep(store: Store, audit_days: NonZeroU32) {
    loop {
        if let Err(error) = index_earlier(&store).await {
            tracing::error!(%error, "earlier messages cannot be made findable yet");
        }
        if let Err(error) = store.forget_old_keys().await {
            tracing::error!(%error, "old keys of requests cannot be forgotten");
        }
        match store.purge().await {
            Ok(0) => {}
            Ok(conversations) => tracing::info!(conversations, "purged, 90 days after deletion"),
            Err(error) => tracing::error!(%error, "deleted conversations cannot be purged"),
        }
        if let Err(error) = store.forget_audit(audit_days).await {
            tracing::error!(%error, "the record of tool calls cannot be shortened");
        }
        tokio::time::sleep(PERIOD).await;
    }
}

/// Others are let write between two steps.
async fn index_earlier(store: &Store) -> Result<(), DbErr> {
    while store.index_earlier().await? {
        tokio::task::yield_now().await;
    }
    Ok(())
}
