//! Wires the flow: page → event → visitor → transport.

use std::cell::RefCell;

use crate::browser::{self, forms, transport, visitor};
use crate::config::{self, Options, Row};
use crate::event::{Body, Event};
use crate::form::Registered;
use crate::page::{self, Views};
use crate::text::Text;

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
pub(crate) fn start(get: &dyn Fn(&str) -> Option<Text>) -> Result<(), &'static Row> {
    let options = config::read(get)?;
    if !page::counts(&browser::facts(), &options) {
        return Ok(());
    }
    let project_id = options.project_id;
    let place = TRACKERS.with_borrow_mut(|trackers| {
        if trackers.iter().any(|tracker| tracker.options.project_id == project_id) {
            return None;
        }
        trackers.push(Tracker::new(options));
        Some(trackers.len() - 1)
    });
    if let Some(place) = place {
        if place == 0 {
            browser::on_submit(|form| {
                if let Some(email) = forms::email(form) {
                    registration(&email);
                }
            });
        }
        view(place);
    }
    Ok(())
}

/// Counts a view of the page as it is now, for every project.
pub(crate) fn impression() {
    view(0);
}

/// Counts a view for the trackers from a place on.
fn view(from: usize) {
    let (url, referrer) = (browser::url(), browser::referrer());
    send(from, &mut |tracker| Some(Event::Impression(tracker.views.next(&url, &referrer))));
}

/// Records that the visitor registered with this address, for every project. Text that is no
/// address, or counted a moment ago, is not recorded (F3).
pub(crate) fn registration(email: &Text) {
    let now = browser::now();
    send(0, &mut |tracker| {
        tracker.registered.admit(email, now).map(|email| Event::Registration { email })
    });
}

/// The visitor's id, where the page counts at all.
pub(crate) fn visitor_id() -> Option<Text> {
    let none = TRACKERS.with_borrow(Vec::is_empty);
    (!none).then(visitor::id)
}

/// Sends the event of each tracker from a place on, where it has one. No tracker is borrowed while
/// code of the page's runs: a page may have put itself into `fetch` or a storage's setter and call
/// back from there.
fn send(from: usize, event: &mut dyn FnMut(&mut Tracker) -> Option<Event>) {
    for place in from.. {
        let next = TRACKERS.with_borrow_mut(|trackers| {
            let tracker = trackers.get_mut(place)?;
            let event = event(tracker);
            let url = match event {
                Some(Event::Registration { .. }) => &tracker.options.registration_url,
                _ => &tracker.options.impression_url,
            };
            Some((event, url.clone(), tracker.options.project_id))
        });
        let Some((event, url, project_id)) = next else { break };
        if let Some(event) = event {
            let visitor_id = visitor::id();
            let body = Body { project_id, visitor_id: &visitor_id, event: &event };
            transport::post(&url, &body, |_status| {});
        }
    }
}

impl Tracker {
    fn new(options: Options) -> Self {
        Self { options, views: Views::default(), registered: Registered::default() }
    }
}
