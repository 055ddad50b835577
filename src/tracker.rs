//! Wires the flow: page → event → visitor → delivery.

use crate::browser::trackers::{self, HELD, REGISTERED, Tracker};
use crate::browser::{self, visitor};
use crate::config::{Name, Options};
use crate::consent::Permission;
use crate::delivery;
use crate::event::{Event, Head};
use crate::form;
use crate::outbox::Outbox;
use crate::page::{self, Cause};
use crate::text::Text;

/// Stands for the visitor while none may be made: what no URL and no address has in it.
const NOBODY: &str = "\x01";

/// Starts a project's tracker on this page and counts its first view. False where nothing was
/// started: an option can't be taken, which is said on the console (L8), the page doesn't count
/// (T6), or the project has a tracker already (L3).
pub(crate) fn start() -> bool {
    let tracker = trackers::next();
    if let Some(option) = tracker.wrong() {
        browser::complain(&option);
        return false;
    }
    let is_new = trackers::find(&tracker.text(Name::ProjectId)).is_none();
    if !is_new || !page::counts(&browser::facts(), &tracker) {
        return false;
    }
    let is_first = trackers::add(tracker);
    if let Some(domains) = tracker.get(Name::LinkerDomains) {
        visitor::take_carried(&domains);
    }
    // The view, or what it waits for, comes before the listening.
    browser::show_first(visitor::known().is_some());
    if is_first {
        browser::listen();
    }
    true
}

/// Somebody sees the page, or the network is back.
pub(crate) fn shown() {
    if browser::is_shown() {
        first_view();
        delivery::drain(true);
    }
}

/// Counts a view that the site asks for (T7).
pub(crate) fn asked(url: &Text, referrer: Option<Text>) {
    first_view();
    impression(Cause::Asked, url, referrer);
}

/// The page's own first view comes before all that happens there; it may still wait for other tabs
/// (V4).
fn first_view() {
    if browser::is_shown() {
        view(Cause::Shown);
    }
}

/// The page's address may have changed.
pub(crate) fn moved() {
    view(Cause::Moved);
}

/// The page is back from the back/forward cache.
pub(crate) fn restored() {
    visitor::recheck();
    view(Cause::Restored);
    delivery::drain(true);
}

fn view(cause: Cause) {
    impression(cause, &browser::url(), None);
}

/// Counts a view of this URL for every project, where it counts (T1–T3); `named` is the
/// referrer where the site names one.
fn impression(cause: Cause, url: &Text, named: Option<Text>) {
    let (referrer, typed) = (browser::referrer(), browser::typed());
    for tracker in trackers::all() {
        // Where the page is, whatever the site says that it shows.
        let (before, place) = (tracker.place().get(), page::place(&browser::url(), &tracker));
        if !page::is_view(cause, &tracker, &before, &place) {
            continue;
        }
        // Counted or not: the next place is another. Before somebody sees the page, its own first view
        // is still to come.
        if cause != Cause::Asked || !before.is_empty() {
            tracker.place().set(&place);
        }
        let permission = visitor::permission(tracker);
        if permission == Permission::Refused || page::is_excluded(url, &tracker) {
            continue;
        }
        let (previous, page_url) = (tracker.previous().get(), page::scrub(url, &tracker, &typed));
        tracker.previous().set(&page_url);
        // The first view came from another page, a later one from the view before it (T4).
        let referrer = match &named {
            None if !previous.is_empty() => previous,
            _ => page::scrub(named.as_ref().unwrap_or(&referrer), &tracker, &typed),
        };
        send(tracker, permission, &browser::mint(), |head| {
            Event::impression(head, page_url, referrer)
        });
    }
}

/// Records that the visitor registered with this address on the page of this URL or path, for every
/// project. Text that is no address, or counted a moment ago, is not recorded (F3).
/// `id` is a UUID of what happened.
pub(crate) fn registration(text: &Text, page: &Text, id: &Text) {
    first_view();
    let Some((email, seen)) = form::admit(&REGISTERED.get(), text, browser::now()) else { return };
    for tracker in trackers::all() {
        let permission = visitor::permission(tracker);
        if permission == Permission::Refused || page::is_excluded(page, &tracker) {
            continue;
        }
        REGISTERED.set(&seen);
        send(tracker, permission, id, |head| Event::registration(head, email.clone()));
    }
}

/// Sends an event, or holds it until the visitor has decided.
fn send(tracker: Tracker, permission: Permission, id: &Text, event: impl FnOnce(Head) -> Event) {
    let granted = permission == Permission::Granted;
    let project_id = tracker.text(Name::ProjectId);
    let visitor_id = if granted { visitor::id() } else { NOBODY.into() };
    let event = event(Head::new(&project_id, visitor_id, id, browser::now()));
    if granted {
        delivery::send(event);
        visitor::remember();
    } else {
        HELD.set(&HELD.get().plus(&event.0).plus("\n"));
    }
}

/// The visitor's id, where the page counts at all and the visitor may have one.
pub(crate) fn visitor_id() -> Option<Text> {
    trackers::all().any(|tracker| visitor::permission(tracker) == Permission::Granted).then(|| {
        let id = visitor::id();
        visitor::remember();
        id
    })
}

/// A link with the visitor's id, where it leads to one of the site's other domains (V8).
pub(crate) fn follow(link: &Text) -> Option<Text> {
    let leads =
        |tracker: Tracker| crate::visitor::leads_to(link, &tracker.text(Name::LinkerDomains));
    if trackers::all().any(leads) { decorate(link) } else { None }
}

/// A link with the visitor's id, where there is one (V8).
pub(crate) fn decorate(link: &Text) -> Option<Text> {
    visitor_id().map(|id| crate::visitor::decorate(link, &id, browser::now()))
}

/// The visitor has decided: what happened on this page before is sent, or dropped (V6).
pub(crate) fn consent(given: bool) {
    // A form that was sent while they refused may still wait for its judge.
    if !given || visitor::is_out() {
        forget();
    }
    visitor::say(given);
    if given && let Some(id) = visitor_id() {
        let mut held = Outbox(HELD.get());
        HELD.clear();
        while let Some(event) = held.first() {
            held = held.rest();
            delivery::send(Event(event.0.rewrite(Text::from(NOBODY).plus("\t").plus(&id))));
        }
    }
    delivery::drain(true);
}

/// Forgets the visitor, all that waits, and who has registered: that may have been among it (F3).
fn forget() {
    HELD.clear();
    REGISTERED.clear();
    visitor::forget_id();
    delivery::forget();
}

/// Stops everything for this visitor, on later pages as well, or starts afresh (V5).
pub(crate) fn opt_out(out: bool) {
    // Who isn't out stays who they are.
    if !out && !visitor::is_out() {
        return;
    }
    forget();
    visitor::opt_out(out);
    if !out {
        view(Cause::Restored);
    }
}

/// Makes a new visitor of this one (V5), at once: another tab that finds none kept would bring back the
/// old one.
pub(crate) fn reset() {
    visitor::forget_id();
    visitor_id();
}

/// Stops every tracker, and leaves the page as it was. What is stored stays: the next tracker finds
/// its visitor again.
pub(crate) fn destroy() {
    trackers::remove();
    browser::stop();
}
