//! Answers of all kinds, and what is done about them.

use super::*;
use crate::client::operations::{ROWS, row};

const DATE: &str = "Fri, 15 Jan 2027 08:00:00 GMT";
/// The same in seconds since 1970.
const DATE_S: f64 = 1_800_000_000.0;

fn answer(status: i32, shape: &str, code: &str, body: &str) -> Answer {
    let [shape, code, body] = [shape, code, body].map(Text::from);
    Answer { status, shape, code, body, asked: f64::NAN }
}

fn judged(operation: &str, answer: &Answer) -> (String, bool, String) {
    if is_good(answer.status, &answer.shape) {
        return (String::new(), false, String::new());
    }
    let verdict = judge(&row(operation).unwrap(), answer, 1.0, 0.5);
    (verdict.code.0, verdict.retryable, verdict.message.0)
}

#[test]
fn c3_data_are_data() {
    for status in [200, 201, 202] {
        let all = judged("projects.get", &answer(status, "data", "", "{\"success\":true}"));
        assert_eq!(all, (String::new(), false, String::new()));
    }
    assert_eq!(judged("templates.delete", &answer(204, "data", "", "")).0, "");
    assert_eq!(judged("projects.list", &answer(204, "nojson", "", "")).0, "BAD_RESPONSE");
}

#[test]
fn c4_the_apis_errors_keep_their_code() {
    for (status, code) in [
        (422, "VALIDATION_ERROR"),
        (404, "NOT_FOUND"),
        (401, "UNAUTHORIZED"),
        (403, "FORBIDDEN"),
        (402, "SUBSCRIPTION_EXPIRED"),
        (429, "QUOTA_EXCEEDED"),
        (409, "SOMETHING_NEW"),
    ] {
        let all = judged("projects.get", &answer(status, "error", code, "{}"));
        assert_eq!(all, (code.to_owned(), false, String::new()), "{status}");
    }
    let all = judged("projects.get", &answer(500, "error", "SERVER_ERROR", "{}"));
    assert_eq!(all, ("SERVER_ERROR".into(), true, String::new()));
    // Whatever the status says, an error is none of the data.
    assert_eq!(judged("projects.get", &answer(200, "error", "NOT_FOUND", "{}")).0, "NOT_FOUND");
}

#[test]
fn c4_what_is_no_answer_of_the_apis_is_told_apart() {
    let said = |status, shape: &str, body: &str| {
        let (code, again, message) = judged("projects.get", &answer(status, shape, "", body));
        assert_eq!(code, "BAD_RESPONSE", "{body}");
        (message, again)
    };
    let html = "<!DOCTYPE html>\n<title>502</title>";
    assert_eq!(
        said(200, "nojson", html),
        ("the answer is HTML, perhaps from a proxy".into(), false)
    );
    assert_eq!(
        said(502, "nojson", html),
        ("the answer is HTML, perhaps from a proxy".into(), true)
    );
    assert_eq!(said(200, "nojson", " \n"), ("the answer is empty".into(), false));
    assert_eq!(said(200, "nojson", "{\"success\":tr"), ("the answer broke off".into(), true));
    assert_eq!(said(200, "nojson", "OK"), ("the answer is not JSON".into(), false));
    assert_eq!(said(200, "other", "{}"), ("the answer is not what the API answers".into(), false));
    assert_eq!(said(500, "data", "{}"), ("the answer is not what the API answers".into(), true));
    for status in [0, 301, 302, 307, 308] {
        let (message, again) = said(status, "nojson", "");
        assert!(message.contains("redirect") && !again, "{status}: {message}");
    }
}

