//! Carries events to the API: at once where it can be, from the outbox where it can't (D1–D7).

use std::cell::Cell;

use crate::browser::trackers::{self, OUTBOX};
use crate::browser::{self, visitor};
use crate::config::{Name, Options};
use crate::consent::Permission;
use crate::event::{Event, WITHOUT_ID, place};
use crate::outbox::{self, Next, Outbox};
use crate::retry::{self, Verdict};
use crate::text::Text;

/// How long another tab is left alone before this one asks again, in milliseconds.
const BUSY_MS: f64 = 1500.0;
/// The code of an event that the page wouldn't have sent (P4).
const VETOED: &str = "VETOED";

thread_local! {
    /// Tries from the outbox, one after the other, that came to nothing: however many events wait,
    /// they wait together.
    static FAILURES: Cell<f64> = const { Cell::new(0.0) };
    /// This tab has asked to be the one that delivers, and the lock isn't free again.
    static DRAINING: Cell<bool> = const { Cell::new(false) };
    /// Something has come up meanwhile.
    static AGAIN: Cell<bool> = const { Cell::new(false) };
    /// When all that waits was last forgotten.
    static FORGOTTEN: Cell<f64> = const { Cell::new(0.0) };
    /// When something last made a try worth it before its time.
    static EAGER: Cell<f64> = const { Cell::new(0.0) };
}

/// Sends an event. A registration is kept before the request starts, because its form may end the
/// page; an impression when its first try comes to nothing (D2).
pub(crate) fn send(event: Event) {
    let mut json = event.json();
    let Some(changes) = browser::review(&json) else {
        return browser::notify("dropped", &json, &VETOED.into());
    };
    let mut event = event;
    if !changes.is_empty() {
        event = event.with(&changes);
        json = event.json();
    }
    let now = browser::now();
    let event = outbox::lease(&event, now);
    if event.is_registration() {
        keep(&event, now);
    }
    fly(&event, json, false);
}

/// Forgets all that waits, and what is under way.
pub(crate) fn forget() {
    FORGOTTEN.set(browser::now());
    OUTBOX.clear();
    browser::forget_events();
}

/// Delivers what waits, before its time where `eager`. Another tab may be at it already.
pub(crate) fn drain(eager: bool) {
    if read().is_empty() {
        return browser::settled("".into());
    }
    if eager {
        EAGER.set(browser::now());
    }
    let draining = DRAINING.replace(true);
    AGAIN.set(draining);
    if !draining {
        browser::lock();
    }
}

/// Whether this tab is the one that delivers. Where it isn't, the other is mostly done soon.
pub(crate) fn locked(got: bool) {
    if got {
        step();
    } else {
        browser::later(BUSY_MS);
        browser::settled("busy".into());
    }
}

/// Another tab may deliver now. This one asks again where something has come up meanwhile.
pub(crate) fn released() {
    DRAINING.set(false);
    if AGAIN.get() {
        drain(false);
    }
}

/// Takes the next event from the outbox.
fn step() {
    let now = browser::now();
    let may = |project: &Text| {
        trackers::find(project)
            .is_some_and(|tracker| visitor::permission(tracker) == Permission::Granted)
    };
    match tidied(now).next(now, EAGER.get(), may) {
        Next::Send(event) => {
            let event = outbox::lease(&event, now);
            keep(&event, now);
            fly(&event, event.json(), true);
        }
        Next::Wait(milliseconds) => rest(milliseconds),
    }
}

/// Lets another tab deliver, and looks again after so many milliseconds.
fn rest(milliseconds: f64) {
    browser::unlock();
    if milliseconds < f64::INFINITY {
        browser::later(milliseconds);
    }
    browser::settled(if read().is_empty() { "".into() } else { "waiting".into() });
}

/// Starts the request with the event's JSON. `queued`: the event was taken from the outbox, and the next one waits for
/// its answer.
fn fly(event: &Event, mut json: Text, queued: bool) {
    let Some(options) = trackers::find(&event.word(place::PROJECT)) else { return };
    let path = if event.is_registration() { Name::RegistrationPath } else { Name::ImpressionPath };
    if !options.has(Name::EventId) {
        json = json.rewrite(WITHOUT_ID);
    }
    let simple = options.has(Name::SimpleRequest);
    browser::post(&options.url(path), &json, &event.0, queued, simple);
}

/// Handles the answer to an event: its status, what its headers ask for, and the API's code.
pub(crate) fn answered(
    event: &Event,
    queued: bool,
    status: i32,
    retry_after: &Text,
    reset: &Text,
    code: &Text,
) {
    let now = browser::now();
    let json = event.json();
    let verdict = retry::judge(status);
    // What is forgotten is not kept again, whichever tab has forgotten it.
    if verdict == Verdict::Again
        && event.number(place::CREATED) >= FORGOTTEN.get()
        && !visitor::is_out()
    {
        let failures = FAILURES.get() + 1.0;
        let tries = event.number(place::TRIES);
        // None where something has made another try worth it since this one began.
        let wait = if EAGER.get() > event.number(place::STATE) {
            0.0
        } else {
            retry::wait(if failures > tries { failures } else { tries }, browser::random())
        };
        let event = outbox::hold(event, now + wait, retry::asked(retry_after, reset, now), now);
        keep(&event, now);
        browser::notify("queued", &json, code);
        if queued {
            FAILURES.set(failures);
            // What doesn't work for this one doesn't for those that wait.
            EAGER.set(0.0);
            AGAIN.set(false);
            // After a failure all rest, so that a long outbox is no storm (D7); but not for as long
            // as the server has asked this one to.
            rest(wait);
        } else {
            browser::later(wait);
        }
        return;
    }
    let_go(event);
    FAILURES.set(0.0);
    if verdict == Verdict::Delivered {
        // What works for this one works for those that wait.
        EAGER.set(now);
        browser::notify("sent", &json, code);
    } else {
        browser::notify("dropped", &json, code);
    }
    if queued { step() } else { drain(false) }
}

/// The outbox as it is now: what the browser keeps, and what it doesn't.
fn read() -> Outbox {
    Outbox(OUTBOX.get().plus(browser::stored_events(outbox::SOUND)))
}

/// Keeps an event, or its new state; what has no room beside it goes. What the browser doesn't keep,
/// this page does (V3), until the browser does.
fn keep(event: &Event, now: f64) {
    let mut all = Outbox(OUTBOX.get()).with(event);
    OUTBOX.clear();
    while let Some(event) = all.first() {
        all = all.rest();
        if !browser::store_event(&event) {
            OUTBOX.set(&Outbox(OUTBOX.get()).with(&event).0);
        }
    }
    tidied(now);
}

/// The outbox, once what has to go is gone.
fn tidied(now: f64) -> Outbox {
    let mut all = read();
    while let Some(surplus) = all.surplus(now) {
        let_go(&surplus);
        all = all.without(&surplus);
    }
    all
}

/// Lets an event go.
fn let_go(event: &Event) {
    browser::forget_event(event);
    OUTBOX.set(&Outbox(OUTBOX.get()).without(event).0);
}
