//! The sending of mail, simulated: day by day, with the same outcome whenever it is played again.
//!
//! A tick is a working day's batch. The clock goes to where the next working day of the demo user's
//! schedule begins, every enabled campaign whose user works on that day sends what its own and its
//! project's limits allow, and the clock goes on to the end of that day's work. What becomes of a
//! mail is decided by the ids of its campaign and its recipient alone. A tick can be left in the
//! middle of its batch: campaigns that have mail left of it are then *sending* until the next tick,
//! which sends the rest if it comes within that day's hours, and else plays the next working day.

use jiff::civil::Time;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan, ZonedDateTime};
use serde::Serialize;

use crate::envelope::{ApiError, iso_milliseconds};
use crate::store::sending::{self, Batch, Due, Mail, Outcome};
use crate::store::{Tx, users};

/// Days that are looked at for one on which there is work.
const DAYS_AHEAD: i32 = 8;
/// From a mail to when it is read at the earliest, in milliseconds.
const READ_AFTER_MS: i64 = 10 * 60 * 1000;

/// When a user works.
#[derive(Clone, Debug)]
pub struct Schedule {
    /// Where.
    pub zone: TimeZone,
    /// English names of days in lower case.
    pub days: Vec<String>,
    /// From when.
    pub start: Time,
    /// Until when.
    pub end: Time,
}

/// The hours of one working day, in milliseconds since the epoch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Hours {
    start: i64,
    end: i64,
}

/// What some ticks have brought.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Report {
    /// The sandbox's time after them.
    pub now: String,
    /// First mails.
    pub sent: u64,
    /// Mails that followed the first.
    pub follow_ups: u64,
    /// Mails that came back.
    pub bounced: u64,
    /// Mails that were opened.
    pub opened: u64,
    /// Mails that were answered.
    pub replied: u64,
    /// Mails that were marked as spam.
    pub spam: u64,
    /// Replies that were answered by themselves.
    pub auto_replies: u64,
    /// The campaigns that are in the middle of their batch.
    pub sending: Vec<i64>,
}

/// Plays `ticks` working days; the last only to the middle of its batch, where `pause_in_batch`.
pub fn step(tx: &Tx<'_>, ticks: i64, pause_in_batch: bool) -> Result<Report, ApiError> {
    let mut report = Report::default();
    let mut now = tx.now_ms;
    for tick in 1..=ticks {
        now = self::tick(tx, now, pause_in_batch && tick == ticks, &mut report)?;
    }
    tx.move_clock(now - tx.now_ms)?;
    report.now = iso_milliseconds(now);
    report.sending = sending::in_batch(tx, i64::MIN)?;
    Ok(report)
}

/// Plays one working day from `now` on; gives the time after it. A schedule without days has none.
fn tick(tx: &Tx<'_>, now: i64, pause: bool, report: &mut Report) -> Result<i64, ApiError> {
    let schedule = sending::schedule(tx, users::DEMO_USER)?;
    let today = schedule.hours_at(now);
    let resumed = match today {
        Some(hours) => sending::in_batch(tx, hours.start)?,
        None => Vec::new(),
    };
    sending::leave_batches(tx)?;
    let hours = if resumed.is_empty() { schedule.next_hours(now) } else { today };
    let Some(hours) = hours else {
        return Ok(now);
    };
    let from = hours.start.max(now);
    let end = hours.end.max(from);
    let to = if pause { from + (end - from) / 2 } else { end };
    report.auto_replies += sending::send_auto_replies(tx, now, to)?;
    for batch in sending::batches(tx, hours.start)? {
        let theirs = sending::schedule(tx, batch.user)?;
        if resumed.contains(&batch.campaign) || theirs.works_at(from) {
            play(tx, &batch, (from, to), pause, report)?;
        }
    }
    Ok(to)
}

