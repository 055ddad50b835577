//! `/__sandbox`: who may read it, the ledger's filter, and the stream for the dashboard.

use std::time::Instant;

use reqwest::{Method, Response};
use serde_json::{Value, json};

use crate::common::{PATIENCE, Sandbox, send, with};

/// A dashboard's connection.
struct Stream {
    response: Response,
    text: String,
}

impl Stream {
    async fn open(sandbox: &Sandbox) -> Self {
        let url = format!("{}/__sandbox/live?project_id={}", sandbox.origin, sandbox.project);
        let response = sandbox.client.get(url).send().await.unwrap();
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        assert!(!response.headers().contains_key("access-control-allow-origin"));
        Self { response, text: String::new() }
    }

    /// The next message; nothing when the stream has ended.
    async fn next(&mut self) -> Option<Value> {
        loop {
            if let Some((message, rest)) = self.text.split_once("\n\n") {
                let message = message.strip_prefix("data: ").map(str::to_owned);
                self.text = rest.to_owned();
                match message {
                    Some(message) => return Some(serde_json::from_str(&message).unwrap()),
                    None => continue,
                }
            }
            let chunk = tokio::time::timeout(PATIENCE, self.response.chunk()).await.unwrap();
            self.text.push_str(std::str::from_utf8(&chunk.unwrap()?).unwrap());
        }
    }
}

