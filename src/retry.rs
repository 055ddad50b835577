//! What an answer means for an event, and when it is sent again (D2, D3).

use crate::text::Text;

/// First wait between two tries, in milliseconds; it doubles with every try.
const FIRST_WAIT_MS: f64 = 1000.0;
/// Longest wait that doubling reaches: five minutes.
const MAX_WAIT_MS: f64 = 300_000.0;
/// Longest wait that a server may ask for: a day. A clock that is wrong by years asks for more.
const MAX_ASKED_MS: f64 = 86_400_000.0;

/// What becomes of an event.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Verdict {
    /// The API has it.
    Delivered,
    /// The API won't have it, however often it is sent.
    Dropped,
    /// It is sent again.
    Again {
        /// Not before this time, unless something says that it is worth a try.
        soft: f64,
        /// Never before this time: the server has asked for it.
        hard: f64,
    },
}

/// Judges an answer. `status` is 0 where there was none; `asked` is when the server wants the next
/// try, 0 where it doesn't say; `attempts` counts tries so far; `random` is from 0 to 1. Times are
/// in milliseconds since 1970.
pub fn judge(status: u16, asked: f64, attempts: f64, now: f64, random: f64) -> Verdict {
    match status {
        200..=299 => Verdict::Delivered,
        408 | 425 | 429 => again(asked, attempts, now, random),
        400..=499 => Verdict::Dropped,
        _ => again(asked, attempts, now, random),
    }
}

fn again(asked: f64, attempts: f64, now: f64, random: f64) -> Verdict {
    // Full jitter: many browsers that failed together must not come back together
    // (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/).
    let mut wait = FIRST_WAIT_MS;
    let mut tries = attempts;
    while tries > 1.0 && wait < MAX_WAIT_MS {
        wait *= 2.0;
        tries -= 1.0;
    }
    let soft = (now + wait.min(MAX_WAIT_MS) * random).floor();
    Verdict::Again { soft, hard: asked.min(now + MAX_ASKED_MS).floor() }
}

/// When the server wants the next try: `Retry-After`, in seconds or as a date, before
/// `X-RateLimit-Reset`, in seconds since 1970; 0 where neither says.
pub fn asked(retry_after: &Text, reset: &Text, now: f64) -> f64 {
    let seconds = retry_after.to_number() * 1000.0;
    let times = [now + seconds, retry_after.to_time(), reset.to_number() * 1000.0];
    let empty = [retry_after.is_empty(), retry_after.is_empty(), reset.is_empty()];
    let mut known = times.iter().zip(empty).filter(|(time, empty)| !empty && time.is_finite());
    known.next().map_or(0.0, |(time, _)| *time)
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
            assert_eq!(judge(status, 0.0, 1.0, NOW, 0.5), Verdict::Delivered, "{status}");
        }
        for status in [400, 401, 402, 403, 404, 405, 410, 413, 422] {
            assert_eq!(judge(status, 0.0, 1.0, NOW, 0.5), Verdict::Dropped, "{status}");
        }
        for status in [0, 408, 425, 429, 500, 502, 503, 504, 520] {
            let again = Verdict::Again { soft: NOW + 500.0, hard: 0.0 };
            assert_eq!(judge(status, 0.0, 1.0, NOW, 0.5), again, "{status}");
        }
    }

    #[test]
    fn d3_waits_double_from_a_second_to_five_minutes() {
        let longest = |attempts| match judge(0, 0.0, attempts, NOW, 1.0) {
            Verdict::Again { soft, .. } => soft - NOW,
            verdict => panic!("{verdict:?}"),
        };
        let waits: Vec<f64> =
            (1..=11).map(|attempts| longest(f64::from(attempts)) / 1000.0).collect();
        assert_eq!(waits, [1., 2., 4., 8., 16., 32., 64., 128., 256., 300., 300.]);
        assert_eq!(longest(1e9) / 1000.0, 300.0);
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
        assert_eq!(ask("soon", "later"), -NOW);
        assert_eq!(ask("", ""), -NOW);
        let far = judge(429, NOW * 2.0, 1.0, NOW, 0.0);
        assert_eq!(far, Verdict::Again { soft: NOW, hard: NOW + MAX_ASKED_MS });
    }

    #[cfg(not(target_arch = "wasm32"))]
    proptest! {
        #[test]
        fn d3_a_wait_is_never_negative_nor_over_five_minutes(attempts in 1.0..1e6, random in 0.0..1.0) {
            let Verdict::Again { soft, .. } = judge(503, 0.0, attempts, NOW, random) else {
                return Err(TestCaseError::fail("no retry"));
            };
            prop_assert!((NOW..=NOW + MAX_WAIT_MS).contains(&soft));
        }
    }
}
