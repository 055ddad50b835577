//! The rules for faults: setting them, and which requests they hit (S5).

use reqwest::Method;
use serde_json::{Value, json};

use crate::common::{Answer, Sandbox, send, with, without};
use crate::faults::{REGISTRATION, assert_unanswered, kind, register, rule};

async fn list(sandbox: &Sandbox) -> Answer {
    send(sandbox.control(Method::GET, "/faults")).await
}

#[tokio::test]
async fn s5_rules_are_listed_as_they_were_set_until_they_are_cleared() {
    let sandbox = Sandbox::start().await;
    let nothing = json!({ "seed": 0, "rules": [] });
    assert_eq!(list(&sandbox).await.body["data"], nothing);
    let full = json!({ "seed": 42, "rules": [
        {
            "path": REGISTRATION, "probability": 0.3, "times": 2, "preflight": true,
            "fault": {
                "kind": "status", "status": 503, "retry_after": 2, "reset_in": 3, "html": true,
            },
        },
        { "fault": { "kind": "status", "status": 429, "http-date-in": 2 } },
        { "fault": { "kind": "latency", "ms": 500 } },
        { "fault": { "kind": "drop_before" } },
        { "fault": { "kind": "drop_after" } },
        { "fault": { "kind": "hang" } },
    ]});
    let answer = send(sandbox.control(Method::POST, "/faults").json(&full)).await;
    assert_eq!(answer.status, 200);
    let mut shown = full;
    for rule in shown["rules"].as_array_mut().unwrap() {
        rule["applied"] = json!(0);
        for (field, default) in [("probability", json!(1.0)), ("preflight", json!(false))] {
            if rule[field].is_null() {
                rule[field] = default;
            }
        }
    }
    shown["rules"][1]["fault"]["html"] = json!(false);
    assert_eq!(answer.body["data"], shown);
    assert_eq!(list(&sandbox).await.body["data"], shown);

    let cleared = send(sandbox.control(Method::DELETE, "/faults")).await;
    assert_eq!((cleared.status, &cleared.body["data"]), (200, &Value::Null));
    assert_eq!(list(&sandbox).await.body["data"], nothing);
    assert_eq!(register(&sandbox).await.unwrap().status(), 200);
}

#[tokio::test]
async fn s5_a_bad_rule_is_422_naming_the_field_and_changes_nothing() {
    let sandbox = Sandbox::start().await;
    sandbox.set_faults(&kind("drop_before")).await;
    let good = json!({ "path": "/projects", "fault": { "kind": "hang" } });
    let mut cases = vec![
        ("rules", json!({})),
        ("rules", json!({ "rules": {} })),
        ("rules", json!({ "rules": [1] })),
        ("rules", json!({ "rules": vec![good.clone(); 101] })),
        ("seed", json!({ "seed": -1, "rules": [] })),
        ("seed", json!({ "seed": "42", "rules": [] })),
        ("rule", json!({ "rules": [], "rule": 1 })),
    ];
    let second = |rule: Value| json!({ "rules": [good.clone(), rule] });
    for (field, name, value) in [
        ("rules[1].path", "path", json!("projects")),
        ("rules[1].path", "path", json!("/api/v1/projects")),
        ("rules[1].path", "path", json!(null)),
        ("rules[1].probability", "probability", json!(1.1)),
        ("rules[1].probability", "probability", json!(-0.1)),
        ("rules[1].probability", "probability", json!("1")),
        ("rules[1].times", "times", json!(0)),
        ("rules[1].times", "times", json!(1.5)),
        ("rules[1].preflight", "preflight", json!(1)),
        ("rules[1].kind", "kind", json!("hang")),
        ("rules[1].fault", "fault", json!("hang")),
        ("rules[1].fault.kind", "fault", json!({})),
        ("rules[1].fault.kind", "fault", json!({ "kind": "explode" })),
        ("rules[1].fault.ms", "fault", json!({ "kind": "latency" })),
        ("rules[1].fault.ms", "fault", json!({ "kind": "latency", "ms": -1 })),
        ("rules[1].fault.ms", "fault", json!({ "kind": "hang", "ms": 1 })),
    ] {
        cases.push((field, second(with(&good, name, value))));
    }
    cases.push(("rules[1].fault", second(without(&good, "fault"))));
    for (field, name, value) in [
        ("rules[1].fault.status", "status", json!(199)),
        ("rules[1].fault.status", "status", json!(600)),
        ("rules[1].fault.retry_after", "retry_after", json!(-1)),
        ("rules[1].fault.http-date-in", "http-date-in", json!("2")),
        ("rules[1].fault.reset_in", "reset_in", json!(1.5)),
        ("rules[1].fault.html", "html", json!("yes")),
    ] {
        let fault = with(&json!({ "kind": "status", "status": 503 }), name, value);
        cases.push((field, second(with(&good, "fault", fault))));
    }
    let both = json!({ "kind": "status", "status": 503, "http-date-in": 2, "retry_after": 2 });
    cases.push(("rules[1].fault.http-date-in", second(with(&good, "fault", both))));
    for (field, body) in &cases {
        let answer = send(sandbox.control(Method::POST, "/faults").json(body)).await;
        answer.assert_names(field, &body.to_string());
    }
    assert_eq!(list(&sandbox).await.body["data"]["rules"].as_array().unwrap().len(), 1);
    assert_unanswered(register(&sandbox).await);
}