#[tokio::test]
async fn s4_the_stream_tells_the_state_at_once_and_after_each_event() {
    let sandbox = Sandbox::start().await;
    let mut stream = Stream::open(&sandbox).await;
    let empty = json!({ "visitors": 0, "daily": [], "latest": [] });
    assert_eq!(stream.next().await, Some(empty));

    sandbox.track("impression", &sandbox.impression()).await;
    let message = stream.next().await.unwrap();
    assert_eq!(message["visitors"], 1);
    let latest = &message["latest"][0];
    assert_eq!(
        message["daily"],
        json!([{ "date": latest["at"].as_str().unwrap()[..10], "visitors": 1 }])
    );
    let mut impression = with(&sandbox.impression(), "kind", json!("impression"));
    impression["at"] = latest["at"].clone();
    impression.as_object_mut().unwrap().remove("project_id");
    assert_eq!(latest, &impression);

    sandbox.track("registration", &sandbox.registration()).await;
    let message = stream.next().await.unwrap();
    assert_eq!(message["visitors"], 1, "the same visitor");
    let latest = &message["latest"][0];
    let mut registration = with(&sandbox.registration(), "kind", json!("registration"));
    registration["at"] = latest["at"].clone();
    registration.as_object_mut().unwrap().remove("project_id");
    assert_eq!(latest, &registration);
    assert_eq!(message["latest"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn s4_a_burst_gives_few_messages_and_the_last_state_arrives() {
    const EVENTS: usize = 200;
    let sandbox = Sandbox::start().await;
    let begin = Instant::now();
    let mut stream = Stream::open(&sandbox).await;
    let burst = async {
        for number in 0..EVENTS {
            let visitor = json!(format!("visitor-{number}"));
            sandbox.track("impression", &with(&sandbox.impression(), "visitor_id", visitor)).await;
        }
    };
    let reading = async {
        let mut messages = 0;
        loop {
            let message = stream.next().await.unwrap();
            messages += 1;
            if message["visitors"] == EVENTS {
                return (messages, message);
            }
        }
    };
    let ((), (messages, last)) = tokio::join!(burst, reading);
    // One at once, then one in 100 ms at most.
    assert!(messages <= begin.elapsed().as_millis() / 100 + 1, "{messages} messages");
    let latest: Vec<_> =
        last["latest"].as_array().unwrap().iter().map(|it| &it["visitor_id"]).collect();
    let newest: Vec<_> = (180..200).rev().map(|number| format!("visitor-{number}")).collect();
    assert_eq!(latest, newest.iter().collect::<Vec<_>>());
}

#[tokio::test]
async fn s2_the_stream_takes_an_existing_project() {
    let sandbox = Sandbox::start().await;
    let live =
        |query: &str| send(sandbox.client.get(format!("{}/__sandbox/live{query}", sandbox.origin)));
    assert_eq!(live("?project_id=999").await.code(), (404, "NOT_FOUND"));
    for query in ["", "?project_id=", "?project_id=0", "?project_id=x"] {
        live(query).await.assert_names("project_id", query);
    }
}

#[tokio::test]
async fn s1_open_streams_do_not_hold_up_the_end() {
    let sandbox = Sandbox::start().await;
    let mut streams = [Stream::open(&sandbox).await, Stream::open(&sandbox).await];
    streams[0].next().await.unwrap();
    sandbox.running.stop().await;
    for stream in &mut streams {
        while stream.next().await.is_some() {}
    }
}

#[tokio::test]
async fn s4_the_ledger_can_be_of_one_project() {
    let sandbox = Sandbox::start().await;
    let made = sandbox.post("/projects", &json!({ "name": "another" })).await;
    let other = made.body["data"]["id"].clone();
    sandbox.track("impression", &sandbox.impression()).await;
    sandbox.track("impression", &with(&sandbox.impression(), "project_id", other.clone())).await;
    sandbox.track("registration", &sandbox.registration()).await;
    let url = format!("{}/__sandbox/ledger", sandbox.origin);
    for (query, impressions, registrations) in [
        (String::new(), 2, 1),
        (format!("?project_id={}", sandbox.project), 1, 1),
        (format!("?project_id={other}"), 1, 0),
        ("?project_id=999".to_owned(), 0, 0),
    ] {
        let data = send(sandbox.client.get(format!("{url}{query}"))).await.body["data"].take();
        let count = |kind: &str| data[kind].as_array().unwrap().len();
        assert_eq!((count("impressions"), count("registrations")), (impressions, registrations));
    }
    send(sandbox.client.get(format!("{url}?project_id=x"))).await.assert_names("project_id", "x");
}

#[tokio::test]
async fn s4_the_ledger_forgets_events_and_requests_and_keeps_projects() {
    let sandbox = Sandbox::start().await;
    let mut stream = Stream::open(&sandbox).await;
    let made = sandbox.post("/projects", &json!({ "name": "another" })).await;
    let other = with(&sandbox.impression(), "project_id", made.body["data"]["id"].clone());
    let id = json!("6ba7b810-9dad-11d1-80b4-00c04fd430c8");
    let registration = with(&sandbox.registration(), "event_id", id);
    sandbox.track("impression", &other).await;
    sandbox.track("registration", &registration).await;
    let mut latest = Vec::new();
    while latest.is_empty() {
        latest = stream.next().await.unwrap()["latest"].as_array().unwrap().clone();
    }

    let forget = |query: String| send(sandbox.control(Method::DELETE, &format!("/ledger{query}")));
    forget("?project_id=x".to_owned()).await.assert_names("project_id", "x");
    assert_eq!(forget(format!("?project_id={}", other["project_id"])).await.status, 200);
    let ledger = sandbox.ledger().await;
    let counts = ["impressions", "registrations", "requests"]
        .map(|list| ledger[list].as_array().unwrap().len());
    assert_eq!(counts, [0, 1, 1], "only what is of the project has gone");
    let answer = forget(String::new()).await;
    assert_eq!((answer.status, &answer.body["data"]), (200, &Value::Null));
    let nothing = json!({ "impressions": [], "registrations": [], "requests": [] });
    assert_eq!(sandbox.ledger().await, nothing);
    while !latest.is_empty() {
        latest = stream.next().await.unwrap()["latest"].as_array().unwrap().clone();
    }
    assert_eq!(sandbox.get("/projects").await.body["data"]["total"], 2);
    sandbox.track("registration", &registration).await;
    assert_eq!(sandbox.outcomes().await, ["recorded"], "its id is forgotten, too");
}

#[tokio::test]
async fn s2_pages_of_other_origins_change_nothing() {
    let sandbox = Sandbox::start().await;
    let body = json!({ "rules": [{ "fault": { "kind": "hang" } }] }).to_string();
    let post = |origin: &str| {
        let request = sandbox.control(Method::POST, "/faults").header("Origin", origin);
        send(request.body(body.clone()))
    };
    for origin in ["https://evil.example", "null", "http://127.0.0.1:1", &sandbox.site, "é"] {
        assert_eq!(post(origin).await.code(), (403, "FORBIDDEN"), "{origin}");
    }
    sandbox.track("impression", &sandbox.impression()).await;
    assert_eq!(post(&sandbox.origin).await.status, 200);
}

#[tokio::test]
async fn s2_the_controls_answer_to_their_own_host_alone_and_without_cors() {
    let sandbox = Sandbox::start().await;
    let port = sandbox.origin.rsplit(':').next().unwrap();
    let ledger = |host: String| {
        let request = sandbox.client.get(format!("{}/__sandbox/ledger", sandbox.origin));
        send(request.header("Host", host).header("Origin", "https://evil.example"))
    };
    for host in
        [format!("127.0.0.1:{port}"), format!("localhost:{port}"), format!("LOCALHOST:{port}")]
    {
        let answer = ledger(host).await;
        assert_eq!(answer.status, 200);
        assert!(answer.headers.keys().all(|name| !name.as_str().starts_with("access-control-")));
    }
    for host in ["evil.example", "127.0.0.1", "localhost:1", "127.0.0.1.evil.example", ""] {
        assert_eq!(ledger(host.to_owned()).await.code(), (403, "FORBIDDEN"), "{host}");
    }
    assert_eq!(ledger(format!("evil.example:{port}")).await.code(), (403, "FORBIDDEN"));
    let preflight =
        sandbox.client.request(Method::OPTIONS, format!("{}/__sandbox/ledger", sandbox.origin));
    assert_eq!(send(preflight).await.code(), (404, "NOT_FOUND"));
}
