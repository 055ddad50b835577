//! Events that are kept in the browser until they are delivered (D2–D5, D7).
//!
//! The outbox is text, an event a line, so that it can lie in localStorage. Every tab of the site
//! reads and writes the same, each event by itself; nothing in it is trusted.
//!
//! Each event has three times of its delivery, in milliseconds since 1970. It is not sent before
//! *soft*, unless something says that a try is worth it; it is never sent before *hard*, which the
//! server has asked for or a sender has taken; both were set at *state*, and a clock that has since
//! been put back makes them void.

use crate::event::{Event, place};
use crate::text::Text;

/// Most events that are kept (D5).
const MAX_EVENTS: i32 = 200;
/// Most text that is kept, in characters: 128 KiB (D5).
const MAX_LENGTH: i32 = 131_072;
/// How long an impression is worth keeping: a day, in milliseconds (D5).
const IMPRESSION_LIFE_MS: f64 = 86_400_000.0;
/// How long a registration is worth keeping: 30 days, in milliseconds (D5).
const REGISTRATION_LIFE_MS: f64 = 30.0 * IMPRESSION_LIFE_MS;
/// How long an event that is being sent is left to its sender, in milliseconds. Requests are given
/// up before that, so that a sender which is alive is never overtaken, and one that died blocks
/// nobody for longer (D4).
pub const LEASE_MS: f64 = 40_000.0;

/// A line as [`Event`] describes it, and nothing else.
pub const SOUND: &str =
    r"^[IR]( [0-9]{1,16}){6}( [0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}){2} \S+ \S*\n$";

/// The event with its tries, soft, hard and state times anew.
fn with_state(event: &Event, tries: f64, soft: f64, hard: f64, state: f64) -> Event {
    let rule = Text::from("^((?:\\S+ ){3})(?:[0-9]+ ){4}\t$1");
    let word = |rule: Text, number| rule.plus(Text::from_number(number)).plus(" ");
    let rule = word(word(word(word(rule, tries), soft), hard), state);
    Event(event.0.clone().rewrite(&rule))
}

/// The event as it is while it is being sent: left to its sender for [`LEASE_MS`].
pub fn lease(event: &Event, now: f64) -> Event {
    with_state(event, event.number(place::TRIES) + 1.0, now, now + LEASE_MS, now)
}

/// The event with the times that an answer sets.
pub fn hold(event: &Event, soft: f64, hard: f64, now: f64) -> Event {
    with_state(event, event.number(place::TRIES), soft, hard, now)
}

/// How many milliseconds are left until the event is due; none or less where it is. The wait that
/// nobody has asked for is left out where it was set before `eager`.
fn wait(event: &Event, now: f64, eager: f64) -> f64 {
    let (soft, hard, state) =
        (event.number(place::SOFT), event.number(place::HARD), event.number(place::STATE));
    let until = if state < eager || soft < hard { hard } else { soft };
    if now < state { 0.0 } else { until - now }
}

fn is_worth_keeping(event: &Event, now: f64) -> bool {
    let life = if event.is_registration() { REGISTRATION_LIFE_MS } else { IMPRESSION_LIFE_MS };
    now - event.number(place::CREATED) < life
}

/// What the outbox wants done.
#[derive(Debug, Clone, PartialEq)]
pub enum Next {
    /// This event is due.
    Send(Event),
    /// None is due for so many milliseconds; infinitely many where nothing waits.
    Wait(f64),
}

/// The events that are kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Outbox(pub Text);

impl Outbox {
    /// Whether nothing is kept.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The oldest event.
    pub fn first(&self) -> Option<Event> {
        self.0.find("^.+").map(Event)
    }

    /// The outbox without its oldest event. Who goes through all takes one off after the other: to look for
    /// each from the start again would take a full outbox ten milliseconds.
    pub fn rest(self) -> Self {
        Self(self.0.rewrite(r"^.+\n?"))
    }

    /// The outbox with an event, or with its new state.
    pub fn with(&self, event: &Event) -> Self {
        Self(self.without(event).0.plus(&event.0).plus("\n"))
    }

    /// What has to go: an event that is too old, or where there are too many the oldest impression;
    /// a registration only for other registrations (D5).
    pub fn surplus(&self, now: f64) -> Option<Event> {
        let mut count = 0;
        let mut left = self.clone();
        while let Some(event) = left.first() {
            if !is_worth_keeping(&event, now) {
                return Some(event);
            }
            count += 1;
            left = left.rest();
        }
        if count <= MAX_EVENTS && self.0.length() <= MAX_LENGTH {
            return None;
        }
        let impression = self.0.find(r"(?:^|\n)(I.*)").map(Event);
        impression.or_else(|| self.first())
    }

