//! What is removed when its time is over.

use std::time::Duration;

use crate::store::Store;

/// How often it is looked for.
const PERIOD: Duration = Duration::from_secs(3600);

/// Forgets the keys of old requests and purges conversations that were put away long ago, at the
/// start and every hour; to be spawned.
pub(crate) async fn keep(store: Store) {
    loop {
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
