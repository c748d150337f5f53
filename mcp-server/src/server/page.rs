//! Pages of lists, and how long they may be kept.

use rmcp::{
    ErrorData, RoleServer,
    model::{CacheScope, PaginatedRequestParams},
    service::RequestContext,
};

use crate::calls::is_of_2026_07_28;

/// How long a host may keep what changes only with the program, in milliseconds.
pub(crate) const FRESH_MS: u64 = 300_000;
/// For what anybody may change at any moment: a host keeps it until it is told otherwise, but
/// asks again where nobody tells it.
pub(crate) const STALE_MS: u64 = 0;

/// Returns the cursor that a request carries; some hosts send an empty one for the first page.
pub(crate) fn cursor(request: Option<PaginatedRequestParams>) -> Option<String> {
    let cursor = request.and_then(|request| request.cursor);
    cursor.filter(|cursor| !cursor.is_empty())
}

/// Refuses a cursor into a list that is one page.
pub(crate) fn only_page(request: Option<PaginatedRequestParams>) -> Result<(), ErrorData> {
    match cursor(request) {
        None => Ok(()),
        Some(_) => {
            let words = "the list is one page, so no cursor leads to another";
            Err(ErrorData::invalid_params(words, None))
        }
    }
}

/// Returns for how long an answer may be kept, and by whom; revisions before 2026-07-28 have no
/// words for that. All that is listed or read here depends on the token.
pub(crate) fn hints(
    context: &RequestContext<RoleServer>,
    fresh_ms: u64,
) -> (Option<u64>, Option<CacheScope>) {
    if is_of_2026_07_28(context) {
        (Some(fresh_ms), Some(CacheScope::Private))
    } else {
        (None, None)
    }
}
