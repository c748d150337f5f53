//! The key with which states are sealed.

use std::sync::Arc;

use rmcp::model::RequestStateCodec;
use tokio::sync::OnceCell;

use crate::store::{StoreError, Tasks};

/// The key with which states are sealed. It is kept in the database, so that every process that
/// serves the same tasks, now or after a restart, opens what another one sealed; whoever can read
/// it there can change the tasks themselves.
#[derive(Debug, Clone, Default)]
pub(crate) struct Key(Arc<OnceCell<RequestStateCodec>>);

impl Key {
    /// Returns what seals with the key, which is read or made at the first question.
    pub(crate) async fn codec(&self, tasks: &Tasks) -> Result<&RequestStateCodec, StoreError> {
        self.0
            .get_or_try_init(async || {
                let secret = tasks.secret("request-state").await?;
                Ok(RequestStateCodec::new_unchecked(secret))
            })
            .await
    }
}
