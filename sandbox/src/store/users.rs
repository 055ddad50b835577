//! Users, their keys, and what every sandbox has from its first start (S1).

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use rusqlite::{OptionalExtension, params};
use serde::Serialize;

use super::projects::{NewProject, Project, add, first_of};
use super::{Store, StoreError, Tx, billing, snapshot};
use crate::auth::new_key;
use crate::envelope::{ApiError, Code};
use crate::seed;

/// The demo user, the first that a database gets.
pub const DEMO_USER: UserId = UserId(1);
const DEMO_PROJECT_NAME: &str = "Demo project";

/// Who is calling.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct UserId(pub(crate) i64);

/// What the check of the key has put there.
impl<S: Sync> FromRequestParts<S> for UserId {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let nobody = || ApiError::new(Code::ServerError, "This operation asks for no key.");
        parts.extensions.get().copied().ok_or_else(nobody)
    }
}

/// What every sandbox has from its first start (S1).
pub struct Demo {
    /// The demo user's key.
    pub api_key: String,
    /// The demo user's first project.
    pub project: Project,
}

/// Whose key it is, and whether they have paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caller {
    /// Who.
    pub user: UserId,
    /// Has their subscription expired?
    pub expired: bool,
}

impl Store {
    /// Finds the demo user and the demo project, and makes them, and all that a sandbox begins
    /// with, where there are none (S1). A key given replaces the one that the demo user has.
    pub fn demo(&self, api_key: Option<&str>) -> Result<Demo, StoreError> {
        self.transact_here(|tx| demo(tx, api_key))
    }

    /// Adds a user with that key. Fails if somebody has the key.
    pub fn add_user(&self, name: &str, api_key: &str) -> Result<UserId, StoreError> {
        self.transact_here(|tx| Ok(add_user(tx, name, api_key)?))
    }

    /// Everything as after the first start (S1); the demo user keeps the key.
    pub fn reset(&self) -> Result<(), StoreError> {
        self.transact_here(|tx| {
            let sql = "SELECT api_key FROM users WHERE id = ?1";
            let key: String = tx.query_row(sql, [DEMO_USER.0], |row| row.get(0))?;
            snapshot::clear(tx)?;
            tx.set_clock(0)?;
            demo(&tx.anew(), Some(&key)).map(|_| ())
        })?;
        Ok(())
    }

    /// Whose key it is.
    pub fn caller(&self, api_key: &str) -> Result<Option<Caller>, StoreError> {
        let connection = self.connection();
        let mut find = connection.prepare_cached(
            "SELECT id, subscription_expired FROM users JOIN plans ON user_id = id
             WHERE api_key = ?1",
        )?;
        let found = find.query_row([api_key], |row| {
            Ok(Caller { user: UserId(row.get(0)?), expired: row.get(1)? })
        });
        Ok(found.optional()?)
    }
}

fn demo(tx: &Tx<'_>, api_key: Option<&str>) -> Result<Demo, StoreError> {
    let key_of_demo = "SELECT api_key FROM users WHERE id = ?1";
    let kept: Option<String> =
        tx.query_row(key_of_demo, [DEMO_USER.0], |row| row.get(0)).optional()?;
    let api_key = match (api_key, kept) {
        (Some(key), Some(_)) => {
            let sql = "UPDATE users SET api_key = ?2 WHERE id = ?1";
            tx.execute(sql, params![DEMO_USER.0, key])?;
            key.to_owned()
        }
        (None, Some(key)) => key,
        (given, None) => {
            let key = match given {
                Some(key) => key.to_owned(),
                None => new_key().map_err(StoreError::Random)?,
            };
            add_user(tx, "demo", &key)?;
            key
        }
    };
    let project = match first_of(tx, DEMO_USER)? {
        Some(project) => project,
        None => {
            let name = DEMO_PROJECT_NAME.to_owned();
            add(tx, DEMO_USER, &NewProject { name, ..NewProject::default() })?
        }
    };
    if !tx.query_row("SELECT seeded FROM sandbox", [], |row| row.get(0))? {
        seed::fill(tx, DEMO_USER, project.id)?;
        tx.execute("UPDATE sandbox SET seeded = 1", [])?;
    }
    Ok(Demo { api_key, project })
}

/// A user with a profile and a plan. Fails if somebody has the key.
pub(crate) fn add_user(tx: &Tx<'_>, name: &str, api_key: &str) -> rusqlite::Result<UserId> {
    let sql = "INSERT INTO users (name, api_key, created_at) VALUES (?1, ?2, ?3) RETURNING id";
    let id: i64 = tx.query_row(sql, params![name, api_key, tx.now_ms], |row| row.get(0))?;
    let sql = "INSERT INTO profiles (user_id, email) VALUES (?1, ?2)";
    tx.execute(sql, params![id, format!("user{id}@sandbox.example")])?;
    tx.execute("INSERT INTO plans (user_id, cycle_start) VALUES (?1, ?2)", [id, tx.now_ms])?;
    Ok(UserId(id))
}

/// What a test can set of a plan.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct PlanState {
    quota_exceeded: bool,
    subscription_expired: bool,
}

/// Sets what is given of the demo user's plan.
pub fn set_demo_plan(
    tx: &Tx<'_>,
    quota_exceeded: Option<bool>,
    subscription_expired: Option<bool>,
) -> rusqlite::Result<PlanState> {
    let sql = "UPDATE plans SET quota_exceeded = COALESCE(?2, quota_exceeded),
                   subscription_expired = COALESCE(?3, subscription_expired)
               WHERE user_id = ?1 RETURNING quota_exceeded, subscription_expired";
    tx.query_row(sql, params![DEMO_USER.0, quota_exceeded, subscription_expired], |row| {
        Ok(PlanState { quota_exceeded: row.get(0)?, subscription_expired: row.get(1)? })
    })
}

/// 429 if `user` may send no more in this billing cycle.
pub fn require_quota(tx: &Tx<'_>, user: UserId) -> Result<(), ApiError> {
    let sql = "SELECT quota_exceeded FROM plans WHERE user_id = ?1";
    let exceeded: bool = tx.query_row(sql, [user.0], |row| row.get(0))?;
    if exceeded || billing::left(tx, user, tx.now_ms)? == 0 {
        let message = "You have exceeded your plan's sending quota.";
        return Err(ApiError::new(Code::QuotaExceeded, message));
    }
    Ok(())
}
