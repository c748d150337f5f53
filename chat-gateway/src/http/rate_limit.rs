//! How many messages a person may send: a token bucket each, keyed by the authenticated user.

use std::{fmt, sync::Arc, time::Duration};

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use governor::{
    Quota,
    clock::{Clock as _, DefaultClock},
    middleware::StateInformationMiddleware,
    state::keyed::DefaultKeyedStateStore,
};
use http::{HeaderMap, HeaderName, HeaderValue};
use taskflow_shared::{clock::Clock, ids::UserId};

use super::{AppState, chat::key::KeyedRequest, error::ApiError, extract::CurrentUser};
use crate::config::RateLimit;

/// How often people who have not sent anything for long are forgotten.
const FORGET_PERIOD: Duration = Duration::from_secs(60);

type Buckets = governor::RateLimiter<
    UserId,
    DefaultKeyedStateStore<UserId>,
    DefaultClock,
    StateInformationMiddleware,
>;

/// The buckets of all people.
#[derive(Clone)]
pub(crate) struct RateLimiter(Option<Arc<Limit>>);

struct Limit {
    buckets: Buckets,
    rate: u32,
    burst: u32,
    /// How long one message takes to be refilled.
    refill: Duration,
}

/// What a person has left, for the headers.
struct Standing {
    limit: u32,
    remaining: u32,
    /// Until the bucket is full again.
    full_in: Duration,
}

impl RateLimiter {
    /// Full buckets for everyone.
    pub(crate) fn new(limit: RateLimit) -> Self {
        let RateLimit::Bucket {
            rate,
            period,
            burst,
        } = limit
        else {
            return Self(None);
        };
        let refill = period / rate.get();
        let quota = Quota::with_period(refill).map(|quota| quota.allow_burst(burst));
        let limit = quota.map(|quota| Limit {
            buckets: governor::RateLimiter::keyed(quota).with_middleware(),
            rate: rate.get(),
            burst: burst.get(),
            refill,
        });
        Self(limit.map(Arc::new))
    }

    /// Forgets, again and again, people whose buckets are full; to be spawned.
    pub(crate) async fn forget_idle(self) {
        let Some(limit) = self.0 else { return };
        loop {
            tokio::time::sleep(FORGET_PERIOD).await;
            limit.buckets.retain_recent();
            limit.buckets.shrink_to_fit();
        }
    }

    fn check(&self, user: &UserId) -> Option<(Standing, Result<(), ApiError>)> {
        let limit = self.0.as_deref()?;
        let standing = |remaining: u32, full_in| Standing {
            limit: limit.rate,
            remaining,
            full_in,
        };
        Some(match limit.buckets.check_key(user) {
            Ok(snapshot) => {
                let remaining = snapshot.remaining_burst_capacity();
                let used = limit.burst.saturating_sub(remaining);
                (standing(remaining, limit.refill * used), Ok(()))
            }
            Err(until) => {
                let retry_after = until.wait_time_from(DefaultClock::default().now());
                let full_in = retry_after + limit.refill * limit.burst.saturating_sub(1);
                (
                    standing(0, full_in),
                    Err(ApiError::TooManyRequests { retry_after }),
                )
            }
        })
    }
}

impl fmt::Debug for RateLimiter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RateLimiter")
    }
}

/// Counts the request against its person, after the check that the path is theirs. One that was
/// made before is answered from its run, and costs nothing.
pub(super) async fn limit(
    State(state): State<AppState>,
    user: CurrentUser,
    mut request: Request,
    next: Next,
) -> Response {
    let keyed = match KeyedRequest::find(&state, &user, request.headers()).await {
        Ok(keyed) => keyed,
        Err(error) => return error.into_response(),
    };
    let was_made_before = keyed.earlier.is_some();
    request.extensions_mut().insert(keyed);
    if was_made_before {
        return next.run(request).await;
    }
    let Some((standing, verdict)) = state.limiter.check(user.id()) else {
        return next.run(request).await;
    };
    let mut response = match verdict {
        Ok(()) => next.run(request).await,
        Err(error) => error.into_response(),
    };
    say(response.headers_mut(), &standing, &state.clock);
    response
}

/// `X-RateLimit-Reset` is the Unix time, in seconds, at which the bucket is full again.
fn say(headers: &mut HeaderMap, standing: &Standing, clock: &Clock) {
    let now = u64::try_from(clock.now().timestamp()).unwrap_or(0);
    let reset = now + standing.full_in.as_secs_f64().ceil() as u64;
    let fields = [
        ("x-ratelimit-limit", u64::from(standing.limit)),
        ("x-ratelimit-remaining", u64::from(standing.remaining)),
        ("x-ratelimit-reset", reset),
    ];
    for (name, value) in fields {
        headers.insert(HeaderName::from_static(name), HeaderValue::from(value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_is_let_through_and_one_person_never_uses_anothers() {
        let limiter = RateLimiter::new("1/hour+3".parse().unwrap());
        let (alice, bob) = ("1".parse().unwrap(), "2".parse().unwrap());
        let verdict = |user| limiter.check(user).unwrap();
        for left in [2, 1, 0] {
            let (standing, verdict) = verdict(&alice);
            assert!(verdict.is_ok());
            assert_eq!(standing.remaining, left);
        }
        let (standing, refused) = verdict(&alice);
        let Err(ApiError::TooManyRequests { retry_after }) = refused else {
            panic!("let through")
        };
        assert!(retry_after > Duration::from_secs(3_500), "{retry_after:?}");
        assert!(standing.full_in > Duration::from_secs(3 * 3_500));
        assert!(verdict(&bob).1.is_ok());
    }
}
