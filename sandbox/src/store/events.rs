//! Impressions and registrations: writing them, and what is computed from them (S4).

use rusqlite::{Row, params};
use serde::Serialize;

use crate::store::{Store, StoreError};

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A page was viewed (W2).
    Impression {
        /// The page.
        page_url: String,
        /// Where the visitor came from; empty if that isn't known.
        referrer: String,
    },
    /// A visitor left an e-mail address (W3).
    Registration {
        /// The address.
        email: String,
    },
}

/// An event that has passed validation.
#[derive(Clone, Debug)]
pub struct NewEvent {
    /// The project that it is of.
    pub project_id: i64,
    /// The visitor, as the tracker calls them.
    pub visitor_id: String,
    /// What happened.
    pub kind: Kind,
    /// A UUID in lower case that is this event's on every retry, where the tracker gives one (D8).
    pub event_id: Option<String>,
}

/// What became of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// It is in the store.
    Recorded,
    /// One of its project and kind with its `event_id` was there before; nothing is written (D8).
    Duplicate,
    /// There is no such project; nothing is written.
    NoProject,
}

/// An event in the store.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// Greater than that of every event which arrived before.
    pub id: i64,
    /// When it arrived, in milliseconds since the epoch.
    pub received_at_ms: i64,
    /// What arrived.
    pub event: NewEvent,
}

/// The tracking data of a project as the API shows it (S4).
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Stats {
    /// Impressions in all.
    pub total_impressions: i64,
    /// Registrations in all.
    pub total_registrations: i64,
    /// Registrations in per cent of impressions, to one decimal; 0 where there are no impressions.
    pub conversion_rate: f64,
    /// The days (UTC) that have events, newest first.
    pub daily: Vec<StatsDay>,
}

/// One day of [`Stats`].
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StatsDay {
    /// `2026-04-09`, UTC.
    pub date: String,
    /// Impressions on that day.
    pub impressions: i64,
    /// Registrations on that day.
    pub registrations: i64,
}

/// What the dashboard shows of a project.
#[derive(Clone, Debug)]
pub struct Overview {
    /// Different visitors in all.
    pub visitors: i64,
    /// Different visitors of each day (UTC) that has events, newest first.
    pub daily: Vec<VisitorsDay>,
    /// The latest events, newest first.
    pub latest: Vec<Recorded>,
}

/// One day of [`Overview`].
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct VisitorsDay {
    /// `2026-04-09`, UTC.
    pub date: String,
    /// Different visitors on that day.
    pub visitors: i64,
}

impl Store {
    /// Writes the event, unless it is there already.
    pub fn record(&self, event: &NewEvent) -> Result<Written, StoreError> {
        let (page_url, referrer, email) = match &event.kind {
            Kind::Impression { page_url, referrer } => (Some(page_url), Some(referrer), None),
            Kind::Registration { email } => (None, None, Some(email)),
        };
        let connection = self.connection();
        let mut insert = connection.prepare_cached(
            "INSERT INTO events
                 (project_id, visitor_id, received_at, page_url, referrer, email, event_id)
             SELECT id, ?2, ?3, ?4, ?5, ?6, ?7 FROM projects WHERE id = ?1
             ON CONFLICT DO NOTHING",
        )?;
        // The clock is read under the lock, so that times have the order of ids.
        let now = self.clock.now_ms();
        let (project, visitor) = (event.project_id, &event.visitor_id);
        let values = params![project, visitor, now, page_url, referrer, email, event.event_id];
        if insert.execute(values)? == 1 {
            return Ok(Written::Recorded);
        }
        let mut find = connection.prepare_cached("SELECT 1 FROM projects WHERE id = ?1")?;
        Ok(if find.exists([project])? { Written::Duplicate } else { Written::NoProject })
    }

    /// Forgets all events, of one project or of all.
    pub fn forget_events(&self, project: Option<i64>) -> Result<(), StoreError> {
        let sql = "DELETE FROM events WHERE ?1 IS NULL OR project_id = ?1";
        self.connection().execute(sql, [project])?;
        Ok(())
    }

    /// All events in order of arrival, of one project or of all.
    pub fn ledger(&self, project: Option<i64>) -> Result<Vec<Recorded>, StoreError> {
        let connection = self.connection();
        let sql = "SELECT * FROM events WHERE ?1 IS NULL OR project_id = ?1 ORDER BY id";
        let mut select = connection.prepare_cached(sql)?;
        Ok(select.query_map([project], to_recorded)?.collect::<Result<_, _>>()?)
    }

