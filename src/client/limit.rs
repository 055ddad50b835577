//! When a call may start, so that the server never has to turn one away (C6).
//!
//! What counts is what the server says: how many calls are left to the key, and until when. Its
//! windows may be fixed or slide; the key may have other users. So a number that it gave holds until
//! its reset and no longer: then one call goes alone, and its answer says what is left now. Calls
//! under way may not be in the number yet, and are taken off. Where the server's word can't be read,
//! no more calls are made in any minute than the API allows.
//!
//! Times are in milliseconds of a clock that only goes forward, and spans are the server's: its reset
//! less its `Date`. The local clock may be years off.

/// How many calls a key has in a window, until the server says.
pub const CALLS: usize = 60;
/// The window.
pub const WINDOW_MS: f64 = 60_000.0;
/// The server tells times in whole seconds: what it means may be so much later.
pub const ROUNDING_MS: f64 = 1000.0;

/// Of so many calls one is left to other users of the key, who may come first.
const SHARE: f64 = 30.0;

/// What is known about the key's limit.
#[derive(Debug, Clone)]
pub struct Limit {
    /// How many calls the server allows in a window; 0 until it has said.
    told: f64,
    /// How many it has left, as last heard.
    left: f64,
    /// Until when that holds.
    until: f64,
    /// Its answers don't say.
    is_silent: bool,
    /// How many calls are under way.
    flying: f64,
    /// Nothing else may start: the call under way changes the key.
    is_alone: bool,
    /// How many calls have started.
    started: usize,
    /// How many had when the last answer came: an answer to a later call knows better.
    heard: usize,
    /// When the window of each of the last calls ends; never, while it is under way.
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
            is_alone: false,
            started: 0,
            heard: 0,
            ends: [0.0; CALLS],
        }
    }

    /// How long the next call has to wait: not at all, so many milliseconds, or for ever, that is
    /// until an answer comes. A call that is `alone` waits for all others, and they for it.
    pub fn wait(&self, now: f64, alone: bool) -> f64 {
        if self.is_alone || alone && self.flying > 0.0 {
            return f64::INFINITY;
        }
        if now < self.until {
            return if self.free() > 0.0 { 0.0 } else { self.until - now };
        }
        if self.is_silent {
            return above_zero(self.ends[self.started % CALLS] - now);
        }
        if self.flying > 0.0 { f64::INFINITY } else { 0.0 }
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
            let end = self.ends[(self.started + before as usize) % CALLS];
            (0.0, if end > now && end < f64::INFINITY { end - now } else { 0.0 })
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
    pub fn start(&mut self, alone: bool) -> usize {
        self.is_alone = alone;
        self.flying += 1.0;
        self.ends[self.started % CALLS] = f64::INFINITY;
        self.started += 1;
        self.started
    }

    /// A call has ended; `answered` where there was an answer at all.
    pub fn land(&mut self, now: f64, call: usize, answered: bool, told: Told) {
        self.flying -= 1.0;
        self.is_alone = false;
        self.ends[(call - 1) % CALLS] = now + WINDOW_MS;
        if told.left.is_nan() {
            // It may have been counted all the same.
            self.left -= 1.0;
            self.is_silent |= answered && now >= self.until;
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
