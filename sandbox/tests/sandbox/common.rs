//! A sandbox to test, requests to it, and the bodies to send.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use linkyfy_sandbox::server::{Folders, Listeners, Running, Settings};
use linkyfy_sandbox::store::{Demo, Store};
use reqwest::header::HeaderMap;
use reqwest::redirect::Policy;
use reqwest::{Client, Method, RequestBuilder};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// For what must happen; nothing waits so long unless it fails.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);
/// The key of a user who isn't the demo user.
pub(crate) const OTHER_KEY: &str = "key-of-somebody-else";

/// What the folders hold that a test's sandbox serves, below its root.
const FILES: [(&str, &str); 11] = [
    ("tracker/linkyfy.js", "// the tracker\n"),
    ("tracker/linkyfy.wasm", "\0asm"),
    ("www/dashboard/index.html", "<h1>Dashboard</h1>"),
    ("www/dashboard/app.js", "// the dashboard\n"),
    ("www/docs/api/index.html", "<h1>API reference</h1>"),
    ("www/docs/quick-start/index.html", "<h1>Quick start</h1>"),
    ("www/site/index.html", "<head><!-- linkyfy:snippet --></head>Shop"),
    ("www/site/pricing.html", "<head><!-- linkyfy:snippet --></head>Prices"),
    ("www/site/shop.css", "/* <!-- linkyfy:snippet --> */"),
    ("www/snippet/index.html", "<h1>Snippet</h1>"),
    ("www/secret.html", "not the site's"),
];

/// A sandbox in this process, in memory, with the demo user and one other.
pub(crate) struct Sandbox {
    pub(crate) origin: String,
    pub(crate) site: String,
    pub(crate) key: String,
    pub(crate) project: i64,
    pub(crate) client: Client,
    pub(crate) store: Store,
    pub(crate) running: Running,
    /// Above what is served.
    pub(crate) root: TempDir,
}

impl Sandbox {
    /// With the limit and the addresses that the vendor's text has.
    pub(crate) async fn start() -> Self {
        Self::start_with(Settings::default()).await
    }

    /// Without a limit.
    pub(crate) async fn unlimited() -> Self {
        Self::start_with(Settings { rate_limit: 0, ..Settings::default() }).await
    }

    pub(crate) async fn start_with(settings: Settings) -> Self {
        let root = tempfile::tempdir().unwrap();
        for (name, content) in FILES {
            let path = root.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, content).unwrap();
        }
        let folders =
            Folders { tracker: root.path().join("tracker"), www: root.path().join("www") };
        let listeners = Listeners::bind(0, 0).await.unwrap();
        let store = Store::in_memory().unwrap();
        let Demo { api_key: key, project } = store.demo(None).unwrap();
        store.add_user("other", OTHER_KEY).unwrap();
        let (origin, site) = (listeners.origin(), format!("http://{}", listeners.site_address));
        let running = listeners.serve(store.clone(), project.id, &folders, settings);
        Self { origin, site, key, project: project.id, client: client(), store, running, root }
    }

    /// A call of the API without a key.
    pub(crate) fn public(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}/api/v1{path}", self.origin))
    }

    /// A call of the API with the demo user's key.
    pub(crate) fn keyed(&self, method: Method, path: &str) -> RequestBuilder {
        self.public(method, path).header("X-API-Key", &self.key)
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        send(self.keyed(Method::GET, path)).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        send(self.keyed(Method::POST, path).json(body)).await
    }

    /// Records an event that must be accepted.
    pub(crate) async fn track(&self, kind: &str, body: &Value) {
        let answer = send(self.public(Method::POST, &format!("/tracking/{kind}")).json(body)).await;
        assert_eq!((answer.status, &answer.body["data"]), (200, &Value::Null), "{body}");
    }

    pub(crate) async fn ledger(&self) -> Value {
        send(self.client.get(format!("{}/__sandbox/ledger", self.origin))).await.body["data"].take()
    }

    /// What arrived, by outcome, in order.
    pub(crate) async fn outcomes(&self) -> Vec<String> {
        let requests = self.ledger().await["requests"].take();
        let outcome = |request: &Value| request["outcome"].as_str().unwrap().to_owned();
        requests.as_array().unwrap().iter().map(outcome).collect()
    }

    pub(crate) fn control(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}/__sandbox{path}", self.origin))
    }

    /// Tells the control API something that must be accepted.
    pub(crate) async fn set(&self, path: &str, body: Value) -> Value {
        let method = if path == "rate-limit" { Method::PUT } else { Method::POST };
        let mut answer = send(self.control(method, &format!("/{path}")).json(&body)).await;
        assert_eq!(answer.status, 200, "{path} {body}: {}", answer.body);
        answer.body["data"].take()
    }

    /// All rows of all tables.
    pub(crate) async fn snapshot(&self) -> Value {
        send(self.control(Method::GET, "/snapshot")).await.body["data"].take()
    }

    /// Sets rules that must be accepted.
    pub(crate) async fn set_faults(&self, body: &Value) {
        let answer = send(self.control(Method::POST, "/faults").json(body)).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
    }

    pub(crate) fn impression(&self) -> Value {
        json!({
            "project_id": self.project, "visitor_id": "abc123-unique-visitor-id",
            "page_url": "https://acme.com/pricing", "referrer": "https://google.com",
        })
    }

    pub(crate) fn registration(&self) -> Value {
        json!({
            "project_id": self.project, "visitor_id": "abc123-unique-visitor-id",
            "email": "newuser@example.com",
        })
    }
}

