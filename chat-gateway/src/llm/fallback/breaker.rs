//! A circuit breaker: whether a model is worth asking, given how it did lately. No I/O, and the
//! time is an argument.
//!
//! ```text
//! Closed ──failures, or "come back later"──▶ Open ──its rest is over──▶ Probing
//!    ▲                                        ▲                           │
//!    └───────────────── answered ─────────────┼───────────────────────────┤
//!                                             └────────── failed ─────────┘
//! ```

use std::time::Duration;

use tokio::time::Instant;

/// Failures in a row after which a model is left alone.
const MAX_FAILURES: u32 = 3;
/// For how long, the first time; each failed probe doubles it.
const FIRST_REST: Duration = Duration::from_secs(10);
/// And at most, also where an endpoint asks for more: its clock may be wrong.
const LONGEST_REST: Duration = Duration::from_secs(600);

/// How a model did lately.
#[derive(Debug, Default)]
pub(super) struct Breaker {
    state: State,
    failures: u32,
    failed_probes: u32,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum State {
    /// It is asked.
    #[default]
    Closed,
    /// It is left alone.
    Open { until: Instant },
    /// One call is finding out whether it works again.
    Probing,
}

impl Breaker {
    /// Lets a call through, or says how long it is to wait. Each call that is let through ends with
    /// [`Self::succeeded`], [`Self::failed`] or [`Self::abandoned`].
    pub(super) fn admit(&mut self, now: Instant) -> Result<(), Duration> {
        match self.state {
            State::Closed => Ok(()),
            State::Open { until } if until <= now => {
                self.state = State::Probing;
                Ok(())
            }
            State::Open { until } => Err(until - now),
            State::Probing => Err(FIRST_REST),
        }
    }

    /// Takes note of an answer.
    pub(super) fn succeeded(&mut self) {
        *self = Self::default();
    }

    /// Takes note of a failure, with how long the endpoint asks to be left alone.
    pub(super) fn failed(&mut self, now: Instant, retry_after: Option<Duration>) {
        self.failures = self.failures.saturating_add(1);
        let was_probing = self.state == State::Probing;
        self.failed_probes += u32::from(was_probing);
        let rest = FIRST_REST.saturating_mul(2_u32.saturating_pow(self.failed_probes));
        let rest = match retry_after {
            Some(wait) => wait,
            None if was_probing || self.failures >= MAX_FAILURES => rest,
            None => return,
        };
        let until = now + rest.min(LONGEST_REST);
        self.state = match self.state {
            State::Open { until: before } => State::Open {
                until: before.max(until),
            },
            _ => State::Open { until },
        };
    }

    /// Takes note of a call that ended without saying anything about the model: the next one may
    /// find out.
    pub(super) fn abandoned(&mut self, now: Instant) {
        if self.state == State::Probing {
            self.state = State::Open { until: now };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn opened(now: Instant) -> Breaker {
        let mut breaker = Breaker::default();
        for _ in 0..MAX_FAILURES {
            assert_eq!(breaker.admit(now), Ok(()));
            breaker.failed(now, None);
        }
        breaker
    }

    #[test]
    fn failures_in_a_row_open_it_and_an_answer_between_does_not_count() {
        let now = Instant::now();
        let mut breaker = Breaker::default();
        for _ in 0..10 {
            breaker.failed(now, None);
            breaker.failed(now, None);
            assert_eq!(breaker.admit(now), Ok(()));
            breaker.succeeded();
        }
        assert_eq!(opened(now).admit(now + SECOND), Err(FIRST_REST - SECOND));
    }

    #[test]
    fn after_its_rest_one_call_finds_out_and_closes_it() {
        let now = Instant::now();
        let mut breaker = opened(now);
        let later = now + FIRST_REST;
        assert_eq!(breaker.admit(later), Ok(()));
        assert_eq!(breaker.admit(later), Err(FIRST_REST), "one at a time");
        breaker.succeeded();
        assert_eq!(breaker.admit(later), Ok(()));
        breaker.failed(later, None);
        assert_eq!(breaker.admit(later), Ok(()), "it counts from none again");
    }

    #[test]
    fn each_failed_probe_doubles_the_rest_up_to_a_bound() {
        let mut now = Instant::now();
        let mut breaker = opened(now);
        let mut rest = FIRST_REST;
        for _ in 0..10 {
            now += rest;
            assert_eq!(breaker.admit(now), Ok(()));
            breaker.failed(now, None);
            rest = (rest * 2).min(LONGEST_REST);
            assert_eq!(breaker.admit(now), Err(rest));
        }
    }

    #[test]
    fn an_endpoint_that_says_when_to_come_back_is_left_alone_until_then() {
        let now = Instant::now();
        let mut breaker = Breaker::default();
        breaker.failed(now, Some(30 * SECOND));
        assert_eq!(breaker.admit(now + SECOND), Err(29 * SECOND));
        breaker.failed(now, Some(5 * SECOND));
        assert_eq!(breaker.admit(now), Err(30 * SECOND), "never sooner");
        assert_eq!(breaker.admit(now + 30 * SECOND), Ok(()));
        let mut breaker = Breaker::default();
        breaker.failed(now, Some(Duration::MAX));
        assert_eq!(breaker.admit(now), Err(LONGEST_REST));
    }

    #[test]
    fn a_probe_that_nobody_waited_for_leaves_it_to_the_next() {
        let now = Instant::now();
        let mut breaker = opened(now);
        let later = now + FIRST_REST;
        assert_eq!(breaker.admit(later), Ok(()));
        breaker.abandoned(later);
        assert_eq!(breaker.admit(later), Ok(()));
    }
}