    /// The tracking data of a project (S4).
    pub fn stats(&self, project: i64) -> Result<Stats, StoreError> {
        let connection = self.connection();
        let mut select = connection.prepare_cached(
            "SELECT date(received_at / 1000, 'unixepoch') AS day, COUNT(page_url), COUNT(email)
             FROM events WHERE project_id = ?1 GROUP BY day ORDER BY day DESC",
        )?;
        let to_day = |row: &Row<'_>| {
            let (date, impressions, registrations) = (row.get(0)?, row.get(1)?, row.get(2)?);
            Ok(StatsDay { date, impressions, registrations })
        };
        let daily = select.query_map([project], to_day)?.collect::<Result<Vec<_>, _>>()?;
        let total_impressions = daily.iter().map(|day| day.impressions).sum();
        let total_registrations = daily.iter().map(|day| day.registrations).sum();
        Ok(Stats {
            total_impressions,
            total_registrations,
            conversion_rate: conversion_rate(total_impressions, total_registrations),
            daily,
        })
    }

    /// What the dashboard shows of a project, with the latest `latest` events.
    pub fn overview(&self, project: i64, latest: i64) -> Result<Overview, StoreError> {
        let mut connection = self.connection();
        // One transaction, so that the three agree also while another process writes.
        let transaction = connection.transaction()?;
        let sql = "SELECT COUNT(DISTINCT visitor_id) FROM events WHERE project_id = ?1";
        let visitors = transaction.query_row(sql, [project], |row| row.get(0))?;
        let mut select = transaction.prepare_cached(
            "SELECT date(received_at / 1000, 'unixepoch') AS day, COUNT(DISTINCT visitor_id)
             FROM events WHERE project_id = ?1 GROUP BY day ORDER BY day DESC",
        )?;
        let to_day = |row: &Row<'_>| Ok(VisitorsDay { date: row.get(0)?, visitors: row.get(1)? });
        let daily = select.query_map([project], to_day)?.collect::<Result<_, _>>()?;
        let sql = "SELECT * FROM events WHERE project_id = ?1 ORDER BY id DESC LIMIT ?2";
        let mut select = transaction.prepare_cached(sql)?;
        let latest = select.query_map([project, latest], to_recorded)?.collect::<Result<_, _>>()?;
        Ok(Overview { visitors, daily, latest })
    }
}

/// Per cent to one decimal, halves up.
fn conversion_rate(impressions: i64, registrations: i64) -> f64 {
    if impressions == 0 {
        return 0.0;
    }
    (registrations as f64 * 1000.0 / impressions as f64).round() / 10.0
}

fn to_recorded(row: &Row<'_>) -> rusqlite::Result<Recorded> {
    let kind = match row.get("email")? {
        Some(email) => Kind::Registration { email },
        None => Kind::Impression { page_url: row.get("page_url")?, referrer: row.get("referrer")? },
    };
    Ok(Recorded {
        id: row.get("id")?,
        received_at_ms: row.get("received_at")?,
        event: NewEvent {
            project_id: row.get("project_id")?,
            visitor_id: row.get("visitor_id")?,
            kind,
            event_id: row.get("event_id")?,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s4_the_conversion_rate_has_one_decimal() {
        // The vendor's example, then halves, nothing, and more registrations than impressions.
        let cases = [(1243, 87, 7.0), (2000, 1, 0.1), (3, 1, 33.3), (8, 1, 12.5), (0, 5, 0.0)];
        for (impressions, registrations, rate) in cases.into_iter().chain([(1, 3, 300.0)]) {
            assert_eq!(conversion_rate(impressions, registrations), rate);
        }
    }

    #[test]
    fn s4_days_are_of_utc_newest_first_and_only_those_with_events() {
        let store = Store::in_memory().unwrap();
        let project = store.demo(None).unwrap().project.id;
        let day = 24 * 60 * 60 * 1000;
        let midnight = 1_775_692_800_000; // 2026-04-09T00:00:00Z
        let rows = [
            (midnight - 1, "a", None),
            (midnight, "a", None),
            (midnight + day - 1, "b", Some("b@example.com")),
            (midnight + 2 * day, "b", None),
        ];
        for (at, visitor, email) in rows {
            let page = email.is_none().then_some("https://shop.example/");
            let sql = "INSERT INTO events (project_id, visitor_id, received_at, page_url, referrer,
                       email) VALUES (?1, ?2, ?3, ?4, ?4, ?5)";
            let values = params![project, visitor, at, page, email];
            store.connection().execute(sql, values).unwrap();
        }
        let stats = store.stats(project).unwrap();
        let daily: Vec<_> = stats
            .daily
            .iter()
            .map(|day| (day.date.as_str(), day.impressions, day.registrations))
            .collect();
        assert_eq!(daily, [("2026-04-11", 1, 0), ("2026-04-09", 1, 1), ("2026-04-08", 1, 0)]);
        let totals = (stats.total_impressions, stats.total_registrations, stats.conversion_rate);
        assert_eq!(totals, (3, 1, 33.3));

        let overview = store.overview(project, 2).unwrap();
        assert_eq!(overview.visitors, 2);
        let daily: Vec<_> =
            overview.daily.iter().map(|day| (day.date.as_str(), day.visitors)).collect();
        assert_eq!(daily, [("2026-04-11", 1), ("2026-04-09", 2), ("2026-04-08", 1)]);
        let times: Vec<_> = overview.latest.iter().map(|event| event.received_at_ms).collect();
        assert_eq!(times, [midnight + 2 * day, midnight + day - 1]);
    }
}
