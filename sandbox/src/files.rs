//! Static files: the tracker, the dashboard and the demo site as they were built.

use std::path::Path;

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use tower_http::services::ServeDir;

/// The files below `dir`; a path that names a folder is its `index.html`.
pub fn folder(dir: &Path) -> ServeDir {
    // The service's redirect to the same path with a slash would panic on a query that isn't ASCII.
    ServeDir::new(dir).redirect_to_trailing_slash(false)
}

/// Answers a request for a file, with ETag and Last-Modified. None if there is no such file, or if
/// the method is neither GET nor HEAD.
pub async fn serve(folder: &ServeDir, request: Request) -> Option<Response> {
    let mut response = folder.clone().try_call(request).await.ok()?.map(Body::new);
    if matches!(response.status(), StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED) {
        return None;
    }
    let headers = response.headers_mut();
    let media_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    if let Some(text) = media_type.filter(|it| it.starts_with("text/") && !it.contains(';'))
        && let Ok(with_charset) = HeaderValue::from_str(&format!("{text}; charset=utf-8"))
    {
        headers.insert(header::CONTENT_TYPE, with_charset);
    }
    // Asked for again each time, so that a rebuilt file is seen at once.
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    Some(response)
}
