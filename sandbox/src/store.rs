//! The SQLite file: opening it, users and projects. Events are in [`crate::events`].
//!
//! One connection behind a lock serves everything; handlers reach it through [`Store::run`], which
//! keeps SQLite off the async threads.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use rusqlite::{Connection, ErrorCode, OptionalExtension, Row, TransactionBehavior, params};
use serde::Serialize;

use crate::auth::new_key;
use crate::envelope::iso_seconds;

/// `PRAGMA application_id` of a sandbox database: "LKYF".
const APPLICATION_ID: i32 = 0x4c4b_5946;
/// `PRAGMA user_version`: the version of schema.sql. Raise it with every change there.
const SCHEMA_VERSION: i32 = 2;
/// How long a write waits for another process that has the file.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// The demo user, the first that a database gets.
const DEMO_USER: UserId = UserId(1);
const DEMO_PROJECT_NAME: &str = "Demo project";

/// Why the store couldn't do what it was asked.
#[derive(Debug)]
pub enum StoreError {
    /// The file can't be opened, read or written.
    Open(PathBuf, rusqlite::Error),
    /// The file is something else: another application's database, or none at all.
    NotASandbox(PathBuf),
    /// The file has a schema of that version, which this sandbox doesn't know.
    OtherVersion(PathBuf, i32),
    /// SQLite failed.
    Sqlite(rusqlite::Error),
    /// The operating system gave no randomness for a key.
    Random(getrandom::Error),
    /// The work was broken off before its end.
    Interrupted,
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Open(path, cause) => {
                write!(f, "cannot use the database {}: {cause}", path.display())
            }
            Self::NotASandbox(path) => write!(f, "{} is not a sandbox database", path.display()),
            Self::OtherVersion(path, version) => write!(
                f,
                "{} is a sandbox database of version {version}; this sandbox knows version \
                 {SCHEMA_VERSION}",
                path.display()
            ),
            Self::Sqlite(cause) => write!(f, "the database failed: {cause}"),
            Self::Random(cause) => write!(f, "no randomness for an API key: {cause}"),
            Self::Interrupted => f.write_str("the work on the database was broken off"),
        }
    }
}

impl std::error::Error for StoreError {}

impl From<rusqlite::Error> for StoreError {
    fn from(cause: rusqlite::Error) -> Self {
        Self::Sqlite(cause)
    }
}

/// Who is calling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UserId(i64);

/// What a project is made from. All but the name may be absent.
#[derive(Clone, Debug, Default, Serialize)]
pub struct NewProject {
    /// What its owner calls it.
    pub name: String,
    /// Whose it is.
    pub company_name: Option<String>,
    /// Where its website is.
    pub website_url: Option<String>,
    /// What it is for.
    pub description: Option<String>,
    /// Who its mail comes from.
    pub from_name: Option<String>,
    /// Mails a day.
    pub daily_allocation: Option<i64>,
    /// Mails a week.
    pub weekly_limit: Option<i64>,
}

/// A project as the API shows it; what wasn't given is null.
#[derive(Clone, Debug, Serialize)]
pub struct Project {
    /// Its id, from 1.
    pub id: i64,
    /// What it was made from.
    #[serde(flatten)]
    pub given: NewProject,
    /// When it was made, UTC, in whole seconds.
    pub created_at: String,
    /// When it was last changed, UTC, in whole seconds.
    pub updated_at: String,
}

/// Some of a user's projects, and how many there are in all.
pub struct ProjectPage {
    /// Those asked for, oldest first.
    pub projects: Vec<Project>,
    /// All of the user's.
    pub total: i64,
}

/// What every sandbox has from its first start (S1).
pub struct Demo {
    /// The demo user's key.
    pub api_key: String,
    /// The demo user's first project.
    pub project: Project,
}