    /// The outbox without an event; the same where it is not there.
    pub fn without(&self, event: &Event) -> Self {
        // From the start of a line: tried from every place in it, a long line would take seconds.
        let line = Text::from(r"(^|\n).* ").plus(event.word(place::ID));
        Self(self.0.clone().rewrite(line.plus(" .*\\n\t$1")))
    }

    /// What is to be done now for the projects that `may` names. `eager` is when something last
    /// happened that makes a try worth it before its time. Of the events that are due, it is the turn of
    /// the one that was tried the least: one that always fails holds up no other.
    pub fn next(&self, now: f64, eager: f64, may: impl Fn(&Text) -> bool) -> Next {
        let mut due = None;
        let mut fewest = f64::INFINITY;
        let mut least = f64::INFINITY;
        let mut left = self.clone();
        while let Some(event) = left.first() {
            left = left.rest();
            let wait = wait(&event, now, eager);
            let tries = event.number(place::TRIES);
            if wait > 0.0 {
                if wait < least {
                    least = wait;
                }
            } else if tries < fewest
                && is_worth_keeping(&event, now)
                && may(&event.word(place::PROJECT))
            {
                fewest = tries;
                due = Some(event);
            }
        }
        due.map_or(Next::Wait(least), Next::Send)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::Head;
    #[cfg(not(target_arch = "wasm32"))]
    use proptest::prelude::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    const NOW: f64 = 1_800_000_000_000.0;
    const VISITOR: &str = "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed";

    fn head(number: i32, now: f64) -> Head {
        let id = format!("00000000-0000-4000-8000-{number:012}").as_str().into();
        Head::new(&"42".into(), VISITOR.into(), &id, now)
    }

    fn impression(number: i32, now: f64) -> Event {
        Event::impression(head(number, now), "https://a.example/x".into(), "".into())
    }

    fn registration(number: i32, now: f64) -> Event {
        Event::registration(head(number, now), "ann@example.com".into())
    }

    /// The outbox with an event, without what has to go for it.
    fn keep(outbox: &Outbox, event: &Event, now: f64) -> Outbox {
        let mut outbox = outbox.with(event);
        while let Some(surplus) = outbox.surplus(now) {
            outbox = outbox.without(&surplus);
        }
        outbox
    }

    fn empty() -> Outbox {
        Outbox("".into())
    }

    fn kinds(outbox: &Outbox) -> String {
        String::from(&outbox.0).lines().map(|line| &line[..1]).collect()
    }

    fn all(_: &Text) -> bool {
        true
    }

    #[test]
    fn d2_events_are_kept_until_they_are_let_go() {
        let referred = Event::impression(
            head(3, NOW),
            "https://a.example/".into(),
            "https://b.example/?q".into(),
        );
        let outbox = empty()
            .with(&registration(1, NOW))
            .with(&impression(2, NOW))
            .with(&lease(&referred, NOW));
        assert!(
            String::from(&outbox.0).split_inclusive('\n').all(|line| Text::from(line).has(SOUND))
        );
        assert_eq!(outbox.surplus(NOW), None);
        assert_eq!(kinds(&outbox), "RII");
        let outbox = outbox.without(&impression(2, NOW)).without(&impression(9, NOW));
        assert_eq!(kinds(&outbox), "RI");
        let again = outbox.with(&lease(&registration(1, NOW), NOW));
        assert_eq!(kinds(&again), "IR", "once, in its new state");
    }

    #[test]
    fn d5_what_is_not_ours_is_told() {
        let good = String::from(&registration(1, NOW).0);
        let bad = ["null", "[]", "R", "{\"a\":1}", &good, &good[1..], &good.replace("42", "4.2")];
        let more = [format!("{good} x\n"), format!("x\n{good}\n"), format!("{good}\n{good}\n")];
        for bad in bad.map(str::to_owned).into_iter().chain(more) {
            assert!(!Text::from(&*bad).has(SOUND), "{bad}");
        }
        assert!(registration(1, NOW).0.plus("\n").has(SOUND));
    }

    #[test]
    fn d4_an_event_that_is_being_sent_is_left_to_its_sender() {
        let leased = lease(&registration(1, NOW), NOW);
        assert_eq!(leased.number(place::TRIES), 1.0);
        assert_eq!(leased.word(place::SUBJECT), "ann@example.com");
        let outbox = empty().with(&leased);
        for eager in [0.0, NOW + 1.0] {
            assert_eq!(outbox.next(NOW, eager, all), Next::Wait(LEASE_MS));
            assert_eq!(outbox.next(NOW + LEASE_MS, eager, all), Next::Send(leased.clone()));
        }
    }

    #[test]
    fn d3_eager_leaves_out_our_wait_but_not_the_servers() {
        let ours = hold(&impression(1, NOW), NOW + 5000.0, 0.0, NOW);
        let outbox = empty().with(&ours);
        assert_eq!(outbox.next(NOW, 0.0, all), Next::Wait(5000.0));
        assert_eq!(outbox.next(NOW, NOW, all), Next::Wait(5000.0), "it was no news to that try");
        assert_eq!(outbox.next(NOW, NOW + 1.0, all), Next::Send(ours));
        let servers = hold(&impression(1, NOW), NOW, NOW + 9000.0, NOW);
        let outbox = outbox.with(&servers);
        assert_eq!(outbox.next(NOW, NOW + 1.0, all), Next::Wait(9000.0));
    }

    #[test]
    fn d3_of_those_that_are_due_the_one_that_was_tried_the_least_is_next() {
        let failed = |event: &Event, tries| {
            let tried = (0..tries).fold(event.clone(), |event, _| lease(&event, NOW));
            hold(&tried, NOW, 0.0, NOW)
        };
        let [first, second, third] = [1, 2, 3].map(|number| registration(number, NOW));
        let outbox = empty().with(&failed(&first, 3)).with(&failed(&second, 1));
        let outbox = outbox.with(&failed(&third, 1));
        assert_eq!(outbox.next(NOW, 0.0, all), Next::Send(failed(&second, 1)), "the oldest of two");
        let outbox = outbox.without(&second);
        assert_eq!(outbox.next(NOW, 0.0, all), Next::Send(failed(&third, 1)));
        let later = hold(&failed(&third, 1), NOW + 5000.0, 0.0, NOW);
        let outbox = outbox.with(&later);
        assert_eq!(outbox.next(NOW, 0.0, all), Next::Send(failed(&first, 3)), "that is due");
    }

    #[test]
    fn d7_a_clock_that_is_put_back_blocks_nothing() {
        let outbox = empty().with(&lease(&registration(1, NOW), NOW));
        let back = NOW - 365.0 * IMPRESSION_LIFE_MS;
        assert!(matches!(outbox.next(back, 0.0, all), Next::Send(_)));
    }

    #[test]
    fn d5_old_events_go_and_registrations_live_longer() {
        let outbox = empty().with(&impression(1, NOW)).with(&registration(2, NOW));
        let later = NOW + IMPRESSION_LIFE_MS;
        assert_eq!(kinds(&keep(&outbox, &registration(3, later), later)), "RR");
        let much_later = NOW + REGISTRATION_LIFE_MS;
        assert_eq!(outbox.next(much_later, 0.0, all), Next::Wait(f64::INFINITY));
    }

    #[test]
    fn d5_when_full_impressions_go_first_and_never_a_registration_for_one() {
        let full = (0..MAX_EVENTS).fold(empty(), |outbox, number| {
            let event =
                if number == 7 { impression(number, NOW) } else { registration(number, NOW) };
            keep(&outbox, &event, NOW)
        });
        let outbox = keep(&full, &registration(900, NOW), NOW);
        assert_eq!(kinds(&outbox), "R".repeat(MAX_EVENTS as usize));
        assert_eq!(keep(&outbox, &impression(901, NOW), NOW), outbox, "the impression is refused");
        let outbox = keep(&outbox, &registration(902, NOW), NOW);
        let has = |number| outbox.0.has(registration(number, NOW).word(place::ID));
        assert!(!has(0) && has(902), "the oldest goes");

        let long = format!("https://a.example/{}", "x".repeat(140_000));
        let long = Event::impression(head(1, NOW), long.as_str().into(), "".into());
        assert_eq!(kinds(&keep(&empty().with(&registration(2, NOW)), &long, NOW)), "R");
    }

    #[test]
    fn d2_events_of_projects_that_are_not_on_the_page_wait_for_theirs() {
        let outbox = empty().with(&registration(1, NOW));
        assert_eq!(outbox.next(NOW, 0.0, |project| *project == "1"), Next::Wait(f64::INFINITY));
        assert!(matches!(outbox.next(NOW, 0.0, |project| *project == "42"), Next::Send(_)));
    }

    #[cfg(not(target_arch = "wasm32"))]
    proptest! {
        #[test]
        fn d5_any_text_is_read_without_a_panic(text in "([IR0-9a-f \n-]|.){0,300}") {
            let outbox = Outbox(text.as_str().into());
            outbox.surplus(NOW);
            outbox.next(NOW, NOW, all);
        }
    }
}
