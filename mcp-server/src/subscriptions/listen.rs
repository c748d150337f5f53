//! `subscriptions/listen`

use std::time::Duration;

use rmcp::{ErrorData, model::SubscriptionFilter, service::SubscriptionContext};

use super::{
    Watcher,
    feed::{Feed, Refused, Wanted},
    host::Host,
};
use crate::{caller::Caller, resources::ResourceUri};

/// Resources of one subscription at the most; the acknowledgment says which ones are heard of.
const MAX_RESOURCES: usize = 100;
/// A host may act as soon as it has its acknowledgment, which leaves before the log is looked at.
const OVERLAP: Duration = Duration::from_secs(1);

/// Returns what of a filter is listened for: other lists change only with the program.
pub(crate) fn accepted(requested: &SubscriptionFilter) -> SubscriptionFilter {
    let mut accepted = SubscriptionFilter::new();
    accepted.resources_list_changed = requested.resources_list_changed;
    accepted.resource_subscriptions = requested.resource_subscriptions.as_ref().map(|uris| {
        let known = uris.iter().filter(|uri| ResourceUri::parse(uri).is_some());
        known.take(MAX_RESOURCES).cloned().collect()
    });
    accepted
}

/// Tells the caller of changes, until the request, its token or the server ends.
pub(crate) async fn listen(
    watcher: &Watcher,
    caller: Caller,
    context: SubscriptionContext,
) -> Result<(), ErrorData> {
    let wanted = wanted(context.accepted());
    let begun = Feed::begin(watcher, &caller, wanted, Some(OVERLAP)).await;
    let feed = begun.map_err(refusal)?;
    let host = Host::Listening(context.sink().clone());
    let now = watcher.tasks.now();
    let lifetime = caller
        .until
        .map(|until| (until - now).to_std().unwrap_or_default());
    tokio::select! {
        () = context.cancelled() => {}
        () = watcher.stop.cancelled() => {}
        () = end_of(lifetime) => {}
        gone = feed.follow(&host) => tracing::debug!(%gone, "a subscription ended"),
    }
    Ok(())
}

fn wanted(accepted: &SubscriptionFilter) -> Wanted {
    let uris = accepted.resource_subscriptions.iter().flatten();
    Wanted {
        resources: uris
            .filter_map(|uri| Some((uri.clone(), ResourceUri::parse(uri)?)))
            .collect(),
        list: accepted.resources_list_changed == Some(true),
    }
}

async fn end_of(lifetime: Option<Duration>) {
    match lifetime {
        Some(lifetime) => tokio::time::sleep(lifetime).await,
        None => std::future::pending().await,
    }
}

/// Says why a subscription cannot begin; what only concerns us is logged here.
pub(super) fn refusal(refused: Refused) -> ErrorData {
    match refused {
        Refused::TooMany(too_many) => ErrorData::invalid_request(too_many.to_string(), None),
        Refused::Store(error) => {
            tracing::error!(%error, "a subscription failed");
            ErrorData::internal_error("the tasks cannot be watched now; please try again", None)
        }
    }
}