#[test]
fn c5_each_retry_class_has_its_way() {
    let kinds = [
        ("network", answer(0, "fault", "NETWORK", "")),
        ("late", answer(0, "fault", "TIMEOUT", "")),
        ("aborted", answer(0, "fault", "ABORTED", "")),
        ("408", answer(408, "nojson", "", "")),
        ("throttled", answer(429, "error", "RATE_LIMITED", "{}")),
        ("throttled without a code", answer(429, "nojson", "", "<html>")),
        ("out of quota", answer(429, "error", "QUOTA_EXCEEDED", "{}")),
        ("500", answer(500, "error", "SERVER_ERROR", "{}")),
        ("503", answer(503, "nojson", "", "")),
        ("cut", answer(200, "nojson", "", "{\"su")),
        ("422", answer(422, "error", "VALIDATION_ERROR", "{}")),
    ];
    let clear = ["throttled", "throttled without a code"];
    let unclear = ["network", "late", "408", "500", "503", "cut"];
    for (operation, repeatable) in [
        ("projects.list", true),
        ("projects.update", true),
        ("contactLists.addContacts", true),
        ("projects.create", false),
        ("inbox.reply", false),
        ("inbox.cancelAutoReply", false),
        ("profile.regenerateApiKey", false),
        ("billing.changePlan", false),
    ] {
        for (kind, answer) in &kinds {
            let (_, again, _) = judged(operation, answer);
            let expected = clear.contains(kind) || repeatable && unclear.contains(kind);
            assert_eq!(again, expected, "{operation}: {kind}");
        }
    }
}

#[test]
fn c5_rows_have_one_of_four_classes() {
    for line in ROWS.lines() {
        let class = line.split('\t').nth(2).unwrap();
        let repeatable = Row(line.into()).is_repeatable();
        match class {
            "safe" | "idempotent" => assert!(repeatable, "{line}"),
            "unsafe" | "never" => assert!(!repeatable, "{line}"),
            _ => panic!("{line}"),
        }
    }
}

#[test]
fn c5_waits_are_the_servers_or_fully_jittered() {
    let row = row("projects.list").unwrap();
    let failed = |asked| Answer { asked, ..answer(503, "nojson", "", "") };
    let wait = |asked, tries, random| judge(&row, &failed(asked), tries, random).wait;
    assert_eq!(wait(7000.0, 1.0, 0.5), 7000.0);
    assert_eq!(wait(f64::NAN, 1.0, 0.5), 500.0);
    assert_eq!(wait(f64::NAN, 3.0, 1.0), 4000.0);
    assert_eq!(wait(f64::NAN, 3.0, 0.0), 0.0);
    // A date that has passed asks for nothing.
    assert_eq!(wait(-5000.0, 1.0, 0.5), 500.0);
}

#[test]
fn c5_retry_after_is_read_by_the_servers_own_clock() {
    let ask = |after: &str, reset: &str, date: &str| {
        let date = date.into();
        asked(&after.into(), until_reset(&reset.into(), &date), &date)
    };
    let reset = format!("{}", DATE_S + 42.0);
    assert_eq!(ask("120", &reset, DATE), 120_000.0);
    assert_eq!(ask("120", "", ""), 120_000.0);
    assert_eq!(ask("Fri, 15 Jan 2027 08:00:30 GMT", &reset, DATE), 30_000.0);
    assert_eq!(ask("", &reset, DATE), 42_000.0);
    assert_eq!(ask("soon", &reset, DATE), 42_000.0);
    assert!(ask("Fri, 15 Jan 2027 08:00:30 GMT", "", "").is_nan(), "the local clock is no help");
    assert!(ask("", &reset, "").is_nan());
    assert!(ask("", "soon", DATE).is_nan());
    assert!(ask("", "-5", DATE).is_nan());
    assert!(ask("", "1800000042000", DATE).is_nan(), "milliseconds");
    assert_eq!(ask(&"9".repeat(400), &reset, DATE), 42_000.0);
}

#[test]
fn c5_what_never_reached_the_server_is_sent_again_whatever_it_does() {
    for operation in ["projects.create", "inbox.reply", "projects.get"] {
        let again = |reason: &str| judged(operation, &answer(0, "fault", "NETWORK", reason)).1;
        for reason in [
            "ECONNREFUSED",
            "ENOTFOUND",
            "ConnectionRefused",
            "UND_ERR_CONNECT_TIMEOUT",
            "error sending request for url (http://localhost:1/): client error (Connect): refused",
        ] {
            assert!(again(reason), "{operation}: {reason}");
        }
        // A connection that there was ends with these, too, when the network goes away.
        let unclear = ["ECONNRESET", "ETIMEDOUT", "EHOSTUNREACH", "ENETUNREACH", "UND_ERR_SOCKET"];
        for reason in unclear.into_iter().chain(["Failed to fetch", ""]) {
            assert_eq!(again(reason), operation == "projects.get", "{operation}: {reason}");
        }
    }
}
