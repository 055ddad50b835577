//! Connections: taking them, serving them, and closing one in place of an answer (S5).
//!
//! A loop of our own and not `axum::serve`: there every request gets an answer.

use std::fmt;

use axum::Router;
use axum::extract::Request;
use axum::response::Response;
use axum::serve::{Listener, ListenerExt};
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::TokioIo;
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::watch;

/// Marks a response that must not be sent. As an error of the service it ends the connection.
#[derive(Clone, Copy, Debug)]
struct Unanswered;

impl fmt::Display for Unanswered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("closed in place of an answer")
    }
}

impl std::error::Error for Unanswered {}

/// In place of an answer: the connection is closed, and not one byte is sent before.
pub fn unanswered() -> Response {
    let mut response = Response::default();
    response.extensions_mut().insert(Unanswered);
    response
}

/// Serves until `stopping` is true or nobody is left to say so; then takes no more connections and
/// waits for the requests that are under way.
pub async fn serve(listener: TcpListener, router: Router, mut stopping: watch::Receiver<bool>) {
    // Small answers leave at once, without waiting for more to send.
    let mut listener = listener.tap_io(|stream| {
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!("no TCP_NODELAY: {error}");
        }
    });
    let connections = GracefulShutdown::new();
    loop {
        let stream = tokio::select! {
            (stream, _) = listener.accept() => stream,
            _ = stopping.wait_for(|stopping| *stopping) => break,
        };
        let router = TowerToHyperService::new(router.clone());
        let service = service_fn(move |request: Request<_>| {
            let answering = router.call(request);
            async move {
                let Ok(response) = answering.await;
                match response.extensions().get() {
                    Some(&unanswered) => Err::<Response, Unanswered>(unanswered),
                    None => Ok(response),
                }
            }
        });
        let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
        let connection = connections.watch(connection);
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!("a connection ended: {error}");
            }
        });
    }
    drop(listener);
    connections.shutdown().await;
}