/// The database. Clones are the same one.
#[derive(Clone)]
pub struct Store {
    connection: Arc<Mutex<Connection>>,
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
        // First of all, and in one transaction: a file of somebody else's is left as it is, and a
        // kill leaves no half of a schema.
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let pragma =
            |name: &str| transaction.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
        let objects: i64 =
            transaction.query_row("SELECT COUNT(*) FROM sqlite_master", [], |row| row.get(0))?;
        match (pragma("application_id")?, pragma("user_version")?, objects) {
            (0, 0, 0) => {
                transaction.execute_batch(include_str!("schema.sql"))?;
                transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
                transaction.pragma_update(None, "user_version", SCHEMA_VERSION)?;
            }
            (APPLICATION_ID, SCHEMA_VERSION, _) => {}
            (APPLICATION_ID, 1, _) => {
                transaction.execute_batch(include_str!("schema_1_to_2.sql"))?;
                transaction.pragma_update(None, "user_version", SCHEMA_VERSION)?;
            }
            (APPLICATION_ID, version, _) => {
                return Err(StoreError::OtherVersion(path.to_owned(), version));
            }
            _ => return Err(StoreError::NotASandbox(path.to_owned())),
        }
        transaction.commit()?;
        // What a commit wrote is the operating system's after it, so it survives kill -9 in either
        // mode. FULL would add a flush to disk for each event, several milliseconds, against a
        // power cut alone; NORMAL then loses the last events but never damages the file.
        connection.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;",
        )?;
        Ok(Self { connection: Arc::new(Mutex::new(connection)) })
    }

    /// Does `work` on a thread where waiting for a disk holds up nobody. Once begun it is done to
    /// its end, also if the client has gone.
    pub async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Self) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let store = self.clone();
        let done = tokio::task::spawn_blocking(move || work(&store)).await;
        done.unwrap_or(Err(StoreError::Interrupted))
    }

    /// The connection, for one piece of work. A panic elsewhere has rolled back what it had begun,
    /// so a poisoned lock is as good as any.
    pub(crate) fn connection(&self) -> MutexGuard<'_, Connection> {
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Finds the demo user and the demo project, and makes them where there are none (S1). A key
    /// given replaces the one that the demo user has.
    pub fn demo(&self, api_key: Option<&str>) -> Result<Demo, StoreError> {
        let made = match api_key {
            Some(key) => key.to_owned(),
            None => new_key().map_err(StoreError::Random)?,
        };
        let now = Timestamp::now().as_millisecond();
        let mut connection = self.connection();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        transaction.execute(
            "INSERT INTO users (id, name, api_key, created_at) VALUES (?1, 'demo', ?2, ?3)
             ON CONFLICT (id) DO NOTHING",
            params![DEMO_USER.0, made, now],
        )?;
        if api_key.is_some() {
            let sql = "UPDATE users SET api_key = ?2 WHERE id = ?1";
            transaction.execute(sql, params![DEMO_USER.0, made])?;
        }
        let sql = "SELECT api_key FROM users WHERE id = ?1";
        let api_key = transaction.query_row(sql, [DEMO_USER.0], |row| row.get(0))?;
        let sql = "SELECT * FROM projects WHERE user_id = ?1 ORDER BY id LIMIT 1";
        let found = transaction.query_row(sql, [DEMO_USER.0], to_project).optional()?;
        let project = match found {
            Some(project) => project,
            None => {
                let name = DEMO_PROJECT_NAME.to_owned();
                insert_project(
                    &transaction,
                    DEMO_USER,
                    &NewProject { name, ..NewProject::default() },
                )?
            }
        };
        transaction.commit()?;
        Ok(Demo { api_key, project })
    }

    /// Adds a user with that key. Fails if somebody has the key.
    pub fn add_user(&self, name: &str, api_key: &str) -> Result<UserId, StoreError> {
        let sql = "INSERT INTO users (name, api_key, created_at) VALUES (?1, ?2, ?3) RETURNING id";
        let now = Timestamp::now().as_millisecond();
        let id = self.connection().query_row(sql, params![name, api_key, now], |row| row.get(0))?;
        Ok(UserId(id))
    }

    /// Whose key it is.
    pub fn user_of_key(&self, api_key: &str) -> Result<Option<UserId>, StoreError> {
        let connection = self.connection();
        let mut find = connection.prepare_cached("SELECT id FROM users WHERE api_key = ?1")?;
        Ok(find.query_row([api_key], |row| row.get(0).map(UserId)).optional()?)
    }

    /// Makes a project of `user`'s.
    pub fn add_project(&self, user: UserId, project: &NewProject) -> Result<Project, StoreError> {
        Ok(insert_project(&self.connection(), user, project)?)
    }

    /// The project, if it is `user`'s.
    pub fn project(&self, user: UserId, id: i64) -> Result<Option<Project>, StoreError> {
        let connection = self.connection();
        let mut find =
            connection.prepare_cached("SELECT * FROM projects WHERE id = ?1 AND user_id = ?2")?;
        Ok(find.query_row([id, user.0], to_project).optional()?)
    }

    /// Is there such a project, whoever has it?
    pub fn has_project(&self, id: i64) -> Result<bool, StoreError> {
        let connection = self.connection();
        Ok(connection.prepare_cached("SELECT 1 FROM projects WHERE id = ?1")?.exists([id])?)
    }

    /// `limit` of `user`'s projects after the first `offset`.
    pub fn projects(
        &self,
        user: UserId,
        offset: i64,
        limit: i64,
    ) -> Result<ProjectPage, StoreError> {
        let mut connection = self.connection();
        let transaction = connection.transaction()?;
        let sql = "SELECT COUNT(*) FROM projects WHERE user_id = ?1";
        let total = transaction.query_row(sql, [user.0], |row| row.get(0))?;
        let sql = "SELECT * FROM projects WHERE user_id = ?1 ORDER BY id LIMIT ?2 OFFSET ?3";
        let mut select = transaction.prepare_cached(sql)?;
        let projects =
            select.query_map([user.0, limit, offset], to_project)?.collect::<Result<_, _>>()?;
        Ok(ProjectPage { projects, total })
    }
}

fn insert_project(
    connection: &Connection,
    user: UserId,
    project: &NewProject,
) -> rusqlite::Result<Project> {
    let sql = "INSERT INTO projects (user_id, name, company_name, website_url, description,
                   from_name, daily_allocation, weekly_limit, created_at, updated_at)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9) RETURNING *";
    let values = params![
        user.0,
        project.name,
        project.company_name,
        project.website_url,
        project.description,
        project.from_name,
        project.daily_allocation,
        project.weekly_limit,
        Timestamp::now().as_millisecond(),
    ];
    connection.query_row(sql, values, to_project)
}

fn to_project(row: &Row<'_>) -> rusqlite::Result<Project> {
    Ok(Project {
        id: row.get("id")?,
        given: NewProject {
            name: row.get("name")?,
            company_name: row.get("company_name")?,
            website_url: row.get("website_url")?,
            description: row.get("description")?,
            from_name: row.get("from_name")?,
            daily_allocation: row.get("daily_allocation")?,
            weekly_limit: row.get("weekly_limit")?,
        },
        created_at: iso_seconds(row.get("created_at")?),
        updated_at: iso_seconds(row.get("updated_at")?),
    })
}