#[tokio::test]
async fn s5_a_rule_is_for_its_path_and_spent_after_its_times() {
    let sandbox = Sandbox::start().await;
    let fault = json!({ "kind": "status", "status": 503 });
    let body = json!({ "rules": [{ "path": REGISTRATION, "times": 2, "fault": fault }] });
    for _ in 0..2 {
        sandbox.set_faults(&body).await;
        sandbox.track("impression", &sandbox.impression()).await;
        for status in [503, 503, 200, 200] {
            assert_eq!(register(&sandbox).await.unwrap().status(), status);
        }
        assert_eq!(list(&sandbox).await.body["data"]["rules"][0]["applied"], 2);
    }
}

/// What 40 registrations are answered where half of them fail.
async fn answers(sandbox: &Sandbox, seed: u64) -> Vec<u16> {
    let fault = json!({ "kind": "status", "status": 503 });
    let rules = json!([{ "path": REGISTRATION, "probability": 0.5, "fault": fault }]);
    sandbox.set_faults(&json!({ "seed": seed, "rules": rules })).await;
    let mut answers = Vec::new();
    for _ in 0..40 {
        answers.push(register(sandbox).await.unwrap().status().as_u16());
    }
    answers
}

#[tokio::test]
async fn s5_the_same_seed_means_the_same_faults() {
    let (sandbox, other) = (Sandbox::start().await, Sandbox::start().await);
    let first = answers(&sandbox, 42).await;
    assert!(first.contains(&503) && first.contains(&200));
    assert_eq!(answers(&sandbox, 42).await, first, "set again, it begins again");
    assert_eq!(answers(&other, 42).await, first);
    assert_ne!(answers(&other, 43).await, first);
}

#[tokio::test]
async fn s5_preflights_are_spared_unless_a_rule_says_otherwise() {
    let sandbox = Sandbox::start().await;
    let preflight = || {
        let request = sandbox.public(Method::OPTIONS, REGISTRATION).header("Origin", "null");
        request.header("Access-Control-Request-Method", "POST").send()
    };
    sandbox.set_faults(&kind("drop_before")).await;
    assert_eq!(preflight().await.unwrap().status(), 200);
    let spared = list(&sandbox).await.body["data"]["rules"][0]["applied"].take();
    assert_eq!(spared, 0);

    let mut rules = rule(json!({ "kind": "status", "status": 503, "retry_after": 1 }));
    rules["rules"][0]["preflight"] = json!(true);
    sandbox.set_faults(&rules).await;
    let response = preflight().await.unwrap();
    assert_eq!(response.status(), 503);
    assert_eq!(response.headers()["access-control-allow-origin"], "*");
    assert_eq!(response.headers()["retry-after"], "1");
    assert_eq!(register(&sandbox).await.unwrap().status(), 503);

    rules["rules"][0]["fault"] = json!({ "kind": "drop_after" });
    sandbox.set_faults(&rules).await;
    assert_unanswered(preflight().await);
    assert_eq!(sandbox.outcomes().await, ["fault:status"], "a preflight is no tracking request");
}
