//! When a call may start, so that the server never has to turn one away (C6).
//!
//! What counts is what the server says: how many calls are left to the key, and until when. Its
//! windows may be fixed or slide; the key may have other users. So a number that it gave holds until
//! its reset and no longer: then one call goes alone, and its answer says what is left now. Calls
//! under way may not be in the number yet, and are taken off. Where the server's word can't be read, or
//! doesn't come, no more calls are made in any minute than the API allows.
//!
//! No call keeps the others for ever: a runtime may drop it, and then nobody hears of it again.
//!
//! Times are in milliseconds of a clock that only goes forward, and spans are the server's: its reset
//! less its `Date`. The local clock may be years off.

/// How many calls a key has in a window, until the server says.
pub const CALLS: usize = 60;
/// The window.
pub const WINDOW_MS: f64 = 60_000.0;
/// The server tells times in whole seconds: what it means may be so much later.
pub const ROUNDING_MS: f64 = 1000.0;
/// So long a call may be on its way: what has taken longer is counted by the server already, or lost.
pub const PATIENCE_MS: f64 = 2000.0;

/// Of so many calls one is left to other users of the key, who may come first.
const SHARE: f64 = 30.0;

/// What is known about the key's limit.
#[derive(Debug, Clone)]
pub struct Limit {
    /// How many calls the server allows in a window; 0 until it has said.
    told: f64,
    /// How many it has left, as last heard.
    left: f64,
    /// Until when that holds; after that, when the call has started that asks what is left now.
    until: f64,
    /// Its answers don't say, or there are none.
    is_silent: bool,
    /// How many calls are under way, of those after the last one that isn't waited for.
    flying: f64,
    /// The last call that isn't waited for.
    forgotten: usize,
    /// Nothing else may start: the call under way changes the key.
    is_alone: bool,
    /// How many calls have started.
    started: usize,
    /// How many had when the last answer came: an answer to a later call knows better.
    heard: usize,
    /// When the window of each of the last calls ends, by call.
    ends: [f64; CALLS],
}

/// What an answer says about the limit; NaN where it doesn't.
#[derive(Debug, Clone, Copy)]
pub struct Told {
    /// `X-RateLimit-Limit`.
    pub calls: f64,
    /// `X-RateLimit-Remaining`.
    pub left: f64,
    /// How long until `X-RateLimit-Reset`.
    pub reset: f64,
}

impl Limit {
    /// Nothing is known yet. All of it is 0: the build keeps no other memory for the wasm's state
    /// (`xtask/src/constants.rs`).
    pub const fn new() -> Self {
        Self {
            told: 0.0,
            left: 0.0,
            until: 0.0,
            is_silent: false,
            flying: 0.0,
            forgotten: 0,
            is_alone: false,
            started: 0,
            heard: 0,
            ends: [0.0; CALLS],
        }
    }

    /// How long the next call has to wait, in milliseconds; where it hasn't to, it must start now. A call
    /// that is `alone` waits for all others, and they for it.
    pub fn wait(&mut self, now: f64, alone: bool) -> f64 {
        let rest = self.ends[self.started % CALLS] - now;
        if (self.is_alone || alone && self.flying > 0.0) && rest > 0.0 {
            return rest;
        }
        if now < self.until {
            return if self.free() > 0.0 { 0.0 } else { self.until - now };
        }
        if !self.is_silent {
            if self.flying == 0.0 {
                // It asks what is left now.
                self.until = now;
                return 0.0;
            }
            let rest = self.until + PATIENCE_MS - now;
            if rest > 0.0 {
                return rest;
            }
            // Nobody answers: the rest doesn't wait for that.
            self.is_silent = true;
            self.flying = 0.0;
            self.forgotten = self.started;
        }
        self.until_unheard(now, 0.0)
    }

    /// How long the call that has so many before it has to wait where the server's word isn't heard: until
    /// the window ends of the one that was made as many calls before as the key has.
    fn until_unheard(&self, now: f64, before: f64) -> f64 {
        let calls = self.calls().min(CALLS as f64) as usize;
        above_zero(self.ends[(self.started + 1 + before as usize + CALLS - calls) % CALLS] - now)
    }

    /// How many calls the key has in a window.
    fn calls(&self) -> f64 {
        if self.told > 0.0 { self.told } else { CALLS as f64 }
    }

    /// How many more calls may start, as last heard.
    fn free(&self) -> f64 {
        self.left - self.flying - (self.calls() / SHARE).floor()
    }

    /// About how long a call has to wait that has so many before it.
    pub fn expected(&self, now: f64, before: f64) -> f64 {
        let (free, next) = if now < self.until {
            (above_zero(self.free()), self.until - now)
        } else if self.is_silent {
            (0.0, self.until_unheard(now, before))
        } else {
            (self.calls(), WINDOW_MS)
        };
        if before < free {
            0.0
        } else {
            next + ((before - free) / self.calls()).floor() * WINDOW_MS
        }
    }

    /// A call starts; gives its number.
    pub fn start(&mut self, now: f64, alone: bool) -> usize {
        self.is_alone = alone;
        self.flying += 1.0;
        self.started += 1;
        self.ends[self.started % CALLS] = now + PATIENCE_MS + WINDOW_MS;
        self.started
    }

    /// A call has ended.
    pub fn land(&mut self, now: f64, call: usize, told: Told) {
        if call > self.forgotten {
            self.flying -= 1.0;
            self.is_alone = false;
        }
        self.ends[call % CALLS] = now + WINDOW_MS;
        if told.left.is_nan() {
            // It may have been counted all the same.
            self.left -= 1.0;
            self.is_silent |= now >= self.until;
            return;
        }
        self.is_silent = false;
        if told.calls > 0.0 {
            self.told = told.calls;
        }
        let span = if told.reset.is_nan() { WINDOW_MS } else { told.reset };
        let until = now + span + ROUNDING_MS;
        if call > self.heard {
            self.left = told.left;
            self.until = until;
        } else {
            // It was made beside the last one that was heard of, and may be the older news.
            self.left = self.left.min(told.left);
            self.until = self.until.max(until);
        }
        self.heard = self.started;
    }

    /// The server has turned a call away, and asks for so much patience.
    pub fn close(&mut self, now: f64, wait: f64) {
        self.left = 0.0;
        self.until = self.until.max(now + wait);
    }

    /// The key is another, whose limit isn't known.
    pub fn forget(&mut self) {
        self.until = 0.0;
        self.is_silent = false;
        self.heard = self.started;
    }
}

impl Default for Limit {
    fn default() -> Self {
        Self::new()
    }
}

fn above_zero(number: f64) -> f64 {
    if number > 0.0 { number } else { 0.0 }
}

#[cfg(test)]
mod tests;
