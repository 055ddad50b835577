//! The outbox under any sequence of events: page views and sign-ups in several tabs, answers of every
//! kind, clocks that jump, tabs that die, the network going away (D2–D5, D7).
//!
//! The model has what `src/delivery.rs` has of a browser, in a few lines: tabs, one of which may hold
//! the lock, requests under way, a storage for all. Every decision is the tracker's own. Without Web
//! Locks every tab drains: then the lease alone has to do.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test's own state")]

use std::collections::{BTreeMap, BTreeSet};

use linkyfy::event::{Event, Head, place};
use linkyfy::outbox::{self, LEASE_MS, Next, Outbox};
use linkyfy::retry::{self, Verdict};
use linkyfy::text::Text;
use proptest::prelude::*;

const VISITOR: &str = "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed";
const TABS: usize = 3;
/// A request is given up before its lease ends.
const PATIENCE_MS: f64 = 30_000.0;

/// What happens next.
#[derive(Debug, Clone)]
enum Step {
    /// A visitor signs up, or views a page, in a tab.
    Happens { tab: usize, registration: bool },
    /// The oldest request of a tab is answered; whether the API has recorded it, or 0 for a lost one.
    Answered { tab: usize, status: i32, reached: bool },
    /// A tab looks at the outbox.
    Drains { tab: usize, eager: bool },
    /// Time passes: requests that are too old are given up.
    Passes { milliseconds: f64 },
    /// The clock is set, forward or back.
    Jumps { milliseconds: f64 },
    /// A tab is closed, and another one opened in its place.
    Dies { tab: usize },
}

fn step() -> impl Strategy<Value = Step> {
    let tab = 0..TABS;
    let status = prop_oneof![
        3 => Just(200), 1 => Just(0), 1 => Just(503), 1 => Just(429), 1 => Just(500)
    ];
    prop_oneof![
        4 => (tab.clone(), any::<bool>())
            .prop_map(|(tab, registration)| Step::Happens { tab, registration }),
        6 => (tab.clone(), status, any::<bool>())
            .prop_map(|(tab, status, reached)| Step::Answered { tab, status, reached }),
        6 => (tab.clone(), any::<bool>()).prop_map(|(tab, eager)| Step::Drains { tab, eager }),
        4 => (0..90_000).prop_map(|milliseconds| Step::Passes { milliseconds: f64::from(milliseconds) }),
        1 => (-1_000_000_000..1_000_000_000)
            .prop_map(|milliseconds| Step::Jumps { milliseconds: f64::from(milliseconds) }),
        2 => tab.prop_map(|tab| Step::Dies { tab }),
    ]
}

/// A request under way.
struct Request {
    event: Event,
    queued: bool,
    /// When it started, on a clock that never jumps.
    started: f64,
}

#[derive(Default)]
struct Tab {
    requests: Vec<Request>,
    eager: f64,
}

#[derive(Default)]
struct World {
    tabs: [Tab; TABS],
    /// Lines by the event's id, as localStorage has them.
    storage: BTreeMap<String, String>,
    /// The tab that holds the lock.
    holder: Option<usize>,
    has_locks: bool,
    clock: f64,
    /// Time that has really passed.
    time: f64,
    number: usize,
    made: BTreeSet<String>,
    /// How often the API has recorded each event.
    recorded: BTreeMap<String, usize>,
    /// Refused or delivered for good, as far as the tracker knows.
    done: BTreeSet<String>,
    /// Requests for one event at once, other than of tabs that died.
    overlaps: usize,
}

fn id(event: &Event) -> String {
    String::from(&event.word(place::ID))
}

impl World {
    fn outbox(&self) -> Outbox {
        let mut lines: Vec<&str> = self.storage.values().map(String::as_str).collect();
        lines.sort_unstable();
        Outbox(lines.concat().as_str().into())
    }

    fn keep(&mut self, event: &Event) {
        self.storage.insert(id(event), String::from(&event.0.clone().plus("\n")));
        self.tidied();
    }

    /// The outbox, once what is too old or too much is gone: that is no loss.
    fn tidied(&mut self) -> Outbox {
        let mut all = self.outbox();
        while let Some(surplus) = all.surplus(self.clock) {
            self.storage.remove(&id(&surplus));
            self.made.remove(&id(&surplus));
            all = all.without(&surplus);
        }
        all
    }

    fn fly(&mut self, tab: usize, event: Event, queued: bool) {
        let under_way = self.tabs.iter().flat_map(|tab| &tab.requests);
        self.overlaps += under_way.filter(|request| id(&request.event) == id(&event)).count();
        self.tabs[tab].requests.push(Request { event, queued, started: self.time });
    }

