//! Many calls at once, against servers of several kinds, in a time of their own.

use super::*;

/// How a server counts.
#[derive(Clone, Copy, Debug)]
enum Kind {
    /// Every full minute of its clock begins a new window.
    Aligned,
    /// A window begins with the first call after the last one.
    FromFirst,
    /// All calls of the last minute count; the reset is when the oldest of them no longer does.
    Sliding,
    /// The same, but the reset is a minute from now.
    SlidingFromNow,
}

const KINDS: [Kind; 4] = [Kind::Aligned, Kind::FromFirst, Kind::Sliding, Kind::SlidingFromNow];

struct Server {
    kind: Kind,
    calls: f64,
    /// What it tells of the limit.
    tells: bool,
    /// How long it takes for an answer.
    slow_ms: f64,
    /// Of so many calls one is never heard of again; of none, where it is 0.
    loses: usize,
    /// Its clock less ours.
    skew: f64,
    /// When calls came, by its clock.
    came: Vec<f64>,
    window: f64,
}

impl Server {
    fn new(kind: Kind, skew: f64) -> Self {
        let (came, window) = (Vec::new(), f64::NEG_INFINITY);
        Self { kind, calls: 60.0, tells: true, slow_ms: 0.0, loses: 0, skew, came, window }
    }

    /// A call arrives. Whether it is carried out, and what the answer tells.
    fn take(&mut self, now: f64) -> (bool, Told) {
        let now = now + self.skew;
        let begin = match self.kind {
            Kind::Aligned => (now / WINDOW_MS).floor() * WINDOW_MS,
            Kind::FromFirst if now >= self.window + WINDOW_MS => now,
            Kind::FromFirst => self.window,
            Kind::Sliding | Kind::SlidingFromNow => now - WINDOW_MS,
        };
        self.window = begin;
        let slides = matches!(self.kind, Kind::Sliding | Kind::SlidingFromNow);
        self.came.retain(|came| if slides { *came > begin } else { *came >= begin });
        let good = (self.came.len() as f64) < self.calls;
        if good {
            self.came.push(now);
        }
        let reset = match self.kind {
            Kind::Sliding => self.came[0] + WINDOW_MS,
            Kind::SlidingFromNow => now + WINDOW_MS,
            _ => begin + WINDOW_MS,
        };
        // Both in whole seconds.
        let reset = (reset / 1000.0).floor() * 1000.0 - (now / 1000.0).floor() * 1000.0;
        let left = self.calls - self.came.len() as f64;
        let told = Told { calls: self.calls, left, reset };
        let silent = Told { calls: f64::NAN, left: f64::NAN, reset: f64::NAN };
        (good, if self.tells { told } else { silent })
    }
}

/// Numbers that look random, from 0 to 1.
struct Dice(u32);

impl Dice {
    fn roll(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        f64::from(self.0 >> 8) / f64::from(1 << 24)
    }
}

enum Event {
    Arrives(usize),
    IsAnswered(usize, bool, Told),
    Other,
}

/// Makes so many calls at once; gives how many were turned away, and when the last was answered.
fn burst(server: &mut Server, mut calls: usize, others_ms: f64, seed: u32) -> (usize, f64) {
    let mut dice = Dice(seed);
    let mut limit = Limit::new();
    let mut events: Vec<(f64, Event)> = Vec::new();
    if others_ms > 0.0 {
        events.push((others_ms * dice.roll(), Event::Other));
    }
    let (mut now, mut refused, mut flying) = (0.0, 0, 0);
    while calls + flying > 0 {
        while calls > 0 && limit.wait(now, false) == 0.0 {
            calls -= 1;
            flying += 1;
            let call = limit.start(now, false);
            events.push((now + 10.0 + 300.0 * dice.roll(), Event::Arrives(call)));
        }
        let woken = if calls > 0 { now + limit.wait(now, false) } else { f64::INFINITY };
        let next =
            (0..events.len()).min_by(|one, other| events[*one].0.total_cmp(&events[*other].0));
        match next {
            Some(next) if events[next].0 <= woken => {
                let (time, event) = events.swap_remove(next);
                now = time;
                match event {
                    Event::Arrives(call) => {
                        let (good, told) = server.take(now);
                        let back = now + server.slow_ms + 10.0 + 300.0 * dice.roll();
                        if server.loses > 0 && (call - 1).is_multiple_of(server.loses) {
                            refused += usize::from(!good);
                            flying -= 1;
                        } else {
                            events.push((back, Event::IsAnswered(call, good, told)));
                        }
                    }
                    Event::IsAnswered(call, good, told) => {
                        limit.land(now, call, told);
                        flying -= 1;
                        if !good {
                            refused += 1;
                            calls += 1;
                            limit.close(now, if told.reset.is_nan() { 1000.0 } else { told.reset });
                        }
                    }
                    Event::Other => {
                        server.take(now);
                        events.push((now + others_ms * (0.5 + dice.roll()), Event::Other));
                    }
                }
            }
            _ => now = woken,
        }
        assert!(now < 60.0 * WINDOW_MS, "calls wait for ever");
    }
    (refused, now)
}