/// Sends a campaign's batch, or the first half of it, between two times.
fn play(
    tx: &Tx<'_>,
    batch: &Batch,
    (from, to): (i64, i64),
    pause: bool,
    report: &mut Report,
) -> Result<(), ApiError> {
    // Some campaigns of a project share its limits: what is left is known only now.
    let left = sending::allowance(tx, batch, from)?;
    let now = if pause { (left + 1) / 2 } else { left };
    let mails = sending::pending(tx, batch.campaign, now)?;
    let gaps = i64::try_from(mails.len()).unwrap_or(i64::MAX - 1) + 1;
    for (mail, place) in mails.iter().zip(1..) {
        let at = from + (to - from) / gaps * place;
        let outcome = outcome(batch.campaign, mail, at, to);
        report.count(&outcome);
        report.sent += 1;
        sending::send(tx, batch, mail, at, &outcome)?;
    }
    if pause {
        if !sending::pending(tx, batch.campaign, left - now)?.is_empty() {
            sending::enter_batch(tx, batch.campaign)?;
        }
    } else {
        for Due { mail, number } in sending::due_follow_ups(tx, batch, to)? {
            let outcome = outcome_of_follow_up(batch.campaign, &mail, number, to);
            report.count(&outcome);
            report.follow_ups += 1;
            sending::send_follow_up(tx, batch, &mail, to, &outcome)?;
        }
    }
    Ok(())
}

impl Report {
    fn count(&mut self, outcome: &Outcome) {
        self.bounced += u64::from(outcome.bounced_at.is_some());
        self.opened += u64::from(outcome.opened_at.is_some());
        self.replied += u64::from(outcome.replied_at.is_some());
        self.spam += u64::from(outcome.spam_at.is_some());
    }
}

/// What becomes of a first mail that is sent `at` a time, until `to`. Of a hundred mails 3 come
/// back, 2 are marked as spam, 11 are answered, and 34 are opened and not answered.
fn outcome(campaign: i64, mail: &Mail, at: i64, to: i64) -> Outcome {
    let roll = roll(campaign, mail.recipient, 0);
    let read = (at + READ_AFTER_MS).min(to);
    match roll {
        0..3 => Outcome { bounced_at: Some(at), ..Outcome::default() },
        3..5 => Outcome { spam_at: Some(read), ..Outcome::default() },
        5..16 => Outcome { opened_at: Some(read), replied_at: Some(read), ..Outcome::default() },
        16..50 => Outcome { opened_at: Some(read), ..Outcome::default() },
        _ => Outcome::default(),
    }
}

/// What becomes of a follow-up: of a hundred 5 are answered, and nothing is seen of the others.
fn outcome_of_follow_up(campaign: i64, mail: &Mail, number: i64, to: i64) -> Outcome {
    if roll(campaign, mail.recipient, number) < 5 {
        Outcome { opened_at: Some(to), replied_at: Some(to), ..Outcome::default() }
    } else {
        Outcome::default()
    }
}

/// A number from 0 to 99 that is always the same for the same three (SplitMix64).
fn roll(campaign: i64, recipient: i64, number: i64) -> u64 {
    let [campaign, recipient, number] = [campaign, recipient, number].map(i64::cast_unsigned);
    let mut mixed = (campaign << 40 ^ recipient << 8 ^ number).wrapping_add(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    (mixed ^ mixed >> 31) % 100
}

impl Schedule {
    fn local(&self, at_ms: i64) -> ZonedDateTime {
        let at = Timestamp::from_millisecond(at_ms).unwrap_or(Timestamp::UNIX_EPOCH);
        at.to_zoned_datetime(self.zone.clone())
    }

    fn works_on(&self, day: &ZonedDateTime) -> bool {
        let name = day.strftime("%A").to_string().to_ascii_lowercase();
        self.days.contains(&name)
    }

    fn works_at(&self, at_ms: i64) -> bool {
        self.works_on(&self.local(at_ms))
    }

    /// The hours of a working day that `now` is within.
    fn hours_at(&self, now: i64) -> Option<Hours> {
        let hours = self.hours_of(&self.local(now))?;
        (self.works_at(now) && (hours.start..hours.end).contains(&now)).then_some(hours)
    }

    fn hours_of(&self, day: &ZonedDateTime) -> Option<Hours> {
        let at = |time: Time| {
            let zoned = day.date().to_datetime(time).to_zoned_datetime(self.zone.clone()).ok()?;
            Some(zoned.timestamp().as_millisecond())
        };
        Some(Hours { start: at(self.start)?, end: at(self.end)? })
    }

    /// The hours of the next working day that begin at `now` or later.
    fn next_hours(&self, now: i64) -> Option<Hours> {
        let today = self.local(now);
        let days = (0..=DAYS_AHEAD).filter_map(|days| today.checked_add(days.days()).ok());
        let hours = days.filter(|day| self.works_on(day)).filter_map(|day| self.hours_of(&day));
        hours.into_iter().find(|hours| hours.start >= now)
    }
}
