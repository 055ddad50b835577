//! What an answer means for an event, and when it is sent again (D2, D3).

use crate::text::Text;

/// First wait between two tries, in milliseconds; it doubles with every try.
const FIRST_WAIT_MS: f64 = 1000.0;
/// Longest wait that doubling reaches: five minutes.
const MAX_WAIT_MS: f64 = 300_000.0;
/// Longest wait that a server may ask for: a day. A clock that is wrong by years asks for more.
const MAX_ASKED_MS: f64 = 86_400_000.0;

/// What becomes of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The API has it.
    Delivered,
    /// The API won't have it, however often it is sent.
    Dropped,
    /// It is sent again.
    Again,
}

/// Judges an answer by its status, 0 where there was none.
pub fn judge(status: i32) -> Verdict {
    match status {
        200..=299 => Verdict::Delivered,
        408 | 425 | 429 => Verdict::Again,
        400..=499 => Verdict::Dropped,
        _ => Verdict::Again,
    }
}

/// How long to wait for the next try unless something says that it is worth one before, in
/// milliseconds. `tries` counts those so far; `random` is from 0 to 1.
pub fn wait(tries: f64, random: f64) -> f64 {
    // Full jitter: many browsers that failed together must not come back together
    // (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/).
    let mut wait = FIRST_WAIT_MS;
    let mut left = tries;
    while left > 1.0 && wait < MAX_WAIT_MS {
        wait *= 2.0;
        left -= 1.0;
    }
    let longest = if wait > MAX_WAIT_MS { MAX_WAIT_MS } else { wait };
    (longest * random).floor()
}

/// When the server wants the next try, in milliseconds since 1970: `Retry-After`, in seconds or as a
/// date, before `X-RateLimit-Reset`, in seconds since 1970; now where neither says later, in as many
/// digits: a full storage takes an event's new state in place of the old where it is no longer.
pub fn asked(retry_after: &Text, reset: &Text, now: f64) -> f64 {
    let latest = now + MAX_ASKED_MS;
    // Milliseconds, or not a number. An empty text may spell 0.
    let seconds =
        |text: &Text| text.find("^ *[0-9]+ *$").map_or(f64::NAN, |text| text.to_number() * 1000.0);
    let mut time = now + seconds(retry_after);
    if time.is_nan() {
        time = retry_after.to_time();
    }
    if time.is_nan() {
        time = seconds(reset);
    }
    if time > latest {
        latest
    } else if time > now {
        time.floor()
    } else {
        now
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(not(target_arch = "wasm32"))]
    use proptest::prelude::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    const NOW: f64 = 1_800_000_000_000.0;

    #[test]
    fn d2_d3_each_status_has_its_verdict() {
        for status in [200, 201, 202, 204, 299] {
            assert_eq!(judge(status), Verdict::Delivered, "{status}");
        }
        for status in [400, 401, 402, 403, 404, 405, 410, 413, 422] {
            assert_eq!(judge(status), Verdict::Dropped, "{status}");
        }
        for status in [0, 408, 425, 429, 500, 502, 503, 504, 520] {
            assert_eq!(judge(status), Verdict::Again, "{status}");
        }
    }

    #[test]
    fn d3_waits_double_from_a_second_to_five_minutes() {
        let waits: Vec<f64> = (1..=11).map(|tries| wait(f64::from(tries), 1.0) / 1000.0).collect();
        assert_eq!(waits, [1., 2., 4., 8., 16., 32., 64., 128., 256., 300., 300.]);
        assert_eq!(wait(1e9, 1.0) / 1000.0, 300.0);
        assert_eq!(wait(1.0, 0.5), 500.0);
        assert_eq!(wait(f64::NAN, 0.5), 500.0);
    }

    #[test]
    fn d3_what_the_server_asks_for_is_obeyed() {
        let ask = |after: &str, reset: &str| asked(&after.into(), &reset.into(), NOW) - NOW;
        assert_eq!(ask("120", ""), 120_000.0);
        assert_eq!(ask("0", ""), 0.0);
        assert_eq!(ask("", "1800000007"), 7000.0);
        assert_eq!(ask("5", "1800000007"), 5000.0);
        assert_eq!(ask("Fri, 15 Jan 2027 08:00:30 GMT", ""), 30_000.0);
        assert_eq!(ask("soon", "1800000007"), 7000.0);
        assert_eq!(ask("soon", "later"), 0.0);
        assert_eq!(ask("Thu, 01 Jan 1970 00:00:00 GMT", "1800000007"), 0.0, "long ago");
        assert_eq!(ask("", ""), 0.0);
        assert_eq!(ask("90000", ""), 86_400_000.0, "a day at most");
        assert_eq!(ask("", "3600000000000"), 86_400_000.0, "a clock that is wrong by years");
    }

    #[cfg(not(target_arch = "wasm32"))]
    proptest! {
        #[test]
        fn d3_a_wait_is_never_negative_nor_over_five_minutes(tries in 1.0..1e6, random in 0.0..1.0) {
            prop_assert!((0.0..=MAX_WAIT_MS).contains(&wait(tries, random)));
        }
    }
}
