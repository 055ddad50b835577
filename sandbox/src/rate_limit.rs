//! So many calls a minute for each API key, 60 as the vendor has it (W5, S2).
//!
//! Windows are whole minutes of the epoch, as the reset in the vendor's example is one.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};

/// Calls that a key has in one window, as the vendor has it.
pub const DEFAULT_LIMIT: u32 = 60;
/// No limit: more calls in one window than anybody makes, so that headers can still tell it.
const NO_LIMIT: u32 = 1_000_000_000;
/// Length of a window in seconds.
pub const WINDOW_S: i64 = 60;

/// Answers: calls that a key has in one window.
pub const LIMIT_HEADER: HeaderName = HeaderName::from_static("x-ratelimit-limit");
/// Answers: calls that are left in this window.
pub const REMAINING_HEADER: HeaderName = HeaderName::from_static("x-ratelimit-remaining");
/// Answers: when the next window begins, in epoch seconds.
pub const RESET_HEADER: HeaderName = HeaderName::from_static("x-ratelimit-reset");

/// What one key has used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Window {
    /// Where the window begins, in epoch seconds.
    pub start: i64,
    /// Calls let through in it.
    pub used: u32,
}

/// Whether a call may pass, and what its answer says about the limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// May the call pass?
    pub allowed: bool,
    /// Calls that a key has in one window.
    pub limit: u32,
    /// Calls left in this window after this one.
    pub remaining: u32,
    /// When the next window begins, in epoch seconds.
    pub reset: i64,
    /// Seconds until then, at least 1.
    pub wait_s: i64,
}

/// Decides on one call at `now` (epoch seconds) where a window has `limit`, and gives the window as
/// it is after it.
pub fn take(window: Window, limit: u32, now: i64) -> (Window, Verdict) {
    let start = now - now.rem_euclid(WINDOW_S);
    let used = if window.start == start { window.used } else { 0 };
    let allowed = used < limit;
    let used = if allowed { used + 1 } else { used };
    let reset = start + WINDOW_S;
    let remaining = limit.saturating_sub(used);
    let verdict = Verdict { allowed, limit, remaining, reset, wait_s: reset - now };
    (Window { start, used }, verdict)
}

impl Verdict {
    /// Writes the three headers, and `Retry-After` where the call is refused.
    pub fn write(&self, headers: &mut HeaderMap) {
        headers.insert(LIMIT_HEADER, self.limit.into());
        headers.insert(REMAINING_HEADER, self.remaining.into());
        headers.insert(RESET_HEADER, HeaderValue::from(self.reset));
        if !self.allowed {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(self.wait_s));
        }
    }
}

/// How calls of all keys have fared since the limit was last set, for tests to read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// So many were let through.
    pub allowed: u64,
    /// So many were turned away.
    pub refused: u64,
}

/// The windows of all keys. In memory: a restart gives every key a fresh minute.
#[derive(Debug)]
pub struct RateLimiter {
    limit: AtomicU32,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    windows: HashMap<String, Window>,
    counts: Counts,
}

impl RateLimiter {
    /// With `limit` calls in a window; 0: as many as anybody makes.
    pub fn new(limit: u32) -> Self {
        let limiter = Self { limit: AtomicU32::default(), state: Mutex::default() };
        limiter.set_limit(limit);
        limiter
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many calls a window has; 0: as many as anybody makes.
    pub fn limit(&self) -> u32 {
        let limit = self.limit.load(Ordering::Relaxed);
        if limit == NO_LIMIT { 0 } else { limit }
    }

    /// How calls have fared since the limit was last set.
    pub fn counts(&self) -> Counts {
        self.state().counts
    }

    /// From now on `limit` calls in a window; 0: as many as anybody makes. All windows and counts
    /// begin anew.
    pub fn set_limit(&self, limit: u32) {
        let limit = if limit == 0 { NO_LIMIT } else { limit };
        self.limit.store(limit, Ordering::Relaxed);
        *self.state() = State::default();
    }

    /// Counts one call of `key` at `now` (epoch seconds). Call it with known keys only: each is
    /// remembered.
    pub fn take(&self, key: &str, now: i64) -> Verdict {
        let mut state = self.state();
        let window = state.windows.entry(key.to_owned()).or_default();
        let (after, verdict) = take(*window, self.limit.load(Ordering::Relaxed), now);
        *window = after;
        state.counts.allowed += u64::from(verdict.allowed);
        state.counts.refused += u64::from(!verdict.allowed);
        verdict
    }

    /// Forgets a key that is known no more.
    pub fn forget(&self, key: &str) {
        self.state().windows.remove(key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: u32 = DEFAULT_LIMIT;

    /// 2024-04-09T16:00:00Z, the reset in the vendor's example.
    const MINUTE: i64 = 1_712_678_400;

    #[test]
    fn s2_sixty_calls_pass_and_the_next_waits_for_the_whole_minute() {
        let mut window = Window::default();
        for call in 1..=LIMIT {
            let (after, verdict) = take(window, LIMIT, MINUTE + i64::from(call) / 2);
            assert!(verdict.allowed);
            assert_eq!(verdict.remaining, LIMIT - call);
            assert_eq!(verdict.reset, MINUTE + WINDOW_S);
            window = after;
        }
        let (after, verdict) = take(window, LIMIT, MINUTE + 59);
        assert_eq!(after, window, "a refused call uses nothing");
        assert_eq!(
            verdict,
            Verdict {
                allowed: false,
                limit: LIMIT,
                remaining: 0,
                reset: MINUTE + WINDOW_S,
                wait_s: 1
            }
        );
        let (_, verdict) = take(after, LIMIT, MINUTE + WINDOW_S);
        assert!(verdict.allowed, "the next minute is a new window");
        assert_eq!(verdict.remaining, LIMIT - 1);
        assert_eq!(verdict.reset, MINUTE + 2 * WINDOW_S);
    }

    #[test]
    fn s2_a_clock_set_back_begins_a_window() {
        let full = Window { start: MINUTE, used: LIMIT };
        assert!(take(full, LIMIT, MINUTE - 1).1.allowed);
        assert_eq!(take(full, LIMIT, -1).1.reset, 0, "also before the epoch");
    }

    #[test]
    fn s2_a_forgotten_key_has_no_window() {
        let limiter = RateLimiter::new(1);
        limiter.take("a", MINUTE);
        assert!(!limiter.take("a", MINUTE).allowed);
        limiter.forget("a");
        assert!(limiter.state().windows.is_empty());
        assert!(limiter.take("a", MINUTE).allowed);
    }

    #[test]
    fn s2_keys_have_windows_of_their_own() {
        let limiter = RateLimiter::new(LIMIT);
        for _ in 0..=LIMIT {
            limiter.take("a", MINUTE);
        }
        assert!(!limiter.take("a", MINUTE).allowed);
        assert!(limiter.take("b", MINUTE).allowed);
        let allowed = u64::from(LIMIT) + 1;
        assert_eq!(limiter.counts(), Counts { allowed, refused: 2 });
        limiter.set_limit(0);
        assert_eq!((limiter.limit(), limiter.counts()), (0, Counts::default()));
    }
}
