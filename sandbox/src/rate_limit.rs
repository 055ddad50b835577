//! 60 calls a minute for each API key (W5, S2).
//!
//! Windows are whole minutes of the epoch, as the reset in the vendor's example is one.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};

/// Calls that a key has in one window.
pub const LIMIT: u32 = 60;
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
    /// Calls left in this window after this one.
    pub remaining: u32,
    /// When the next window begins, in epoch seconds.
    pub reset: i64,
    /// Seconds until then, at least 1.
    pub wait_s: i64,
}

/// Decides on one call at `now` (epoch seconds) and gives the window as it is after it.
pub fn take(window: Window, now: i64) -> (Window, Verdict) {
    let start = now - now.rem_euclid(WINDOW_S);
    let used = if window.start == start { window.used } else { 0 };
    let allowed = used < LIMIT;
    let used = if allowed { used + 1 } else { used };
    let reset = start + WINDOW_S;
    let verdict = Verdict { allowed, remaining: LIMIT - used, reset, wait_s: reset - now };
    (Window { start, used }, verdict)
}

impl Verdict {
    /// Writes the three headers, and `Retry-After` where the call is refused.
    pub fn write(&self, headers: &mut HeaderMap) {
        headers.insert(LIMIT_HEADER, LIMIT.into());
        headers.insert(REMAINING_HEADER, self.remaining.into());
        headers.insert(RESET_HEADER, HeaderValue::from(self.reset));
        if !self.allowed {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(self.wait_s));
        }
    }
}

/// The windows of all keys. In memory: a restart gives every key a fresh minute.
#[derive(Debug, Default)]
pub struct RateLimiter {
    windows: Mutex<HashMap<String, Window>>,
}

impl RateLimiter {
    /// Counts one call of `key` at `now` (epoch seconds). Call it with known keys only: each is
    /// remembered.
    pub fn take(&self, key: &str, now: i64) -> Verdict {
        let mut windows = self.windows.lock().unwrap_or_else(PoisonError::into_inner);
        let window = windows.entry(key.to_owned()).or_default();
        let (after, verdict) = take(*window, now);
        *window = after;
        verdict
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2024-04-09T16:00:00Z, the reset in the vendor's example.
    const MINUTE: i64 = 1_712_678_400;

    #[test]
    fn s2_sixty_calls_pass_and_the_next_waits_for_the_whole_minute() {
        let mut window = Window::default();
        for call in 1..=LIMIT {
            let (after, verdict) = take(window, MINUTE + i64::from(call) / 2);
            assert!(verdict.allowed);
            assert_eq!(verdict.remaining, LIMIT - call);
            assert_eq!(verdict.reset, MINUTE + WINDOW_S);
            window = after;
        }
        let (after, verdict) = take(window, MINUTE + 59);
        assert_eq!(after, window, "a refused call uses nothing");
        assert_eq!(
            verdict,
            Verdict { allowed: false, remaining: 0, reset: MINUTE + WINDOW_S, wait_s: 1 }
        );
        let (_, verdict) = take(after, MINUTE + WINDOW_S);
        assert!(verdict.allowed, "the next minute is a new window");
        assert_eq!(verdict.remaining, LIMIT - 1);
        assert_eq!(verdict.reset, MINUTE + 2 * WINDOW_S);
    }

    #[test]
    fn s2_a_clock_set_back_begins_a_window() {
        let full = Window { start: MINUTE, used: LIMIT };
        assert!(take(full, MINUTE - 1).1.allowed);
        assert_eq!(take(full, -1).1.reset, 0, "also before the epoch");
    }

    #[test]
    fn s2_keys_have_windows_of_their_own() {
        let limiter = RateLimiter::default();
        for _ in 0..=LIMIT {
            limiter.take("a", MINUTE);
        }
        assert!(!limiter.take("a", MINUTE).allowed);
        assert!(limiter.take("b", MINUTE).allowed);
    }
}
