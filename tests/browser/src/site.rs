//! The customer's website: pages that the test writes, and forms that it takes.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use tokio::time::sleep;

use crate::server::Server;
use crate::{page, workspace};

/// A form that was sent to the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// Where it was sent.
    pub path: String,
    /// Its fields, as the browser encoded them.
    pub body: String,
}

/// What is wrong with a file of the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It isn't there.
    Missing,
    /// It is said to be plain text.
    WrongType,
    /// It was cut off on its way.
    Broken,
    /// The server doesn't answer before it is mended.
    Silent,
}

/// How often a silent file is looked at, whether it has been mended.
const INTERVAL: Duration = Duration::from_millis(20);

#[derive(Default)]
struct Content {
    pages: HashMap<String, String>,
    headers: Vec<(HeaderName, String)>,
    faults: HashMap<String, Fault>,
    asked: Vec<String>,
    sent: Vec<Sent>,
}

type Shared = Arc<Mutex<Content>>;

/// A website on an origin of its own, which serves the tracker as well (`/linkyfy.js`).
pub struct Site {
    server: Server,
    content: Shared,
}

impl Site {
    /// A website without pages.
    pub async fn start() -> Self {
        let content = Shared::default();
        let router = Router::new().fallback(answer).with_state(content.clone());
        let server = Server::start(router).await;
        Self { server, content }
    }

    /// Where the site is, without a slash at the end.
    pub fn origin(&self) -> String {
        self.server.origin()
    }

    /// Where the site is by a name of its own; [`Browser`](crate::Browser) finds every name below
    /// `.test` and `.uk` on this machine.
    pub fn origin_at(&self, host: &str) -> String {
        format!("http://{host}:{}", self.server.port())
    }

    /// Puts a page on the site, in place of another.
    pub fn set(&self, path: &str, html: impl Into<String>) {
        lock(&self.content).pages.insert(path.to_owned(), html.into());
    }

    /// From now on, all pages that the test has put on the site come with this header.
    pub fn set_header(&self, name: HeaderName, value: impl Into<String>) {
        let headers = &mut lock(&self.content).headers;
        headers.retain(|header| header.0 != name);
        headers.push((name, value.into()));
    }

    /// From now on, this file of the tracker has this fault.
    pub fn set_fault(&self, path: &str, fault: Fault) {
        lock(&self.content).faults.insert(path.to_owned(), fault);
    }

    /// From now on, this file of the tracker is as it was built.
    pub fn mend(&self, path: &str) {
        lock(&self.content).faults.remove(path);
    }

    /// What browsers have asked of the site so far: paths and queries.
    pub fn asked(&self) -> Vec<String> {
        lock(&self.content).asked.clone()
    }

    /// The forms that were sent to the site.
    pub fn sent(&self) -> Vec<Sent> {
        lock(&self.content).sent.clone()
    }
}

fn lock(content: &Shared) -> std::sync::MutexGuard<'_, Content> {
    content.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A form is answered as servers do: the browser is sent to look at the page of that address.
async fn answer(State(content): State<Shared>, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    if request.method() == Method::POST {
        let body = to_bytes(request.into_body(), usize::MAX).await;
        let body = String::from_utf8_lossy(&body.unwrap_or_default()).into_owned();
        let answer = Redirect::to(&path).into_response();
        lock(&content).sent.push(Sent { path, body });
        return answer;
    }
    lock(&content).asked.push(request.uri().to_string());
    while lock(&content).faults.get(&path) == Some(&Fault::Silent) {
        sleep(INTERVAL).await;
    }
    let (html, headers, fault) = {
        let content = lock(&content);
        let page = content.pages.get(&path).cloned();
        (page, content.headers.clone(), content.faults.get(&path).copied())
    };
    let Some(html) = html else {
        return match fault {
            Some(fault) => faulty(tracker_file(&path), fault).await,
            None => tracker_file(&path),
        };
    };
    let mut response = ([(header::CACHE_CONTROL, "no-cache")], Html(html)).into_response();
    for (name, value) in headers {
        response.headers_mut().insert(name, value.parse().expect("a header's value"));
    }
    response
}

async fn faulty(mut response: Response, fault: Fault) -> Response {
    let plain = HeaderValue::from_static("text/plain");
    match fault {
        Fault::Missing => not_found(),
        Fault::WrongType => {
            response.headers_mut().insert(header::CONTENT_TYPE, plain);
            let nosniff = HeaderValue::from_static("nosniff");
            response.headers_mut().insert(header::X_CONTENT_TYPE_OPTIONS, nosniff);
            response
        }
        Fault::Broken => {
            let (parts, body) = response.into_parts();
            let body = to_bytes(body, usize::MAX).await.unwrap_or_default();
            Response::from_parts(parts, body.slice(..body.len() / 2).into())
        }
        // Over by now.
        Fault::Silent => response,
    }
}

/// A file of the built tracker.
fn tracker_file(path: &str) -> Response {
    let kind = match path.rsplit_once('.') {
        Some((_, "js")) => "text/javascript; charset=utf-8",
        Some((_, "wasm")) => "application/wasm",
        _ => return not_found(),
    };
    match std::fs::read(workspace("pkg/dist").join(path.trim_start_matches('/'))) {
        Ok(file) => ([(header::CONTENT_TYPE, kind)], file).into_response(),
        Err(_) => not_found(),
    }
}

fn not_found() -> Response {
    let html = page("", "There is no such page.");
    (StatusCode::NOT_FOUND, Html(html)).into_response()
}
