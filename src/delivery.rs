//! Carries events to the API: at once where it can be, from the outbox where it can't (D1–D7).

use std::cell::RefCell;
use std::mem;
use std::rc::Rc;

use crate::browser;
use crate::config::{Flag, Options};
use crate::event::{Body, Event, place};
use crate::outbox::{self, Next, Outbox};
use crate::retry::{self, Verdict};
use crate::text::Text;

/// How long another tab is left alone before this one asks again, in milliseconds.
const BUSY_MS: f64 = 1500.0;

/// What is known of deliveries in this tab.
#[derive(Default)]
struct State {
    /// The projects on this page.
    projects: Vec<Rc<Options>>,
    /// The lines of the outbox that the browser doesn't keep (V3).
    memory: Option<Text>,
    /// Tries from the outbox, one after the other, that came to nothing: however many events wait,
    /// they wait together.
    failures: f64,
    /// This tab has asked to be the one that delivers, and the lock isn't free again.
    draining: bool,
    /// Something has come up meanwhile.
    again: bool,
    /// When something last made a try worth it before its time.
    eager: f64,
}

thread_local! {
    static STATE: RefCell<State> = RefCell::default();
}

/// Delivers for a project from now on.
pub(crate) fn add(options: Rc<Options>) {
    STATE.with_borrow_mut(|state| state.projects.push(options));
}

/// Sends an event. A registration is kept before the request starts, because its form may end the
/// page; an impression when its first try comes to nothing (D2).
pub(crate) fn send(event: &Event) {
    let now = browser::now();
    let event = outbox::lease(event, now);
    if event.is_registration() {
        keep(&event, now);
    }
    fly(&event, false);
}

/// Delivers for nobody from now on; what waits is kept.
pub(crate) fn stop() {
    STATE.take();
}

/// Forgets all that waits.
pub(crate) fn forget() {
    STATE.with_borrow_mut(|state| state.memory = None);
    browser::forget_events();
}

/// Delivers what waits, before its time where `eager`. Another tab may be at it already.
pub(crate) fn drain(eager: bool) {
    if read().is_empty() {
        return browser::settled("");
    }
    let draining = STATE.with_borrow_mut(|state| {
        if eager {
            state.eager = browser::now();
        }
        state.again = state.draining;
        mem::replace(&mut state.draining, true)
    });
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
        browser::settled("busy");
    }
}

/// Another tab may deliver now. This one asks again where something has come up meanwhile.
pub(crate) fn released() {
    let again = STATE.with_borrow_mut(|state| {
        state.draining = false;
        state.again
    });
    if again {
        drain(false);
    }
}

/// Takes the next event from the outbox.
fn step() {
    let now = browser::now();
    let (projects, eager) = STATE.with_borrow(|state| (state.projects.clone(), state.eager));
    let knows = |project| projects.iter().any(|options| options.project_id == project);
    match read().next(now, eager, &knows) {
        Next::Send(event) => {
            let event = outbox::lease(&event, now);
            keep(&event, now);
            fly(&event, true);
        }
        Next::Wait(milliseconds) => rest(milliseconds),
    }
}

/// Lets another tab deliver, and looks again after so many milliseconds.
fn rest(milliseconds: f64) {
    browser::unlock();
    if milliseconds.is_finite() {
        browser::later(milliseconds);
        browser::settled("waiting");
    } else {
        browser::settled("");
    }
}

/// Starts the request. `queued`: the event was taken from the outbox, and the next one waits for
/// its answer.
fn fly(event: &Event, queued: bool) {
    let project_id = event.number(place::PROJECT);
    let project = |options: &&Rc<Options>| options.project_id == project_id;
    let options = STATE.with_borrow(|state| state.projects.iter().find(project).cloned());
    let Some(options) = options else { return };
    let url =
        if event.is_registration() { &options.registration_url } else { &options.impression_url };
    let body = Body { event, with_id: options.has(Flag::EventId) };
    browser::post(url, &browser::json(&body), &event.0, queued, options.has(Flag::SimpleRequest));
}

/// Handles the answer to an event: its status, what its headers ask for, and the API's code.
pub(crate) fn answered(
    mut event: Event,
    queued: bool,
    status: u16,
    retry_after: &Text,
    reset: &Text,
    code: &Text,
) {
    let now = browser::now();
    let failures = STATE.with_borrow(|state| state.failures);
    let asked = retry::asked(retry_after, reset, now);
    let failures = if queued { failures + 1.0 } else { failures };
    let tries = event.number(place::TRIES).max(failures);
    let json = browser::json(&Body { event: &event, with_id: true });
    let (told, failures, wait) = match retry::judge(status, asked, tries, now, browser::random()) {
        Verdict::Delivered => ("sent", 0.0, None),
        Verdict::Dropped => ("dropped", 0.0, None),
        Verdict::Again { soft, hard } => {
            event = outbox::hold(&event, soft, hard, now);
            ("queued", failures, Some(soft - now))
        }
    };
    STATE.with_borrow_mut(|state| {
        state.failures = failures;
        if told == "sent" {
            // What works for this one works for those that wait.
            state.eager = now;
        } else if queued && told == "queued" {
            // What doesn't doesn't.
            (state.eager, state.again) = (0.0, false);
        }
    });
    match wait {
        None => let_go(&event),
        Some(_) => keep(&event, now),
    }
    browser::notify(told, &json, code);
    match wait {
        // After a failure all rest, so that a long outbox is no storm (D7); but not for as long as
        // the server has asked this one to.
        Some(milliseconds) if queued => rest(milliseconds),
        Some(milliseconds) => browser::later(milliseconds),
        None if queued => step(),
        None => drain(false),
    }
}

/// The outbox as it is now: what the browser keeps, and what it doesn't.
fn read() -> Outbox {
    let memory = STATE.with_borrow(|state| state.memory.clone());
    Outbox(memory.unwrap_or_else(|| "".into()).and(&stored().0))
}

/// The events that the browser keeps; none where what lies there isn't ours.
fn stored() -> Outbox {
    let outbox = Outbox(browser::stored_events());
    if outbox.is_sound() {
        return outbox;
    }
    browser::set_aside(&outbox.0);
    Outbox("".into())
}

/// Keeps an event, or its new state; what has no room beside it goes. Where the browser doesn't
/// keep it, this page does.
fn keep(event: &Event, now: f64) {
    let gone = read().fit(event, now).1;
    let stored = browser::store_event(event);
    remember(|memory| if stored { memory.without(event) } else { memory.with(event, now) });
    let mut place = 0;
    while let Some(event) = gone.event(place) {
        let_go(&event);
        place += 1;
    }
}

/// Lets an event go.
fn let_go(event: &Event) {
    browser::forget_event(event);
    remember(|memory| memory.without(event));
}

fn remember(change: impl FnOnce(Outbox) -> Outbox) {
    STATE.with_borrow_mut(|state| {
        let memory = state.memory.take().unwrap_or_else(|| "".into());
        state.memory = Some(change(Outbox(memory)).0);
    });
}
