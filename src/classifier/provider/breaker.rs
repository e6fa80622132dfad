//! Leaves a provider alone that keeps failing.

use std::{
    collections::VecDeque,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::time::Instant;

use super::failure::Failure;

/// So many calls are remembered.
const WINDOW: usize = 10;
/// So many outages among them are too many.
const TOO_MANY: usize = 5;
/// The longest that a provider is left alone because it asks for it.
const LONGEST: Duration = Duration::from_secs(15 * 60);

/// Whether a provider is asked at present.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Circuit {
    /// Questions go through.
    Closed,
    /// It failed too often, or asked for it, and is left alone for a while.
    Open,
    /// One question, the next or one that is on its way, finds out whether it is well again.
    HalfOpen,
    /// It refused for a reason that lasts; it is not asked again before a restart.
    Blocked(Failure),
}

pub struct Breaker {
    /// How long a failing provider is left alone.
    rest: Duration,
    state: Mutex<State>,
}

enum State {
    /// How each of the last calls failed, if it did.
    Closed(VecDeque<Option<Failure>>),
    Open {
        until: Instant,
    },
    Probing,
    Blocked(Failure),
}

impl Breaker {
    pub fn new(rest: Duration) -> Self {
        Self {
            rest,
            state: Mutex::new(State::Closed(VecDeque::new())),
        }
    }

    pub fn circuit(&self) -> Circuit {
        match *self.state() {
            State::Closed(_) => Circuit::Closed,
            State::Open { until } if until > Instant::now() => Circuit::Open,
            // It has rested: the next question finds out.
            State::Open { .. } | State::Probing => Circuit::HalfOpen,
            State::Blocked(failure) => Circuit::Blocked(failure),
        }
    }

    /// Leave to make one call. After a rest one caller gets it, to try.
    pub fn admit(&self) -> Result<Permit<'_>, Failure> {
        let mut state = self.state();
        let probe = match *state {
            State::Closed(_) => false,
            State::Open { until } if until <= Instant::now() => {
                *state = State::Probing;
                true
            }
            State::Open { .. } | State::Probing | State::Blocked(_) => {
                return Err(Failure::BreakerOpen);
            }
        };
        Ok(Permit {
            breaker: self,
            probe,
        })
    }

    fn settle(&self, probe: bool, failure: Option<Failure>, retry_after: Option<Duration>) {
        let mut state = self.state();
        if let Some(failure) = failure.filter(|failure| failure.is_lasting()) {
            *state = State::Blocked(failure);
            return;
        }
        let open = State::Open {
            until: Instant::now() + self.rest.max(retry_after.unwrap_or_default()).min(LONGEST),
        };
        match &mut *state {
            // It says itself that it wants to be left alone.
            State::Closed(_) if retry_after.is_some() => *state = open,
            State::Closed(recent) => {
                recent.push_back(failure);
                if recent.len() > WINDOW {
                    recent.pop_front();
                }
                if is_too_bad(recent) {
                    *state = open;
                }
            }
            State::Probing if probe && failure.is_some() => *state = open,
            State::Probing if probe => *state = State::Closed(VecDeque::new()),
            // A call that began before the provider was left alone says nothing new.
            State::Open { .. } | State::Probing | State::Blocked(_) => {}
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Too many outages; or a full window without one answer, from a model that is paid and never helps.
fn is_too_bad(recent: &VecDeque<Option<Failure>>) -> bool {
    let outages = recent
        .iter()
        .flatten()
        .filter(|failure| failure.is_outage());
    outages.count() >= TOO_MANY || recent.len() == WINDOW && recent.iter().all(Option::is_some)
}

/// Leave to make one call.
pub struct Permit<'a> {
    breaker: &'a Breaker,
    probe: bool,
}

impl Permit<'_> {
    /// Tells how the call went, and for how long the provider then wants to be left alone.
    pub fn settle(mut self, failure: Option<Failure>, retry_after: Option<Duration>) {
        self.breaker.settle(self.probe, failure, retry_after);
        self.probe = false;
    }
}