#[test]
fn c6_two_hundred_calls_at_once_end_without_a_429() {
    for kind in KINDS {
        for seed in 0..40 {
            // The server's clock is years off, and anywhere in its minute.
            let skew = 3e11 + f64::from(seed) * 1537.0;
            let (refused, end) = burst(&mut Server::new(kind, skew), 200, 0.0, seed);
            assert_eq!(refused, 0, "{kind:?}, seed {seed}");
            assert!(end < 4.2 * WINDOW_MS, "{kind:?}, seed {seed}: {end} ms");
        }
    }
}

#[test]
fn c6_other_users_of_the_key_are_made_room_for() {
    for kind in KINDS {
        let mut most = 0;
        for seed in 0..40 {
            let skew = f64::from(seed) * 1537.0;
            // They make 20 calls a minute.
            let (refused, end) = burst(&mut Server::new(kind, skew), 200, 3000.0, seed);
            most = most.max(refused);
            assert!(end < 8.0 * WINDOW_MS, "{kind:?}, seed {seed}: {end} ms");
        }
        // Where the reset tells of one call that is free again, another may take it first.
        let taken = usize::from(matches!(kind, Kind::Sliding));
        assert!(most <= taken, "{kind:?}: {most}");
    }
}

#[test]
fn c6_a_window_that_is_used_up_already_costs_one_refusal_at_most() {
    for kind in KINDS {
        for used in [1, 30, 59, 60] {
            let mut server = Server::new(kind, 0.0);
            for _ in 0..used {
                server.take(-10.0);
            }
            let (refused, _) = burst(&mut server, 200, 0.0, 1);
            assert!(refused <= usize::from(used == 60), "{kind:?}, {used} used: {refused}");
        }
    }
}

#[test]
fn c6_where_the_servers_word_cannot_be_read_sixty_calls_a_minute_are_made() {
    for kind in KINDS {
        for seed in 0..20 {
            let mut server = Server::new(kind, f64::from(seed) * 1537.0);
            server.tells = false;
            let (refused, end) = burst(&mut server, 200, 0.0, seed);
            assert_eq!(refused, 0, "{kind:?}, seed {seed}");
            assert!(end < 3.5 * WINDOW_MS, "{kind:?}, seed {seed}: {end} ms");
        }
    }
}

#[test]
fn c6_a_server_that_takes_long_is_asked_for_more_meanwhile_and_turns_nothing_away() {
    for kind in KINDS {
        for (seed, calls) in (0..40).flat_map(|seed| [(seed, 60.0), (seed, 30.0)]) {
            let mut server = Server::new(kind, f64::from(seed) * 1537.0);
            (server.calls, server.slow_ms) = (calls, 4000.0);
            let (refused, end) = burst(&mut server, 3 * calls as usize, 0.0, seed);
            // How many a key has is known with the first answer; until then it is as many as usual.
            let over = if calls < CALLS as f64 { CALLS - calls as usize } else { 0 };
            assert!(refused <= over, "{kind:?}, seed {seed}, {calls} calls: {refused}");
            assert!(end < 4.5 * WINDOW_MS, "{kind:?}, seed {seed}, {calls} calls: {end} ms");
        }
    }
}

#[test]
fn c6_calls_that_are_never_heard_of_again_keep_nobody() {
    for kind in KINDS {
        for (seed, loses) in (0..20).flat_map(|seed| [(seed, 1), (seed, 2), (seed, 10)]) {
            let mut server = Server::new(kind, f64::from(seed) * 1537.0);
            server.loses = loses;
            let (refused, end) = burst(&mut server, 200, 0.0, seed);
            assert_eq!(refused, 0, "{kind:?}, seed {seed}, {loses}");
            assert!(end < 6.0 * WINDOW_MS, "{kind:?}, seed {seed}, {loses}: {end} ms");
        }
    }
}

#[test]
fn c6_what_is_no_longer_waited_for_is_taken_off_nothing() {
    let mut limit = Limit::new();
    let lost = limit.start(0.0, false);
    assert_eq!(limit.wait(PATIENCE_MS, false), 0.0);
    let next = limit.start(PATIENCE_MS, false);
    limit.land(PATIENCE_MS, next, Told { left: 4.0, ..TOLD });
    for _ in 0..2 {
        assert_eq!(limit.wait(PATIENCE_MS, false), 0.0);
        limit.start(PATIENCE_MS, false);
    }
    limit.land(PATIENCE_MS, lost, Told { left: 4.0, ..TOLD });
    assert!(limit.wait(PATIENCE_MS, false) > 0.0, "two of the four are under way, two are others'");
}

