//! Wires the flow: page → event → visitor → transport.

use std::cell::RefCell;

use crate::browser::{self, forms, transport, visitor};
use crate::config::{self, Options, Row};
use crate::event::{Body, Event};
use crate::form::Registered;
use crate::page::{self, Views};

/// One project on this page.
struct Tracker {
    options: Options,
    views: Views,
    registered: Registered,
}

thread_local! {
    /// One a project, however often its tag is on the page (L3).
    static TRACKERS: RefCell<Vec<Tracker>> = const { RefCell::new(Vec::new()) };
}

/// Starts a project's tracker on this page and counts its first view; `get` gives the text of an
/// option by its name. Does nothing where the page doesn't count (T6) or the project has a tracker
/// already (L3).
///
/// # Errors
/// The option whose value can't be taken (L8); nothing has been started then.
pub(crate) fn start(get: impl Fn(&str) -> Option<String>) -> Result<(), &'static Row> {
    let options = config::read(get)?;
    if !page::counts(&browser::facts(), &options) {
        return Ok(());
    }
    TRACKERS.with_borrow_mut(|trackers| {
        if trackers.iter().any(|tracker| tracker.options.project_id == options.project_id) {
            return;
        }
        if trackers.is_empty() {
            browser::on_submit(|form| {
                if let Some(email) = forms::email(form) {
                    registration(&email);
                }
            });
        }
        let mut tracker =
            Tracker { options, views: Views::default(), registered: Registered::default() };
        tracker.impression();
        trackers.push(tracker);
    });
    Ok(())
}

/// Counts a view of the page as it is now, for every project.
pub(crate) fn impression() {
    TRACKERS.with_borrow_mut(|trackers| trackers.iter_mut().for_each(Tracker::impression));
}

/// Records that the visitor registered with this address, for every project. Text that is no
/// address, or counted a moment ago, is not recorded (F3).
pub(crate) fn registration(email: &str) {
    TRACKERS.with_borrow_mut(|trackers| {
        for tracker in trackers {
            tracker.registration(email);
        }
    });
}

/// The visitor's id, where the page counts at all.
pub(crate) fn visitor_id() -> Option<String> {
    TRACKERS.with_borrow(|trackers| (!trackers.is_empty()).then(visitor::id))
}

impl Tracker {
    fn impression(&mut self) {
        let view = self.views.next(&browser::url(), &browser::referrer());
        self.send(&self.options.impression_url, &Event::Impression(view));
    }

    fn registration(&mut self, email: &str) {
        if let Some(email) = self.registered.admit(email, browser::now()) {
            self.send(&self.options.registration_url, &Event::Registration { email });
        }
    }

    fn send(&self, url: &str, event: &Event) {
        let visitor_id = visitor::id();
        let body = Body { project_id: self.options.project_id, visitor_id: &visitor_id, event };
        transport::post(url, &body, |_status| {});
    }
}