impl Drop for Permit<'_> {
    /// A probe that was given up has found nothing out, so that the next caller may try.
    fn drop(&mut self) {
        let mut state = self.breaker.state();
        if self.probe && matches!(*state, State::Probing) {
            *state = State::Open {
                until: Instant::now(),
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REST: Duration = Duration::from_secs(30);

    fn call(breaker: &Breaker, failure: Option<Failure>) {
        breaker.admit().ok().unwrap().settle(failure, None);
    }

    fn opened() -> Breaker {
        let breaker = Breaker::new(REST);
        for _ in 0..TOO_MANY {
            call(&breaker, Some(Failure::Unavailable));
        }
        breaker
    }

    #[tokio::test(start_paused = true)]
    async fn five_failures_of_ten_are_too_many() {
        let breaker = Breaker::new(REST);
        for _ in 0..4 {
            call(&breaker, Some(Failure::Timeout));
        }
        for _ in 0..6 {
            call(&breaker, None);
        }
        // The first of the four is forgotten before this one is counted.
        call(&breaker, Some(Failure::Timeout));
        assert_eq!(breaker.circuit(), Circuit::Closed);
        call(&breaker, Some(Failure::Timeout));
        assert_eq!(breaker.circuit(), Circuit::Closed);
        for _ in 0..2 {
            call(&breaker, Some(Failure::Timeout));
        }
        assert_eq!(breaker.circuit(), Circuit::Closed);
        call(&breaker, Some(Failure::Timeout));
        assert_eq!(breaker.circuit(), Circuit::Open);
        assert_eq!(breaker.admit().err(), Some(Failure::BreakerOpen));
    }

    #[tokio::test(start_paused = true)]
    async fn answers_that_do_not_help_count_when_nothing_else_comes() {
        let breaker = Breaker::new(REST);
        for _ in 0..20 {
            for _ in 0..9 {
                call(&breaker, Some(Failure::Refused));
            }
            call(&breaker, None);
        }
        assert_eq!(breaker.circuit(), Circuit::Closed);
        for _ in 0..9 {
            call(&breaker, Some(Failure::NotUnderstood));
        }
        assert_eq!(breaker.circuit(), Circuit::Closed);
        call(&breaker, Some(Failure::CutOff));
        assert_eq!(breaker.circuit(), Circuit::Open);
    }

    #[tokio::test(start_paused = true)]
    async fn a_provider_that_says_so_is_left_alone_at_once() {
        let breaker = Breaker::new(REST);
        let limited = |seconds| {
            let permit = breaker.admit().ok().unwrap();
            permit.settle(
                Some(Failure::RateLimited),
                Some(Duration::from_secs(seconds)),
            );
        };
        limited(100);
        tokio::time::advance(Duration::from_secs(99)).await;
        assert_eq!(breaker.circuit(), Circuit::Open);
        tokio::time::advance(Duration::from_secs(1)).await;
        assert_eq!(breaker.circuit(), Circuit::HalfOpen);
        // Also the one that was let through to see, and not for ever.
        limited(u64::MAX);
        assert_eq!(breaker.circuit(), Circuit::Open);
        tokio::time::advance(LONGEST).await;
        call(&breaker, None);
        assert_eq!(breaker.circuit(), Circuit::Closed);
    }

    #[tokio::test(start_paused = true)]
    async fn after_a_rest_one_caller_tries() {
        let breaker = opened();
        tokio::time::advance(REST - Duration::from_secs(1)).await;
        assert!(breaker.admit().is_err());
        tokio::time::advance(Duration::from_secs(1)).await;
        let probe = breaker.admit().ok().unwrap();
        assert_eq!(breaker.circuit(), Circuit::HalfOpen);
        assert!(breaker.admit().is_err());
        probe.settle(Some(Failure::Overloaded), None);
        assert_eq!(breaker.circuit(), Circuit::Open);
        tokio::time::advance(REST).await;
        call(&breaker, Some(Failure::NotUnderstood));
        assert_eq!(breaker.circuit(), Circuit::Open);
        tokio::time::advance(REST).await;
        call(&breaker, None);
        assert_eq!(breaker.circuit(), Circuit::Closed);
        // What was before counts no more.
        call(&breaker, Some(Failure::Unavailable));
        assert_eq!(breaker.circuit(), Circuit::Closed);
    }

    #[tokio::test(start_paused = true)]
    async fn a_probe_that_is_given_up_lets_the_next_one_try() {
        let breaker = opened();
        tokio::time::advance(REST).await;
        drop(breaker.admit().ok().unwrap());
        assert_eq!(breaker.circuit(), Circuit::HalfOpen);
        call(&breaker, None);
        assert_eq!(breaker.circuit(), Circuit::Closed);
    }

    #[tokio::test(start_paused = true)]
    async fn what_lasts_blocks_at_once_and_for_good() {
        let breaker = Breaker::new(REST);
        let before = breaker.admit().ok().unwrap();
        call(&breaker, Some(Failure::SpendLimit));
        before.settle(None, None);
        tokio::time::advance(REST * 1_000).await;
        assert_eq!(breaker.circuit(), Circuit::Blocked(Failure::SpendLimit));
        assert_eq!(breaker.admit().err(), Some(Failure::BreakerOpen));
    }

    #[tokio::test(start_paused = true)]
    async fn a_late_answer_does_not_close_the_circuit() {
        let breaker = Breaker::new(REST);
        let late = breaker.admit().ok().unwrap();
        for _ in 0..TOO_MANY {
            call(&breaker, Some(Failure::Connection));
        }
        tokio::time::advance(REST).await;
        let probe = breaker.admit().ok().unwrap();
        late.settle(None, None);
        assert_eq!(breaker.circuit(), Circuit::HalfOpen);
        probe.settle(None, None);
        assert_eq!(breaker.circuit(), Circuit::Closed);
    }
}
