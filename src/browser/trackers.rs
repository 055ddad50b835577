//! The trackers on this page, one a project, and what is kept as long as the page lives.

use std::cell::Cell;

use super::{keep, option, recall};
use crate::config::{Name, Options};
use crate::text::Text;

thread_local! {
    static COUNT: Cell<i32> = const { Cell::new(0) };
}

/// A tracker, by its place: one that there is, or that is about to be added.
#[derive(Debug, Clone, Copy)]
pub struct Tracker(i32);

impl Options for Tracker {
    fn read(&self, name: &Text) -> Option<Text> {
        Text::known(option(self.0, name.number()))
    }
}

/// All trackers.
pub fn all() -> impl Iterator<Item = Tracker> {
    (0..COUNT.get()).map(Tracker)
}

/// The tracker of a project.
#[inline(always)]
pub fn find(project: &Text) -> Option<Tracker> {
    let place = place_of(project);
    (place < COUNT.get()).then_some(Tracker(place))
}

/// The place of a project's tracker; behind all where there is none. A number, as what may be none
/// would come back through memory.
fn place_of(project: &Text) -> i32 {
    let mut place = 0;
    while place < COUNT.get() && Tracker(place).text(Name::ProjectId) != *project {
        place += 1;
    }
    place
}

/// The tracker that is to be added next; its options were.
pub fn next() -> Tracker {
    Tracker(COUNT.get())
}

/// Adds the tracker that is next; true where it is the first.
pub fn add(tracker: Tracker) -> bool {
    COUNT.set(tracker.0 + 1);
    tracker.0 == 0
}

/// Takes all away; the page's script lets go what is kept for them.
pub fn remove() {
    COUNT.set(0);
}

/// A text that is kept as long as the page lives.
#[derive(Debug, Clone, Copy)]
pub struct Kept(i32);

/// The visitor's id.
pub const VISITOR: Kept = Kept(0);
/// The visitor's id that the page's URL carries from another domain (V8).
pub const CARRIED: Kept = Kept(1);
/// Events that wait for the visitor's decision (V6).
pub const HELD: Kept = Kept(2);
/// The lines of the outbox that the browser doesn't keep (V3).
pub const OUTBOX: Kept = Kept(3);
/// The visitor's id that has been written (V2).
pub const REMEMBERED: Kept = Kept(4);
/// The addresses that registered (F3).
pub const REGISTERED: Kept = Kept(5);

impl Tracker {
    /// How many texts are kept for each.
    const EACH: i32 = 2;

    /// The URL of its last view.
    pub fn previous(self) -> Kept {
        Kept(6 + Self::EACH * self.0)
    }

    /// Where the page was last (T2).
    pub fn place(self) -> Kept {
        Kept(7 + Self::EACH * self.0)
    }
}

impl Kept {
    /// The text; empty where none is kept.
    pub fn get(self) -> Text {
        Text::made(recall(self.0))
    }

    /// Keeps a text in place of the one that was kept.
    pub fn set(self, text: &Text) {
        keep(self.0, text.number());
    }

    /// Forgets the text.
    pub fn clear(self) {
        self.set(&"".into());
    }
}
