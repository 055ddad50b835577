//! Plans and payments in the store.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use jiff::civil::DateTime;
use jiff::tz::Offset;
use jiff::{Timestamp, ToSpan};
use rusqlite::params;
use serde::Serialize;

use super::{Tx, UserId};
use crate::envelope::{ApiError, iso_seconds};
use crate::page::{Page, PageRequest};

/// A plan as the API shows it.
#[derive(Clone, Debug, Serialize)]
pub struct Plan {
    plan_type: String,
    usage: Usage,
    billing_cycle: BillingCycle,
}

/// Mails of this billing cycle.
#[derive(Clone, Debug, Serialize)]
pub struct Usage {
    sent: i64,
    limit: i64,
}

/// The month that is paid for.
#[derive(Clone, Debug, Serialize)]
pub struct BillingCycle {
    start: String,
    /// When the next one begins.
    end: String,
}

/// A payment as the API shows it.
#[derive(Clone, Debug, Serialize)]
pub struct Payment {
    id: i64,
    /// In units of the currency.
    amount: f64,
    currency: String,
    status: String,
    paid_at: String,
    invoice: Invoice,
}

/// What a payment was for.
#[derive(Clone, Debug, Serialize)]
pub struct Invoice {
    number: String,
    url: String,
}

/// `user`'s plan with the mails of this billing cycle: campaigns' mails, where follow-ups count with
/// the first, and answers in threads.
pub fn plan(tx: &Tx<'_>, user: UserId) -> Result<Plan, ApiError> {
    plan_at(tx, user, tx.now_ms)
}

/// How many mails `user`'s plan has left in the billing cycle that is `at` a time.
pub fn left(tx: &Tx<'_>, user: UserId, at: i64) -> Result<i64, ApiError> {
    let Usage { sent, limit } = plan_at(tx, user, at)?.usage;
    Ok((limit - sent).max(0))
}

/// What is left of some plans while mails are sent: a cycle's mails are counted once, as they are many.
#[derive(Debug, Default)]
pub struct Quotas {
    /// By users and the begins of their cycles.
    left: HashMap<(UserId, i64), i64>,
}

impl Quotas {
    /// Takes one mail of the cycle that is `at` a time; false where `user`'s plan has none left.
    pub fn take(&mut self, tx: &Tx<'_>, user: UserId, at: i64) -> Result<bool, ApiError> {
        let (start, _) = cycle_at(tx, user, at)?;
        let left = match self.left.entry((user, start)) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert(left(tx, user, at)?),
        };
        let may_go = *left > 0;
        *left -= i64::from(may_go);
        Ok(may_go)
    }
}

fn plan_at(tx: &Tx<'_>, user: UserId, at: i64) -> Result<Plan, ApiError> {
    let sql = "SELECT plan_type, sending_limit FROM plans WHERE user_id = ?1";
    let (plan_type, limit) = tx.find(sql, [user.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let (start, end) = cycle_at(tx, user, at)?;
    let sql = "SELECT
        (SELECT COALESCE(SUM(1 + recipients.follow_ups), 0) FROM recipients
             JOIN campaigns ON campaigns.id = campaign_id JOIN projects ON projects.id = project_id
         WHERE user_id = ?1 AND sent_at >= ?2 AND sent_at < ?3)
        + (SELECT COUNT(*) FROM messages
             JOIN threads ON threads.id = thread_id JOIN projects ON projects.id = project_id
         WHERE user_id = ?1 AND direction = 'outbound' AND sent_at >= ?2 AND sent_at < ?3
             AND messages.id > (SELECT MIN(id) FROM messages WHERE thread_id = threads.id))";
    let sent = tx.find(sql, [user.0, start, end], |row| row.get(0))?;
    Ok(Plan {
        plan_type,
        usage: Usage { sent, limit },
        billing_cycle: BillingCycle { start: iso_seconds(start), end: iso_seconds(end) },
    })
}

/// From now on it is a plan of that type.
pub fn change_plan(tx: &Tx<'_>, user: UserId, plan_type: &str) -> Result<Plan, ApiError> {
    let sql = "UPDATE plans SET plan_type = ?2 WHERE user_id = ?1";
    tx.execute(sql, params![user.0, plan_type])?;
    plan(tx, user)
}

/// A page of `user`'s payments, newest first.
pub fn payments(
    tx: &Tx<'_>,
    user: UserId,
    request: PageRequest,
) -> Result<Page<Payment>, ApiError> {
    let parts = ["*", "FROM payments WHERE user_id = ?1", "paid_at DESC, id DESC"];
    tx.page(request, parts, [user.0], |row| {
        let cents: i64 = row.get("amount_cents")?;
        Ok(Payment {
            id: row.get("id")?,
            amount: cents as f64 / 100.0,
            currency: row.get("currency")?,
            status: row.get("status")?,
            paid_at: iso_seconds(row.get("paid_at")?),
            invoice: Invoice { number: row.get("invoice_number")?, url: row.get("invoice_url")? },
        })
    })
}

/// Begin and end of `user`'s billing cycle that is `at` a time.
fn cycle_at(tx: &Tx<'_>, user: UserId, at: i64) -> Result<(i64, i64), ApiError> {
    let sql = "SELECT cycle_start FROM plans WHERE user_id = ?1";
    let first = tx.find(sql, [user.0], |row| row.get(0))?;
    Ok(cycle(first, at).unwrap_or((first, first)))
}

/// Begin and end of the month that `now` is in, where the first month began at `first`; all in
/// milliseconds since the epoch. A month that has no such day begins on its last. Nothing for
/// times that no calendar has.
fn cycle(first: i64, now: i64) -> Option<(i64, i64)> {
    let (first, now) = (civil(first)?, civil(now)?);
    let begin = |month: i32| first.checked_add(month.months()).ok();
    let months = 12 * i32::from(now.year() - first.year()) + i32::from(now.month() - first.month());
    let month = if begin(months)? <= now { months } else { months - 1 };
    Some((epoch_ms(begin(month)?)?, epoch_ms(begin(month + 1)?)?))
}

fn civil(epoch_ms: i64) -> Option<DateTime> {
    Some(Offset::UTC.to_datetime(Timestamp::from_millisecond(epoch_ms).ok()?))
}

fn epoch_ms(time: DateTime) -> Option<i64> {
    Some(Offset::UTC.to_timestamp(time).ok()?.as_millisecond())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s1_a_billing_cycle_is_a_month_from_the_day_of_the_first() {
        let ms = |text: &str| text.parse::<Timestamp>().unwrap().as_millisecond();
        for (first, now, start, end) in [
            ("2026-04-09T10:30:00Z", "2026-04-09T10:30:00Z", "2026-04-09", "2026-05-09"),
            ("2026-04-09T10:30:00Z", "2026-05-09T10:29:59Z", "2026-04-09", "2026-05-09"),
            ("2026-04-09T10:30:00Z", "2026-05-09T10:30:00Z", "2026-05-09", "2026-06-09"),
            ("2026-04-09T10:30:00Z", "2027-01-01T00:00:00Z", "2026-12-09", "2027-01-09"),
            ("2026-01-31T10:30:00Z", "2026-03-01T00:00:00Z", "2026-02-28", "2026-03-31"),
            ("2026-01-31T10:30:00Z", "2026-03-31T10:30:00Z", "2026-03-31", "2026-04-30"),
        ] {
            let whole = |day: &str| ms(&format!("{day}T10:30:00Z"));
            assert_eq!(cycle(ms(first), ms(now)), Some((whole(start), whole(end))), "{now}");
        }
        assert_eq!(cycle(i64::MAX, 0), None);
    }
}
