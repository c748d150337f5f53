//! What is removed when its time is over.

use std::time::Duration;

use sea_orm::DbErr;

use crate::store::Store;

/// How often it is looked for.
const PERIOD: Duration = Duration::from_secs(3600);

/// Makes what was said before conversations could be searched findable; then forgets the keys of
/// old requests and purges conversations that were put away long ago, at the start and every hour;
/// to be spawned.
pub(crate) async fn keep(store: Store) {
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
