//! The SQLite file: opening it, and doing work in it. What is kept there, and how, is in the
//! modules of this folder, one for each group of operations.
//!
//! One connection behind a lock serves everything; handlers reach it through [`Store::transact`],
//! which keeps SQLite off the async threads.

pub mod billing;
pub mod blocklist;
pub mod campaigns;
pub mod contacts;
pub mod domains;
pub mod events;
pub mod inbox;
pub mod mailboxes;
pub mod notifications;
pub mod profile;
pub mod projects;
pub mod recipients;
pub mod sending;
pub mod smtp;
pub mod templates;
pub mod users;

mod error;
mod snapshot;
mod tx;

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, TransactionBehavior};

pub use error::StoreError;
pub use snapshot::snapshot;
pub use tx::Tx;
pub use users::{Demo, UserId};

use crate::clock::Clock;
use crate::envelope::ApiError;

/// `PRAGMA application_id` of a sandbox database: "LKYF".
const APPLICATION_ID: i32 = 0x4c4b_5946;
/// What makes each version of the schema from the one before; `PRAGMA user_version` counts them.
const MIGRATIONS: [&str; 3] = [
    include_str!("migrations/1_users_projects_events.sql"),
    include_str!("migrations/2_event_ids.sql"),
    include_str!("migrations/3_whole_api.sql"),
];
/// The version that this sandbox makes.
pub(crate) const LATEST_VERSION: usize = MIGRATIONS.len();
/// How long a write waits for another process that has the file.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// The database. Clones are the same one.
#[derive(Clone)]
pub struct Store {
    connection: Arc<Mutex<Connection>>,
    /// What its times are from.
    pub clock: Clock,
}

impl Store {
    /// Opens the database in the file `path`, and makes it if there is none (S1).
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let connection = Connection::open(path);
        Self::prepare(connection, path).map_err(|error| match error {
            StoreError::Sqlite(cause)
                if cause.sqlite_error_code() == Some(ErrorCode::NotADatabase) =>
            {
                StoreError::NotASandbox(path.to_owned())
            }
            StoreError::Sqlite(cause) => StoreError::Open(path.to_owned(), cause),
            other => other,
        })
    }

    /// A database that leaves nothing on disk and ends with the process.
    pub fn in_memory() -> Result<Self, StoreError> {
        Self::prepare(Connection::open_in_memory(), Path::new(":memory:"))
    }

    fn prepare(
        connection: Result<Connection, rusqlite::Error>,
        path: &Path,
    ) -> Result<Self, StoreError> {
        let mut connection = connection?;
        connection.busy_timeout(BUSY_TIMEOUT)?;
        migrate(&mut connection, path)?;
        // What a commit wrote is the operating system's after it, so it survives kill -9 in either
        // mode. FULL would add a flush to disk for each event, several milliseconds, against a
        // power cut alone; NORMAL then loses the last events but never damages the file.
        connection.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;",
        )?;
        let clock = Clock::default();
        let sql = "SELECT clock_ahead_ms FROM sandbox";
        clock.set_ahead_ms(connection.query_row(sql, [], |row| row.get(0))?);
        Ok(Self { connection: Arc::new(Mutex::new(connection)), clock })
    }

    /// Does `work` in a transaction: all of it is written, or nothing where it gives an error. On a
    /// thread where waiting for a disk holds up nobody. Once begun it is done to its end, also if
    /// the client has gone.
    pub async fn transact<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Tx<'_>) -> Result<T, ApiError> + Send + 'static,
    ) -> Result<T, ApiError> {
        self.run(move |store| store.transact_here(work)).await
    }

    /// The same on this thread.
    pub fn transact_here<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut connection = self.connection();
        let begin = connection.transaction_with_behavior(TransactionBehavior::Immediate);
        let transaction = begin.map_err(StoreError::from)?;
        let ahead_ms = self.clock.ahead_ms();
        let to_its_end = || {
            // The clock is read under the lock, so that times have the order of writes.
            let done = work(&Tx::new(&transaction, &self.clock))?;
            transaction.commit().map_err(StoreError::from)?;
            Ok(done)
        };
        // The work may have moved the clock, which no rollback sets back.
        to_its_end().inspect_err(|_| self.clock.set_ahead_ms(ahead_ms))
    }

    /// Does `work` on a thread where waiting for a disk holds up nobody. Once begun it is done to
    /// its end, also if the client has gone.
    pub async fn run<T: Send + 'static, E: From<StoreError> + Send + 'static>(
        &self,
        work: impl FnOnce(&Self) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E> {
        let store = self.clone();
        let done = tokio::task::spawn_blocking(move || work(&store)).await;
        done.unwrap_or_else(|_| Err(StoreError::Interrupted.into()))
    }

    /// The connection, for one piece of work. A panic elsewhere has rolled back what it had begun,
    /// so a poisoned lock is as good as any.
    pub(crate) fn connection(&self) -> MutexGuard<'_, Connection> {
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Brings the schema to its latest version. First of all that is done with a file, and in one
/// transaction: a file of somebody else's is left as it is, and a kill leaves no half of a schema.
fn migrate(connection: &mut Connection, path: &Path) -> Result<(), StoreError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let pragma =
        |name: &str| transaction.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
    let objects: i64 =
        transaction.query_row("SELECT COUNT(*) FROM sqlite_master", [], |row| row.get(0))?;
    let version = match (pragma("application_id")?, pragma("user_version")?, objects) {
        (0, 0, 0) => 0,
        (APPLICATION_ID, version, _) => match usize::try_from(version) {
            Ok(known @ 1..=LATEST_VERSION) => known,
            _ => return Err(StoreError::OtherVersion(path.to_owned(), version)),
        },
        _ => return Err(StoreError::NotASandbox(path.to_owned())),
    };
    for sql in &MIGRATIONS[version..] {
        transaction.execute_batch(sql)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", MIGRATIONS.len() as i64)?;
    transaction.commit()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s1_what_fails_moves_no_clock() {
        let store = Store::in_memory().unwrap();
        let failed = store.transact_here(|tx| {
            tx.move_clock(60_000)?;
            Err::<(), _>(ApiError::not_found())
        });
        assert_eq!(failed, Err(ApiError::not_found()));
        assert_eq!(store.clock.ahead_ms(), 0);
    }
}