/// `body` with one field set otherwise.
pub(crate) fn with(body: &Value, field: &str, value: Value) -> Value {
    let mut body = body.clone();
    body[field] = value;
    body
}

/// `body` with one field less.
pub(crate) fn without(body: &Value, field: &str) -> Value {
    let mut body = body.clone();
    body.as_object_mut().unwrap().remove(field);
    body
}

pub(crate) fn client() -> Client {
    Client::builder().redirect(Policy::none()).timeout(PATIENCE).build().unwrap()
}

/// An answer of the API. That its body is an envelope that fits its status is checked on arrival.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Value,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub(crate) fn code(&self) -> (u16, &str) {
        (self.status, self.body["error"]["code"].as_str().unwrap_or_default())
    }

    /// It is a 422 whose message begins with the field's name.
    pub(crate) fn assert_names(&self, field: &str, what: &str) {
        assert_eq!(self.code(), (422, "VALIDATION_ERROR"), "{what}: {}", self.body);
        let message = self.body["error"]["message"].as_str().unwrap();
        assert!(message.starts_with(&format!("{field}: ")), "{what}: {message}");
    }
}

pub(crate) async fn send(request: RequestBuilder) -> Answer {
    let response = request.send().await.unwrap();
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    let text = response.text().await.unwrap();
    assert_eq!(headers["content-type"], "application/json", "{status} {text}");
    let body: Value = serde_json::from_str(&text).unwrap();
    let mut members: Vec<_> = body.as_object().unwrap().keys().map(String::as_str).collect();
    members.sort_unstable();
    if status < 400 {
        assert_eq!((&body["success"], &members[..]), (&json!(true), &["data", "success"][..]));
    } else {
        assert_eq!((&body["success"], &members[..]), (&json!(false), &["error", "success"][..]));
        assert_eq!(body["error"].as_object().unwrap().len(), 2, "{body}");
        assert!(body["error"]["code"].is_string() && body["error"]["message"].is_string());
    }
    Answer { status, headers, body }
}

/// Sends bytes that no HTTP client would, and gives the whole answer.
pub(crate) async fn raw(origin: &str, request: &[u8]) -> String {
    let exchange = async {
        let mut stream = TcpStream::connect(origin.trim_start_matches("http://")).await.unwrap();
        stream.write_all(request).await.unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    };
    tokio::time::timeout(PATIENCE, exchange).await.unwrap()
}

/// A raw GET of `path` from this origin's own host.
pub(crate) async fn raw_get(origin: &str, path: &[u8]) -> String {
    let host = origin.trim_start_matches("http://");
    let rest = format!(" HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    raw(origin, &[b"GET ", path, rest.as_bytes()].concat()).await
}

/// The sandbox as a process. It is killed when it goes out of scope.
pub(crate) struct Process {
    pub(crate) child: Child,
    /// What it printed before it was ready.
    pub(crate) lines: Vec<String>,
    pub(crate) origin: String,
}

impl Process {
    /// Starts it in `folder` and waits until it is ready.
    pub(crate) fn start(folder: &Path, arguments: &[&str]) -> Self {
        let mut child = command(folder, arguments).stdout(Stdio::piped()).spawn().unwrap();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        let mut lines = Vec::new();
        for line in stdout.lines() {
            lines.push(line.unwrap());
            if lines.last().unwrap().starts_with("Not there: www") {
                break;
            }
        }
        let origin = lines.first().and_then(|line| line.strip_prefix("listening on "));
        let origin = origin.unwrap_or_else(|| panic!("not ready: {lines:?}")).to_owned();
        Self { child, lines, origin }
    }

    /// The rest of the line that begins so.
    pub(crate) fn line(&self, begin: &str) -> &str {
        let found = self.lines.iter().find_map(|line| line.strip_prefix(begin));
        found.unwrap_or_else(|| panic!("no line {begin:?}: {:?}", self.lines))
    }

    /// As `kill -9` does.
    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The binary, in a folder where neither tracker nor site are built.
pub(crate) fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_linkyfy-sandbox"));
    command.current_dir(folder).args(arguments);
    command
}
