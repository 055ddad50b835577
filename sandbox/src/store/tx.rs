//! A transaction: the connection while it lasts, the time at which all of it happens, and what
//! every group of operations does with it.

use std::ops::Deref;

use rusqlite::{Connection, OptionalExtension, Params, Row};

use super::UserId;
use crate::clock::{Clock, MAX_AHEAD_MS};
use crate::envelope::ApiError;
use crate::page::{Page, PageRequest};

/// A transaction under way. All that it writes is of one time.
pub struct Tx<'a> {
    connection: &'a Connection,
    clock: &'a Clock,
    /// Now, in milliseconds since the epoch.
    pub now_ms: i64,
}

impl Deref for Tx<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        self.connection
    }
}

impl<'a> Tx<'a> {
    pub(super) fn new(connection: &'a Connection, clock: &'a Clock) -> Self {
        Self { connection, clock, now_ms: clock.now_ms() }
    }

    /// The same transaction, at the time that the clock has now: it may have been set since.
    pub(super) fn anew(&self) -> Self {
        Self::new(self.connection, self.clock)
    }

    /// Moves the sandbox's clock forward, and keeps how far it is ahead. 422 where that is too far.
    pub fn move_clock(&self, advance_ms: i64) -> Result<(), ApiError> {
        let ahead_ms = self.clock.ahead_ms() + advance_ms;
        if ahead_ms > MAX_AHEAD_MS {
            return Err(ApiError::invalid("body", "takes the clock too far ahead"));
        }
        Ok(self.set_clock(ahead_ms)?)
    }

    /// Sets how far the sandbox's clock is ahead of the machine's, and keeps it.
    pub(super) fn set_clock(&self, ahead_ms: i64) -> rusqlite::Result<()> {
        self.execute("UPDATE sandbox SET clock_ahead_ms = ?1", [ahead_ms])?;
        self.clock.set_ahead_ms(ahead_ms);
        Ok(())
    }

    /// The row that `sql` finds; 404 if it finds none.
    pub fn find<T>(
        &self,
        sql: &str,
        params: impl Params,
        map: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, ApiError> {
        let found = self.prepare_cached(sql)?.query_row(params, map).optional()?;
        found.ok_or_else(ApiError::not_found)
    }

    /// All rows that `sql` finds.
    pub fn all<T>(
        &self,
        sql: &str,
        params: impl Params,
        map: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, ApiError> {
        Ok(self.prepare_cached(sql)?.query_map(params, map)?.collect::<Result<_, _>>()?)
    }

    /// A page of the rows of `SELECT {columns} {from} ORDER BY {order}`, and how many there are.
    pub fn page<T>(
        &self,
        request: PageRequest,
        [columns, from, order]: [&str; 3],
        params: impl Params + Clone,
        map: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Page<T>, ApiError> {
        let count = format!("SELECT COUNT(*) {from}");
        let total = self.prepare_cached(&count)?.query_row(params.clone(), |row| row.get(0))?;
        let (limit, offset) = (request.per_page, request.offset());
        let sql = format!("SELECT {columns} {from} ORDER BY {order} LIMIT {limit} OFFSET {offset}");
        Ok(request.of(self.all(&sql, params, map)?, total))
    }

    /// 404 unless `project` is `user`'s.
    pub fn own_project(&self, user: UserId, project: i64) -> Result<(), ApiError> {
        let sql = "SELECT 1 FROM projects WHERE id = ?1 AND user_id = ?2";
        self.find(sql, [project, user.0], |_| Ok(()))
    }
}
