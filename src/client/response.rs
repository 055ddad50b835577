//! What an answer means: data, an error, or another try, and when (C4, C5).

use super::operations::Row;
use crate::retry;
use crate::text::Text;

/// What has come of a request.
#[derive(Debug)]
pub struct Answer {
    /// Its status; 0 where there is none, or where a browser hides a redirect.
    pub status: i32,
    /// What there is: a `fault` where there is no answer; `nojson`; the envelope with `data` or with
    /// an `error`; or `other` JSON, which may also be data without the page that should be there.
    pub shape: Text,
    /// The fault, `NETWORK`, `TIMEOUT` or `ABORTED`; or the API's code; or nothing.
    pub code: Text,
    /// The answer's body; of a fault, the reason that the runtime gives.
    pub body: Text,
    /// What the server asks to wait in milliseconds, or NaN.
    pub asked: f64,
}

/// What is to be done about an answer that isn't good.
#[derive(Debug)]
pub struct Verdict {
    /// The error's code.
    pub code: Text,
    /// What the error says; empty where the API has said it.
    pub message: Text,
    /// Whether the same call may be made again, and might go better.
    pub retryable: bool,
    /// How long to wait before that, in milliseconds.
    pub wait: f64,
}

// The tables read a line of status, shape and code, and the body below it. What one rule has made
// doesn't begin with a status, and is left alone by the next.

/// From an answer that is not good to its code.
const CODES: &str = concat!(
    r"^[0-9]+ fault ([^\n]*)[\s\S]*",
    "\t$1\n",
    // Two kinds of 429: out of quota is final, any other is throttling.
    r"^429 error QUOTA_EXCEEDED[\s\S]*",
    "\tQUOTA_EXCEEDED\n",
    r"^429 [\s\S]*",
    "\tRATE_LIMITED\n",
    r"^[0-9]+ error ([^\n]*)[\s\S]*",
    "\t$1\n",
    r"^[0-9]+ [\s\S]*",
    "\tBAD_RESPONSE",
);

/// From an answer to what is to be said of it.
const MESSAGES: &str = concat!(
    r"^[0-9]+ error [\s\S]*",
    "\t\n",
    r"^[0-9]+ fault NETWORK[\s\S]*",
    "\tthe API can't be reached\n",
    r"^[0-9]+ fault TIMEOUT[\s\S]*",
    "\tthe API has not answered in time\n",
    r"^[0-9]+ fault [\s\S]*",
    "\tthe call was aborted\n",
    r"^429 [\s\S]*",
    "\tthe API has no more calls left for this key\n",
    r"^(?:0|3[0-9]+) [\s\S]*",
    "\tthe answer is a redirect, which is not followed: the key would go elsewhere\n",
    r"^2[0-9]+ nojson [^\n]*\n\s*[{\[][\s\S]*",
    "\tthe answer broke off\n",
    r"^[0-9]+ nojson [^\n]*\n\s*$",
    "\tthe answer is empty\n",
    r"^[0-9]+ nojson [^\n]*\n\s*<[\s\S]*",
    "\tthe answer is HTML, perhaps from a proxy\n",
    r"^[0-9]+ nojson [\s\S]*",
    "\tthe answer is not JSON\n",
    r"^[0-9]+ [\s\S]*",
    "\tthe answer is not what the API answers",
);

/// Answers that may be others the next time: none, one that broke off, a server in trouble.
const PASSING: &str = r"^(?:[0-9]+ fault NETWORK|408 |5[0-9]+ |2[0-9]+ nojson [^\n]*\n\s*[{\[])";
/// No connection came about, as far as runtimes say so (Node.js, Bun, Deno): nothing was done.
const UNREACHED: &str = r"^[0-9]+ fault NETWORK\n(?:E(?:CONNREFUSED|NOTFOUND|AI_AGAIN)|UND_ERR_CONNECT|ConnectionRefused|.*client error \(Connect\))";
/// What a caller may try again, while the client doesn't: it has had its time.
const LATE: &str = "^[0-9]+ fault TIMEOUT";

/// Whether an answer is one with data.
pub fn is_good(status: i32, shape: &Text) -> bool {
    (200..300).contains(&status) && *shape == "data"
}

/// Judges an answer that isn't good. `tries` counts those so far; `random` is from 0 to 1.
pub fn judge(row: &Row, answer: &Answer, tries: f64, random: f64) -> Verdict {
    let Answer { status, shape, code, body, asked } = answer;
    let head = Text::from_number((*status).into()).plus(" ").plus(shape).plus(" ").plus(code);
    let whole = head.plus("\n").plus(body);
    let code = whole.clone().rewrite(CODES);
    let backoff = retry::wait(tries, random);
    Verdict {
        retryable: code == "RATE_LIMITED"
            || whole.has(UNREACHED)
            || row.is_repeatable() && (whole.has(PASSING) || whole.has(LATE)),
        wait: if *asked > 0.0 { *asked } else { backoff },
        message: whole.rewrite(MESSAGES),
        code,
    }
}

/// How long the server asks to wait, in milliseconds by its own clock (`date`): `Retry-After`, in
/// seconds or as a date, or else the `reset`. NaN where it doesn't say.
pub fn asked(retry_after: &Text, reset: f64, date: &Text) -> f64 {
    let seconds = number(retry_after) * 1000.0;
    let until = if seconds.is_nan() { retry_after.to_time() - date.to_time() } else { seconds };
    if until.is_nan() { reset } else { until }
}

/// How long until the reset, in milliseconds; NaN where the server doesn't say both.
pub fn until_reset(reset: &Text, date: &Text) -> f64 {
    number(reset) * 1000.0 - date.to_time()
}

/// The number that a header spells, or NaN. Seconds have no more than ten digits; those who mean
/// milliseconds, or nothing, would have all calls wait for ever.
pub fn number(header: &Text) -> f64 {
    header.find("^ *([0-9]{1,10}) *$").map_or(f64::NAN, |digits| digits.to_number())
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