    fn happens(&mut self, tab: usize, registration: bool) {
        self.number += 1;
        let uuid = format!("00000000-0000-4000-8000-{:012}", self.number).as_str().into();
        let head = Head::new(&"42".into(), VISITOR.into(), &uuid, self.clock);
        let event = if registration {
            Event::registration(head, "ann@example.com".into())
        } else {
            Event::impression(head, "https://a.example/".into(), "".into())
        };
        let event = outbox::lease(&event, self.clock);
        if registration {
            self.made.insert(id(&event));
            self.keep(&event);
        }
        self.fly(tab, event, false);
    }

    fn drain(&mut self, tab: usize, eager: bool) {
        if eager {
            self.tabs[tab].eager = self.clock;
        }
        if self.tabs[tab].requests.iter().any(|request| request.queued) {
            return;
        }
        if self.has_locks {
            if self.holder.is_some_and(|holder| holder != tab) {
                return;
            }
            self.holder = Some(tab);
        }
        match self.tidied().next(self.clock, self.tabs[tab].eager, |_: &Text| true) {
            Next::Send(event) => {
                let event = outbox::lease(&event, self.clock);
                self.keep(&event);
                self.fly(tab, event, true);
            }
            Next::Wait(_) => self.holder = self.holder.filter(|holder| *holder != tab),
        }
    }

    fn answered(&mut self, tab: usize, status: i32, reached: bool) {
        if self.tabs[tab].requests.is_empty() {
            return;
        }
        let Request { event, queued, .. } = self.tabs[tab].requests.remove(0);
        if reached || status == 200 {
            *self.recorded.entry(id(&event)).or_default() += 1;
        }
        if retry::judge(status) == Verdict::Again {
            let soft = self.clock + retry::wait(event.number(place::TRIES), 0.5);
            self.keep(&outbox::hold(&event, soft, 0.0, self.clock));
        } else {
            self.storage.remove(&id(&event));
            self.done.insert(id(&event));
        }
        if queued {
            self.holder = self.holder.filter(|holder| *holder != tab);
            if status == 200 {
                self.drain(tab, true);
            }
        }
    }

    fn take(&mut self, step: &Step) {
        match *step {
            Step::Happens { tab, registration } => self.happens(tab, registration),
            Step::Answered { tab, status, reached } => self.answered(tab, status, reached),
            Step::Drains { tab, eager } => self.drain(tab, eager),
            Step::Passes { milliseconds } => self.pass(milliseconds),
            Step::Jumps { milliseconds } => self.clock += milliseconds,
            Step::Dies { tab } => {
                // What was under way may arrive all the same; nobody hears of it.
                for request in std::mem::take(&mut self.tabs[tab]).requests {
                    if request.started as i64 % 2 == 0 {
                        *self.recorded.entry(id(&request.event)).or_default() += 1;
                    }
                }
                self.holder = self.holder.filter(|holder| *holder != tab);
            }
        }
    }

    /// Time passes in pieces, so that no request outlives its patience.
    fn pass(&mut self, milliseconds: f64) {
        let mut left = milliseconds;
        while left > 0.0 {
            let piece = left.min(1000.0);
            left -= piece;
            self.time += piece;
            self.clock += piece;
            for tab in 0..TABS {
                let oldest = self.time - PATIENCE_MS;
                while self.tabs[tab].requests.first().is_some_and(|first| first.started <= oldest) {
                    self.answered(tab, 0, false);
                }
            }
        }
    }

    /// The API answers everything from now on, and a tab stays open.
    fn heal(&mut self) {
        for _ in 0..400 {
            for tab in 0..TABS {
                while !self.tabs[tab].requests.is_empty() {
                    self.answered(tab, 200, true);
                }
            }
            self.pass(LEASE_MS / 8.0);
            self.drain(0, true);
        }
    }

    /// What holds at every moment.
    fn check(&self) -> Result<(), TestCaseError> {
        for made in &self.made {
            let is_safe = self.done.contains(made) || self.storage.contains_key(made);
            prop_assert!(is_safe, "lost: {made}");
        }
        Ok(())
    }
}

fn world(has_locks: bool) -> World {
    World { has_locks, clock: 1.8e12, time: 1.0, ..World::default() }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn d2_d4_d7_a_registration_is_delivered_or_kept_whatever_happens(
        has_locks: bool, steps in prop::collection::vec(step(), 0..120)
    ) {
        let mut world = world(has_locks);
        for step in &steps {
            world.take(step);
            world.check()?;
        }
        world.heal();
        world.check()?;
        prop_assert_eq!(world.outbox(), Outbox("".into()));
        for made in &world.made {
            prop_assert!(world.recorded.contains_key(made), "never arrived: {made}");
        }
    }

    #[test]
    fn d4_nothing_is_sent_twice_while_one_sender_lives(
        has_locks: bool, steps in prop::collection::vec(step(), 0..120)
    ) {
        let mut world = world(has_locks);
        for step in steps.iter().filter(|step| !matches!(step, Step::Jumps { .. })) {
            world.take(step);
        }
        prop_assert_eq!(world.overlaps, 0);
    }
}
