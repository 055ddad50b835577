//! A project's state as a stream of messages for its dashboard.

use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use serde_json::{Value, json};
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};

use crate::envelope::iso_milliseconds;
use crate::server::Shared;
use crate::store::events::{Kind, Overview, Recorded};

/// Events in a message.
const LATEST: i64 = 20;
/// Time between two messages: what happens in it is told in one.
const PAUSE: Duration = Duration::from_millis(100);
/// A connection on which nothing happens shows in this time that it is there.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// Who is to be told about which project.
#[derive(Debug, Default)]
pub struct Live {
    projects: Mutex<HashMap<i64, watch::Sender<()>>>,
}

impl Live {
    /// Tells everybody who watches `project` that it has changed.
    pub fn announce(&self, project: i64) {
        let projects = self.projects.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(changes) = projects.get(&project) {
            changes.send_replace(());
        }
    }

    /// Tells everybody, whatever they watch, that it has changed.
    pub fn announce_all(&self) {
        let projects = self.projects.lock().unwrap_or_else(PoisonError::into_inner);
        projects.values().for_each(|changes| {
            changes.send_replace(());
        });
    }

    /// Changes of `project` from now on. Call it with ids that exist only: each is remembered.
    fn changes(&self, project: i64) -> watch::Receiver<()> {
        let mut projects = self.projects.lock().unwrap_or_else(PoisonError::into_inner);
        projects.entry(project).or_insert_with(|| watch::channel(()).0).subscribe()
    }
}

/// One connected dashboard.
struct Viewer {
    app: Shared,
    project: i64,
    changes: watch::Receiver<()>,
    last_message: Option<Instant>,
}

/// The stream of `project`, which must exist: its state at once and after each change, until the
/// client goes or the sandbox ends.
pub fn stream_of(app: Shared, project: i64) -> Response {
    let changes = app.live.changes(project);
    let viewer = Viewer { app, project, changes, last_message: None };
    let messages = stream::unfold(viewer, |mut viewer| async move {
        let message = viewer.next().await?;
        Some((Ok::<_, Infallible>(message), viewer))
    });
    Sse::new(messages).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)).into_response()
}

impl Viewer {
    async fn next(&mut self) -> Option<Event> {
        if let Some(last) = self.last_message {
            let mut stopping = self.app.stopping.clone();
            tokio::select! {
                changed = self.changes.changed() => changed.ok()?,
                _ = stopping.wait_for(|stopping| *stopping) => return None,
            }
            sleep_until(last + PAUSE).await;
        }
        // Marked as seen before it is read: a change after the reading makes another message.
        self.changes.mark_unchanged();
        let project = self.project;
        let overview = self.app.store.run(move |store| store.overview(project, LATEST)).await;
        let overview = overview.inspect_err(|error| tracing::error!("{error}")).ok()?;
        self.last_message = Some(Instant::now());
        Some(Event::default().data(message(&overview).to_string()))
    }
}

fn message(overview: &Overview) -> Value {
    let latest: Vec<_> = overview.latest.iter().map(latest_event).collect();
    json!({ "visitors": overview.visitors, "daily": overview.daily, "latest": latest })
}

fn latest_event(recorded: &Recorded) -> Value {
    let at = iso_milliseconds(recorded.received_at_ms);
    let visitor_id = &recorded.event.visitor_id;
    match &recorded.event.kind {
        Kind::Impression { page_url, referrer } => json!({
            "kind": "impression", "at": at, "visitor_id": visitor_id,
            "page_url": page_url, "referrer": referrer,
        }),
        Kind::Registration { email } => json!({
            "kind": "registration", "at": at, "visitor_id": visitor_id, "email": email,
        }),
    }
}
