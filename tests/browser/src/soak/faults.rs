//! What is wrong with the API while visitors come: of 100 requests about 45 come to nothing.

use serde_json::{Value, json};

use crate::Sandbox;

/// How probable each fault is, in per cent, and what it is. The first that hits decides; delays add
/// up until then.
fn faults() -> Vec<(u32, Value)> {
    vec![
        (25, json!({ "kind": "latency", "ms": 120 })),
        (8, json!({ "kind": "latency", "ms": 900 })),
        (8, json!({ "kind": "status", "status": 500 })),
        (8, json!({ "kind": "status", "status": 502, "html": true })),
        (6, json!({ "kind": "status", "status": 503, "retry_after": 1 })),
        (3, json!({ "kind": "status", "status": 503, "http-date-in": 2 })),
        (6, json!({ "kind": "status", "status": 429, "retry_after": 2 })),
        (6, json!({ "kind": "status", "status": 429, "reset_in": 3 })),
        (8, json!({ "kind": "drop_before" })),
        (10, json!({ "kind": "drop_after" })),
    ]
}

/// How probable it is that there is never an answer, in per cent.
const HANG: u32 = 1;
/// How probable it is that a preflight is refused, in per cent.
const PREFLIGHT: u32 = 5;

/// Has all of them happen from now on; in a hurry every request has an end.
pub(super) async fn begin(api: &Sandbox, seed: u64, hurry: bool) {
    let rule = |(percent, fault): (u32, Value)| json!({ "probability": f64::from(percent) / 100.0, "fault": fault });
    let mut rules: Vec<_> = faults().into_iter().map(rule).collect();
    let mut preflight = rule((PREFLIGHT, json!({ "kind": "status", "status": 503 })));
    preflight["preflight"] = true.into();
    rules.push(preflight);
    if !hurry {
        rules.push(rule((HANG, json!({ "kind": "hang" }))));
    }
    api.fail_by_chance(seed, rules.into()).await;
}
