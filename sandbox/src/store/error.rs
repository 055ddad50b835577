//! Why the store couldn't do what it was asked.

use std::fmt;
use std::path::PathBuf;

use super::LATEST_VERSION;

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
                 {LATEST_VERSION}",
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
