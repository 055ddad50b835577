//! Wires the flow: page → event → visitor → delivery.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use crate::browser::{self, visitor};
use crate::config::{self, Options, Row};
use crate::consent::{Permission, permission};
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
    /// What the visitor has decided on this page, where they have (V6).
    static SAID: Cell<Option<bool>> = const { Cell::new(None) };
    /// Events that wait for the visitor's decision, a line each, with [`NOBODY`] as their visitor.
    static HELD: RefCell<Option<Text>> = const { RefCell::new(None) };
    /// One a project, however often its tag is on the page (L3).
    static TRACKERS: RefCell<Vec<Tracker>> = const { RefCell::new(Vec::new()) };
}

/// Stands for the visitor while none may be made.
const NOBODY: &str = "00000000-0000-0000-0000-000000000000";

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

/// Counts a view of the page as it is now, or of the URL and referrer that the site names, for
/// every project (T7).
pub(crate) fn impression(page_url: Option<Text>, referrer: Option<Text>) {
    view_of(Cause::Asked, page_url.unwrap_or_else(browser::url), referrer);
}

fn view(cause: Cause) {
    view_of(cause, browser::url(), None);
}

fn view_of(cause: Cause, url: Text, named: Option<Text>) {
    let (referrer, typed) = (browser::referrer(), browser::typed());
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
        let named = named.as_ref().map(|named| page::scrub(named, options, &typed));
        Some((view.page_url, named.unwrap_or(view.referrer)))
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

/// The visitor's id, where the page counts at all and the visitor may have one.
pub(crate) fn visitor_id() -> Option<Text> {
    let signals = visitor::signals();
    let may = TRACKERS.with_borrow(|trackers| {
        let may = |tracker: &Tracker| {
            permission(signals, &tracker.options, SAID.get()) == Permission::Granted
        };
        trackers.iter().any(may)
    });
    may.then(visitor::id)
}

/// The visitor has decided: what happened on this page before is sent, or dropped (V6).
pub(crate) fn consent(given: bool) {
    SAID.set(Some(given));
    let held = HELD.take();
    if !given {
        forget();
    } else if let Some(held) = held {
        let rule = Text::from(NOBODY).plus("\t").and(&visitor::id());
        let events = held.rewrite_by(&rule);
        let mut place = 0;
        loop {
            let line = events.part("\n", place);
            if line.is_empty() {
                break;
            }
            delivery::send(&Event(line));
            place += 1;
        }
    }
    delivery::drain(true);
}

/// Forgets the visitor and all that waits.
fn forget() {
    HELD.take();
    visitor::forget_id();
    delivery::forget();
}

/// Stops everything for this visitor, on later pages as well, or starts afresh (V5).
pub(crate) fn opt_out(out: bool) {
    forget();
    visitor::opt_out(out);
    if !out {
        SAID.set(Some(true));
        view(Cause::Asked);
    }
}

/// Stops every tracker, and leaves the page as it was. What is stored stays: the next tracker finds
/// its visitor again.
pub(crate) fn destroy() {
    TRACKERS.take();
    HELD.take();
    delivery::stop();
    browser::stop();
}

/// Makes a new visitor of this one (V5).
pub(crate) fn reset() {
    visitor::forget_id();
}

/// Sends each tracker's event, where it has one and may: its subject and referrer. No tracker is
/// borrowed while code of the page's runs: a page may have put itself into `fetch` or a storage's
/// setter and call back from there.
fn send(registration: bool, event: &mut dyn FnMut(&mut Tracker) -> Option<(Text, Text)>) {
    let signals = visitor::signals();
    for place in 0.. {
        let next = TRACKERS.with_borrow_mut(|trackers| {
            let tracker = trackers.get_mut(place)?;
            let permission = permission(signals, &tracker.options, SAID.get());
            let event = if permission == Permission::Refused { None } else { event(tracker) };
            Some((event, permission, tracker.options.project_id))
        });
        let Some((event, permission, project_id)) = next else { break };
        if let Some((subject, referrer)) = event {
            let granted = permission == Permission::Granted;
            let visitor_id = if granted { visitor::id() } else { NOBODY.into() };
            let head = Head { project_id, visitor_id, id: browser::mint(), now: browser::now() };
            let event = if registration {
                Event::registration(&head, subject)
            } else {
                Event::impression(&head, subject, referrer)
            };
            if granted {
                delivery::send(&event);
            } else {
                HELD.with_borrow_mut(|held| {
                    let before = held.take().unwrap_or_else(|| "".into());
                    *held = Some(before.and(&event.0).plus("\n"));
                });
            }
        }
    }
}
