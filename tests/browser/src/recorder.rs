//! An API that keeps every request as it came, for what the sandbox's ledger doesn't tell, or that
//! fails as a broken server does.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::body::to_bytes;
use axum::extract::{self, State};
use axum::http::{HeaderMap, HeaderName, Method, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use serde_json::Value;

use crate::server::Server;
use crate::wait::wait_for;

/// A request as it came.
#[derive(Debug, Clone)]
pub struct Request {
    /// `POST`, or `OPTIONS` where the browser asks first.
    pub method: Method,
    /// Path and query.
    pub path: String,
    /// All headers.
    pub headers: HeaderMap,
    /// The body as text.
    pub body: String,
}

impl Request {
    /// A header's text, nothing where it isn't there.
    pub fn header(&self, name: HeaderName) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// The body as the JSON that it has to be.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body)
            .unwrap_or_else(|error| panic!("{error} in the body of {self:?}"))
    }
}

/// How the API answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// As the real one does, to requests of all origins.
    Success,
    /// With a status of 500 and an HTML page, once the browser was allowed to ask.
    ErrorPage,
    /// With the same to everything, so that the browser is not even allowed to ask.
    ErrorPageToAll,
}

struct Tape {
    answer: Answer,
    requests: Vec<Request>,
}

type Shared = Arc<Mutex<Tape>>;

/// The API, on an origin of its own.
pub struct Recorder {
    server: Server,
    tape: Shared,
}

impl Recorder {
    /// An API that answers as the real one does.
    pub async fn start() -> Self {
        let tape = Arc::new(Mutex::new(Tape { answer: Answer::Success, requests: Vec::new() }));
        let router = Router::new().fallback(record).with_state(tape.clone());
        let server = Server::start(router).await;
        Self { server, tape }
    }

    /// The API's base URL.
    pub fn base_url(&self) -> String {
        format!("{}/api/v1", self.server.origin())
    }

    /// From now on it answers like this.
    pub fn answer(&self, answer: Answer) {
        lock(&self.tape).answer = answer;
    }

    /// All requests so far.
    pub fn requests(&self) -> Vec<Request> {
        lock(&self.tape).requests.clone()
    }

    /// The events so far: what was posted to a path that ends so, without the browser's questions.
    pub fn posts(&self, path: &str) -> Vec<Request> {
        let mut requests = self.requests();
        requests.retain(|request| request.method == Method::POST && request.path.ends_with(path));
        requests
    }

    /// The events at a path, once there are this many.
    pub async fn wait_for(&self, path: &str, count: usize) -> Vec<Request> {
        wait_for(&format!("{count} posts to {path}"), async || {
            let posts = self.posts(path);
            match posts.len() >= count {
                true => Ok(posts),
                false => Err(format!("{:#?}", self.requests())),
            }
        })
        .await
    }
}

fn lock(tape: &Shared) -> MutexGuard<'_, Tape> {
    tape.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn record(State(tape): State<Shared>, request: extract::Request) -> Response {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap_or_default();
    let asks_first = parts.method == Method::OPTIONS;
    let mut tape = lock(&tape);
    tape.requests.push(Request {
        method: parts.method,
        path: parts.uri.to_string(),
        headers: parts.headers,
        body: String::from_utf8_lossy(&body).into_owned(),
    });
    let open_to_all = [
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (header::ACCESS_CONTROL_ALLOW_HEADERS, "content-type"),
        (header::ACCESS_CONTROL_ALLOW_METHODS, "POST"),
    ];
    let html = Html("<h1>500 Internal Server Error</h1>");
    let broken = (StatusCode::INTERNAL_SERVER_ERROR, html);
    match tape.answer {
        Answer::ErrorPageToAll => broken.into_response(),
        Answer::ErrorPage if !asks_first => (open_to_all, broken).into_response(),
        Answer::ErrorPage | Answer::Success => {
            let json = [(header::CONTENT_TYPE, "application/json")];
            (open_to_all, json, r#"{"success":true,"data":null}"#).into_response()
        }
    }
}
