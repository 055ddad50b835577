//! Wires the flow: page → event → visitor → delivery.

use std::cell::RefCell;
use std::rc::Rc;

use crate::browser::{self, visitor};
use crate::config::{self, Options, Row};
use crate::delivery;
use crate::event::{Event, Head};
use crate::form::Registered;
use crate::page::{self, Views};
use crate::text::Text;

/// One project on this page.
struct Tracker {
    options: Rc<Options>,
    views: Views,
    registered: Registered,
    /// Its first view counts as soon as somebody sees the page (T1).
    unseen: bool,
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
    let options = Rc::new(config::read(get)?);
    if !page::counts(&browser::facts(), &options) {
        return Ok(());
    }
    let place = TRACKERS.with_borrow_mut(|trackers| {
        if trackers.iter().any(|tracker| tracker.options.project_id == options.project_id) {
            return None;
        }
        trackers.push(Tracker {
            options: Rc::clone(&options),
            views: Views::default(),
            registered: Registered::default(),
            unseen: options.auto,
        });
        Some(trackers.len() - 1)
    });
    if let Some(place) = place {
        delivery::add(options);
        if place == 0 {
            browser::listen();
        }
        shown();
    }
    Ok(())
}

/// Why a view may count.
#[derive(Clone, Copy, PartialEq)]
enum Cause {
    /// Somebody sees the page.
    Shown,
    /// The address has changed within the document (T2).
    Moved,
    /// The page is back from the back/forward cache (T3).
    Restored,
    /// The site says so (P1).
    Asked,
}

/// Somebody sees the page, or the network is back.
pub(crate) fn shown() {
    if browser::is_shown() {
        view(Cause::Shown);
        delivery::drain(true);
    }
}

/// The page's address may have changed.
pub(crate) fn moved() {
    view(Cause::Moved);
}

/// The page is back from the back/forward cache.
pub(crate) fn restored() {
    view(Cause::Restored);
    delivery::drain(true);
}

/// Counts a view of the page as it is now, for every project.
pub(crate) fn impression() {
    view(Cause::Asked);
}

fn view(cause: Cause) {
    let (url, referrer, typed) = (browser::url(), browser::referrer(), browser::typed());
    send(false, &mut |tracker| {
        let options = &tracker.options;
        let page_url = page::scrub(&url, options, &typed);
        let counts = match cause {
            Cause::Shown => tracker.unseen,
            Cause::Moved => options.auto && !tracker.unseen && tracker.views.has_moved(&page_url),
            Cause::Restored => options.auto,
            Cause::Asked => true,
        };
        if !counts || page::is_excluded(&url, options) {
            return None;
        }
        tracker.unseen = false;
        let view = tracker.views.next(page_url, page::scrub(&referrer, options, &typed));
        Some((view.page_url, view.referrer))
    });
}

/// Records that the visitor registered with this address, for every project. Text that is no
/// address, or counted a moment ago, is not recorded (F3).
pub(crate) fn registration(email: &Text) {
    let (now, url) = (browser::now(), browser::url());
    send(true, &mut |tracker| {
        if page::is_excluded(&url, &tracker.options) {
            return None;
        }
        tracker.registered.admit(email, now).map(|email| (email, "".into()))
    });
}

/// The visitor's id, where the page counts at all.
pub(crate) fn visitor_id() -> Option<Text> {
    let none = TRACKERS.with_borrow(Vec::is_empty);
    (!none).then(visitor::id)
}

/// Sends each tracker's event, where it has one: its subject and referrer. No tracker is borrowed
/// while code of the page's runs: a page may have put itself into `fetch` or a storage's setter and
/// call back from there.
fn send(registration: bool, event: &mut dyn FnMut(&mut Tracker) -> Option<(Text, Text)>) {
    for place in 0.. {
        let next = TRACKERS.with_borrow_mut(|trackers| {
            let tracker = trackers.get_mut(place)?;
            Some((event(tracker), tracker.options.project_id))
        });
        let Some((event, project_id)) = next else { break };
        if let Some((subject, referrer)) = event {
            let (visitor_id, id, now) = (visitor::id(), browser::mint(), browser::now());
            let head = Head { project_id, visitor_id, id, now };
            delivery::send(&if registration {
                Event::registration(&head, subject)
            } else {
                Event::impression(&head, subject, referrer)
            });
        }
    }
}
