//! Faults on demand (S5): the rules that a test sets, and the dice that say whom they hit.
//!
//! Each rule has dice of its own, made from the seed and the rule's place. So what befalls the
//! n-th request that a rule sees is the same in every run, whatever other requests come between.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde::Serialize;

use crate::envelope::ApiError;
use crate::fields::{self, Fields, MAX_ID};

/// Most rules at a time.
const MAX_RULES: usize = 100;
/// Longest path, in characters.
const MAX_PATH_CHARS: usize = 255;
/// Longest delay, in milliseconds.
const MAX_LATENCY_MS: i64 = 600_000;
/// Furthest time that a header tells, in seconds from now.
const MAX_AHEAD_S: i64 = 86_400;
/// Every kind of fault.
const KINDS: [&str; 5] = ["latency", "status", "drop_before", "drop_after", "hang"];

/// What goes wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Fault {
    /// The request waits, then goes on.
    Latency {
        /// For so many milliseconds.
        ms: u64,
    },
    /// An answer that never asked the API.
    Status(StatusFault),
    /// The connection is closed, and nothing was done. Chromium sends a request, also a POST, once
    /// more by itself if this befalls a connection that has had an answer before, as it has after
    /// a preflight; a page notices if both are hit.
    DropBefore,
    /// All is done, then the connection is closed with no answer; see [`Fault::DropBefore`].
    DropAfter,
    /// There is never an answer.
    Hang,
}

impl Fault {
    /// Its kind, as rules and arrivals name it.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Latency { .. } => "latency",
            Self::Status(_) => "status",
            Self::DropBefore => "drop_before",
            Self::DropAfter => "drop_after",
            Self::Hang => "hang",
        }
    }
}

/// The answer of [`Fault::Status`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StatusFault {
    /// Its status.
    pub status: u16,
    /// `Retry-After` as so many seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<i64>,
    /// `Retry-After` as a date so many seconds from now; negative: ago.
    #[serde(rename = "http-date-in", skip_serializing_if = "Option::is_none")]
    pub http_date_in: Option<i64>,
    /// `X-RateLimit-Reset` so many seconds from now; negative: ago.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reset_in: Option<i64>,
    /// A page of HTML for a body, as proxies have it, and no envelope.
    pub html: bool,
}

/// Whom a fault hits.
#[derive(Clone, Debug, Serialize)]
pub struct FaultRule {
    /// The path below the API's; none: every path.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// How probable it is that the fault hits a request.
    pub probability: f64,
    /// So many requests are hit; none: there is no limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub times: Option<u64>,
    /// Preflights are hit, too.
    pub preflight: bool,
    /// What hits them.
    pub fault: Fault,
    /// So many requests have been hit.
    pub applied: u64,
    #[serde(skip)]
    dice: Dice,
}

impl FaultRule {
    /// Throws the dice, if the rule is for such a request.
    fn hits(&mut self, path: &str, preflight: bool) -> bool {
        let concerned = self.path.as_deref().is_none_or(|it| it == path)
            && (self.preflight || !preflight)
            && self.times.is_none_or(|times| self.applied < times);
        let hit = concerned && self.dice.throw() < self.probability;
        self.applied += u64::from(hit);
        hit
    }
}

/// The rules of a test.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Plan {
    /// The seed of all dice.
    pub seed: u64,
    /// In the order in which they are asked.
    pub rules: Vec<FaultRule>,
}

impl Plan {
    /// Reads a body; 422 naming the field that is wrong, as `rules[0].fault.ms`.
    pub fn read(mut body: Fields) -> Result<Self, ApiError> {
        let seed = unsigned(body.optional("seed", fields::integer(0..=MAX_ID))?).unwrap_or(0);
        let rules = body.required("rules", fields::objects(MAX_RULES))?;
        body.done()?;
        let mut seeds = Dice(seed);
        let read = |(place, rule)| {
            let dice = Dice(seeds.next());
            read_rule(rule, dice).map_err(|error| error.within(&format!("rules[{place}]")))
        };
        let rules = rules.into_iter().enumerate().map(read).collect::<Result<_, _>>()?;
        Ok(Self { seed, rules })
    }

    /// What befalls a request. The first rule that hits decides; delays add up until then.
    fn decide(&mut self, path: &str, preflight: bool) -> Decision {
        let mut delay = Duration::ZERO;
        for rule in &mut self.rules {
            if rule.hits(path, preflight) {
                match &rule.fault {
                    Fault::Latency { ms } => delay += Duration::from_millis(*ms),
                    fault => return Decision { delay, fault: Some(fault.clone()) },
                }
            }
        }
        Decision { delay, fault: None }
    }
}

fn read_rule(mut rule: Fields, dice: Dice) -> Result<FaultRule, ApiError> {
    let path = rule.optional("path", api_path())?;
    let probability = rule.optional("probability", fields::number(0.0..=1.0))?.unwrap_or(1.0);
    let times = unsigned(rule.optional("times", fields::integer(1..=MAX_ID))?);
    let preflight = rule.optional("preflight", fields::boolean())?.unwrap_or(false);
    let fault = rule.required("fault", fields::object())?;
    rule.done()?;
    let fault = read_fault(fault).map_err(|error| error.within("fault"))?;
    Ok(FaultRule { path, probability, times, preflight, fault, applied: 0, dice })
}