#[test]
fn c6_a_change_of_key_that_is_never_heard_of_again_keeps_nobody_for_ever() {
    let mut limit = Limit::new();
    limit.start(0.0, true);
    for alone in [false, true] {
        assert!(limit.wait(WINDOW_MS, alone) > 0.0);
    }
    assert_eq!(limit.wait(WINDOW_MS + PATIENCE_MS, false), 0.0);
}

#[test]
fn c6_a_server_that_allows_more_is_not_slowed_down() {
    let mut server = Server::new(Kind::Aligned, 0.0);
    server.calls = 1e6;
    let (refused, end) = burst(&mut server, 1000, 0.0, 1);
    assert_eq!(refused, 0);
    assert!(end < 2000.0, "{end}");
}

const TOLD: Told = Told { calls: 60.0, left: 10.0, reset: 30_000.0 };

#[test]
fn c6_calls_under_way_are_taken_off_what_is_left() {
    let mut limit = Limit::new();
    let first = limit.start(0.0, false);
    assert_eq!(limit.wait(0.0, false), PATIENCE_MS, "nothing is known yet");
    limit.land(0.0, first, Told { left: 4.0, ..TOLD });
    for _ in 0..2 {
        assert_eq!(limit.wait(0.0, false), 0.0);
        limit.start(0.0, false);
    }
    // Two of the four are for others.
    assert_eq!(limit.wait(0.0, false), 30_000.0 + ROUNDING_MS);
}

#[test]
fn c6_an_older_answer_that_comes_late_raises_nothing() {
    let mut limit = Limit::new();
    let first = limit.start(0.0, false);
    limit.land(0.0, first, Told { left: 50.0, ..TOLD });
    let [older, newer] = [(); 2].map(|()| limit.start(0.0, false));
    limit.land(1.0, newer, Told { left: 3.0, ..TOLD });
    limit.land(2.0, older, Told { left: 49.0, ..TOLD });
    assert_eq!(limit.wait(2.0, false), 0.0);
    let last = limit.start(0.0, false);
    assert!(limit.wait(2.0, false) > 0.0, "of three one is under way, two are others'");
    limit.land(3.0, last, Told { left: 40.0, ..TOLD });
    assert_eq!(limit.wait(3.0, false), 0.0, "news");
}

#[test]
fn c6_what_is_lost_on_the_way_may_have_been_counted() {
    let mut limit = Limit::new();
    let first = limit.start(0.0, false);
    limit.land(0.0, first, Told { left: 4.0, ..TOLD });
    for _ in 0..2 {
        let lost = limit.start(0.0, false);
        limit.land(1.0, lost, Told { calls: f64::NAN, left: f64::NAN, reset: f64::NAN });
    }
    assert!(limit.wait(1.0, false) > 0.0);
}

#[test]
fn c6_a_wait_is_known_before_it_begins() {
    let mut limit = Limit::new();
    let first = limit.start(0.0, false);
    limit.land(0.0, first, Told { left: 12.0, ..TOLD });
    assert_eq!(limit.expected(0.0, 9.0), 0.0);
    assert_eq!(limit.expected(0.0, 10.0), 31_000.0);
    assert_eq!(limit.expected(0.0, 70.0), 31_000.0 + WINDOW_MS);
    limit.close(0.0, 3_600_000.0);
    assert_eq!(limit.expected(0.0, 0.0), 3_600_000.0);
}

#[test]
fn c6_a_clock_that_stands_still_or_leaps_neither_floods_nor_hangs() {
    let mut limit = Limit::new();
    let first = limit.start(0.0, false);
    limit.land(0.0, first, Told { left: 2.0, ..TOLD });
    assert!(limit.wait(0.0, false) > 0.0);
    // A laptop has slept for a year.
    assert_eq!(limit.wait(3e10, false), 0.0);
    limit.start(3e10, false);
    assert_eq!(limit.wait(3e10, false), PATIENCE_MS, "one asks what is left now");
    // A server whose reset lies behind its own date.
    let mut limit = Limit::new();
    let first = limit.start(0.0, false);
    limit.land(0.0, first, Told { left: 0.0, reset: -1e12, ..TOLD });
    assert_eq!(limit.wait(0.0, false), 0.0);
}

#[test]
fn c6_the_key_is_changed_by_a_call_that_is_alone() {
    let mut limit = Limit::new();
    let first = limit.start(0.0, false);
    limit.land(0.0, first, TOLD);
    let other = limit.start(0.0, false);
    assert!(limit.wait(0.0, true) > 0.0, "calls under way end on the old key");
    limit.land(1.0, other, TOLD);
    assert_eq!(limit.wait(1.0, true), 0.0);
    let change = limit.start(1.0, true);
    assert!(limit.wait(1.0, false) > 0.0, "the others wait for the new one");
    limit.land(2.0, change, TOLD);
    limit.forget();
    assert_eq!(limit.wait(2.0, false), 0.0);
    limit.start(2.0, false);
    assert_eq!(limit.wait(2.0, false), PATIENCE_MS, "of whose limit nothing is known");
}
