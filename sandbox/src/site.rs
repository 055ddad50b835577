//! The demo site: a customer's website, on a listener and so on an origin of its own.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use tower_http::services::ServeDir;

use crate::fields::{BodyError, MAX_EVENT_BYTES, read_body};
use crate::files;

/// Stands in the site's pages where the tracking snippet goes.
pub const PLACEHOLDER: &str = "<!-- linkyfy:snippet -->";

struct Site {
    files: ServeDir,
    not_found: PathBuf,
    snippet: String,
}

/// The site in `dir`, with `snippet` on its pages.
///
/// `/pricing` is `pricing.html`. A POST to a page is answered as a server does that takes a form:
/// it sends the browser to look at the page.
pub fn router(dir: &Path, snippet: String) -> Router {
    let files = files::folder(dir).html_as_default_extension(true);
    let site = Site { files, not_found: dir.join("404.html"), snippet };
    Router::new().fallback(answer).with_state(Arc::new(site))
}

async fn answer(State(site): State<Arc<Site>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let form = parts.method == Method::POST;
    if form && matches!(read_body(body, MAX_EVENT_BYTES).await, Err(BodyError::TooLarge(_))) {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    }
    if !form && !matches!(parts.method, Method::GET | Method::HEAD) {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    // Without the request's headers: what a page becomes here has nothing to do with the file's
    // own ETag and ranges.
    let mut whole = Request::new(Body::empty());
    *whole.uri_mut() = parts.uri.clone();
    match files::serve(&site.files, whole).await {
        Some(_) if form => Redirect::to(&same_site(parts.uri.path())).into_response(),
        Some(response) => site.with_snippet(response).await,
        None => site.not_found().await,
    }
}

/// The path with one slash in front: a browser takes what follows two for a host.
fn same_site(path: &str) -> String {
    format!("/{}", path.trim_start_matches(['/', '\\']))
}

impl Site {
    async fn with_snippet(&self, response: Response) -> Response {
        let is_html = |value: &HeaderValue| value.as_bytes().starts_with(b"text/html");
        if !response.headers().get(header::CONTENT_TYPE).is_some_and(is_html) {
            return response;
        }
        match to_bytes(response.into_body(), usize::MAX).await {
            Ok(html) => self.page(StatusCode::OK, &String::from_utf8_lossy(&html)),
            Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        }
    }

    async fn not_found(&self) -> Response {
        let html = tokio::fs::read_to_string(&self.not_found).await;
        self.page(StatusCode::NOT_FOUND, html.as_deref().unwrap_or("<title>Not found</title>"))
    }

    fn page(&self, status: StatusCode, html: &str) -> Response {
        let headers = [
            (header::CONTENT_TYPE, "text/html; charset=utf-8"),
            (header::CACHE_CONTROL, "no-cache"),
        ];
        (status, headers, html.replace(PLACEHOLDER, &self.snippet)).into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s3_a_form_never_sends_a_browser_to_another_site() {
        for (path, same) in [
            ("/signup", "/signup"),
            ("/", "/"),
            ("//evil.example/a", "/evil.example/a"),
            ("/\\evil.example", "/evil.example"),
        ] {
            assert_eq!(same_site(path), same);
        }
    }
}