fn read_fault(mut fault: Fields) -> Result<Fault, ApiError> {
    let kind = fault.required("kind", fields::one_of(&KINDS))?;
    let read = match kind.as_str() {
        "latency" => {
            let ms = fault.required("ms", fields::integer(0..=MAX_LATENCY_MS))?;
            Fault::Latency { ms: ms.unsigned_abs() }
        }
        "status" => Fault::Status(read_status(&mut fault)?),
        "drop_before" => Fault::DropBefore,
        "drop_after" => Fault::DropAfter,
        _ => Fault::Hang,
    };
    fault.done()?;
    Ok(read)
}

fn read_status(fault: &mut Fields) -> Result<StatusFault, ApiError> {
    let ahead = || fields::integer(-MAX_AHEAD_S..=MAX_AHEAD_S);
    let status = fault.required("status", fields::integer(200..=599))?;
    let retry_after = fault.optional("retry_after", fields::integer(0..=MAX_AHEAD_S))?;
    let http_date_in = fault.optional("http-date-in", ahead())?;
    if retry_after.is_some() && http_date_in.is_some() {
        return Err(ApiError::invalid("http-date-in", "can't be beside retry_after"));
    }
    Ok(StatusFault {
        // Within the rule's range it can't be another.
        status: u16::try_from(status).unwrap_or(500),
        retry_after,
        http_date_in,
        reset_in: fault.optional("reset_in", ahead())?,
        html: fault.optional("html", fields::boolean())?.unwrap_or(false),
    })
}

/// A path below the API's own.
fn api_path() -> fields::Rule<String> {
    let takes =
        format!("a path below /api/v1, such as /projects, of at most {MAX_PATH_CHARS} characters");
    fields::string(takes, |path| {
        path.starts_with('/')
            && !path.starts_with("/api/")
            && path.chars().count() <= MAX_PATH_CHARS
    })
}

fn unsigned(number: Option<i64>) -> Option<u64> {
    number.map(i64::unsigned_abs)
}

/// What befalls a request: it waits, then the fault comes, if there is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// How long it waits.
    pub delay: Duration,
    /// What comes then.
    pub fault: Option<Fault>,
}

/// The plan that holds now. At first there is none.
#[derive(Debug, Default)]
pub struct Faults {
    plan: Mutex<Plan>,
}

impl Faults {
    fn plan(&self) -> MutexGuard<'_, Plan> {
        self.plan.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The plan, and how often each of its rules has hit.
    pub fn get(&self) -> Plan {
        self.plan().clone()
    }

    /// Begins a plan in place of the one before.
    pub fn set(&self, plan: Plan) {
        *self.plan() = plan;
    }

    /// What befalls the request that comes now. `path` is below the API's.
    pub fn decide(&self, path: &str, preflight: bool) -> Decision {
        self.plan().decide(path, preflight)
    }
}

/// SplitMix64. Our own, so that a seed means the same for ever.
#[derive(Clone, Debug)]
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// At least 0, less than 1.
    fn throw(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(body: &str) -> Plan {
        Plan::read(Fields::parse(body.as_bytes()).unwrap()).unwrap()
    }

    /// Of 1,000 requests those that are hit.
    fn hits(plan: &mut Plan, path: &str) -> Vec<bool> {
        (0..1000).map(|_| plan.decide(path, false).fault.is_some()).collect()
    }

    #[test]
    fn s5_a_seed_means_the_same_for_ever() {
        let mut dice = Dice(1_234_567);
        // The numbers that SplitMix64's author gives.
        let numbers = [6457827717110365317, 3203168211198807973, 9817491932198370423];
        assert_eq!(numbers.map(|_| dice.next()), numbers);
    }

    #[test]
    fn s5_dice_are_fair_and_each_rule_has_its_own() {
        let both = "{\"seed\":1,\"rules\":[
            {\"path\":\"/a\",\"probability\":0.3,\"fault\":{\"kind\":\"hang\"}},
            {\"path\":\"/b\",\"probability\":0.3,\"fault\":{\"kind\":\"hang\"}}]}";
        let a = hits(&mut plan(both), "/a");
        assert!((250..350).contains(&a.iter().filter(|hit| **hit).count()));
        let mut other = plan(both);
        let b = hits(&mut other, "/b");
        assert_ne!(a, b);
        assert_eq!(a, hits(&mut other, "/a"), "whatever came between");
        assert_ne!(a, hits(&mut plan(&both.replace("\"seed\":1", "\"seed\":2")), "/a"));
        for (probability, all) in [("0", false), ("1", true)] {
            let hits = hits(&mut plan(&both.replace("0.3", probability)), "/a");
            assert!(hits.into_iter().all(|hit| hit == all));
        }
    }

    #[test]
    fn s5_delays_add_up_until_a_rule_decides() {
        let mut plan = plan(
            "{\"rules\":[{\"fault\":{\"kind\":\"latency\",\"ms\":1}},
            {\"fault\":{\"kind\":\"latency\",\"ms\":20},\"preflight\":true},
            {\"path\":\"/a\",\"times\":1,\"fault\":{\"kind\":\"drop_after\"}},
            {\"path\":\"/a\",\"fault\":{\"kind\":\"hang\"}},
            {\"fault\":{\"kind\":\"latency\",\"ms\":300}}]}",
        );
        for (path, preflight, ms, fault) in [
            ("/a", false, 21, Some(Fault::DropAfter)),
            ("/a", false, 21, Some(Fault::Hang)),
            ("/b", false, 321, None),
            ("/a", true, 20, None),
        ] {
            let delay = Duration::from_millis(ms);
            assert_eq!(plan.decide(path, preflight), Decision { delay, fault });
        }
        let applied: Vec<_> = plan.rules.iter().map(|rule| rule.applied).collect();
        assert_eq!(applied, [3, 4, 1, 1, 1]);
    }
}
