//! Projects in the store.

use rusqlite::{OptionalExtension, Row, params};
use serde::Serialize;
use serde_json::{Map, Value};

use super::{Store, StoreError, Tx, UserId};
use crate::envelope::{ApiError, iso_seconds};
use crate::page::{Page, PageRequest};

/// What a project is made from.
#[derive(Clone, Debug, Default, Serialize)]
pub struct NewProject {
    /// What its owner calls it.
    pub name: String,
    /// The rest.
    #[serde(flatten)]
    pub details: Details,
}

/// What may be said of a project beside its name.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Details {
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

/// A project with all that belongs to it.
#[derive(Serialize)]
pub struct ProjectFull {
    #[serde(flatten)]
    project: Project,
    settings: Map<String, Value>,
    campaigns_count: i64,
    domains_count: i64,
    mailboxes_count: i64,
}

impl Store {
    /// Is there such a project, whoever has it?
    pub fn has_project(&self, id: i64) -> Result<bool, StoreError> {
        let connection = self.connection();
        Ok(connection.prepare_cached("SELECT 1 FROM projects WHERE id = ?1")?.exists([id])?)
    }
}

/// Makes a project of `user`'s.
pub fn add(tx: &Tx<'_>, user: UserId, project: &NewProject) -> rusqlite::Result<Project> {
    let sql = "INSERT INTO projects (user_id, name, company_name, website_url, description,
                   from_name, daily_allocation, weekly_limit, created_at, updated_at)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9) RETURNING *";
    let NewProject { name, details } = project;
    let values = params![
        user.0,
        name,
        details.company_name,
        details.website_url,
        details.description,
        details.from_name,
        details.daily_allocation,
        details.weekly_limit,
        tx.now_ms,
    ];
    tx.query_row(sql, values, to_project)
}

/// The oldest of `user`'s projects.
pub fn first_of(tx: &Tx<'_>, user: UserId) -> rusqlite::Result<Option<Project>> {
    let sql = "SELECT * FROM projects WHERE user_id = ?1 ORDER BY id LIMIT 1";
    tx.query_row(sql, [user.0], to_project).optional()
}

/// A page of `user`'s projects, oldest first.
pub fn page(tx: &Tx<'_>, user: UserId, request: PageRequest) -> Result<Page<Project>, ApiError> {
    tx.page(request, ["*", "FROM projects WHERE user_id = ?1", "id"], [user.0], to_project)
}

/// The project with all that belongs to it, if it is `user`'s.
pub fn full(tx: &Tx<'_>, user: UserId, id: i64) -> Result<ProjectFull, ApiError> {
    let sql = "SELECT *,
            (SELECT COUNT(*) FROM campaigns WHERE project_id = ?1) AS campaigns,
            (SELECT COUNT(*) FROM domains WHERE project_id = ?1) AS domains,
            (SELECT COUNT(*) FROM mailboxes WHERE project_id = ?1) AS mailboxes
        FROM projects WHERE id = ?1 AND user_id = ?2";
    tx.find(sql, [id, user.0], |row| {
        Ok(ProjectFull {
            project: to_project(row)?,
            settings: Map::new(),
            campaigns_count: row.get("campaigns")?,
            domains_count: row.get("domains")?,
            mailboxes_count: row.get("mailboxes")?,
        })
    })
}

/// Changes what is given; without anything it leaves the time of the last change, too.
pub fn update(
    tx: &Tx<'_>,
    user: UserId,
    id: i64,
    name: Option<&str>,
    details: &Details,
) -> Result<Project, ApiError> {
    let sql = "UPDATE projects SET name = COALESCE(?3, name),
                   company_name = COALESCE(?4, company_name),
                   website_url = COALESCE(?5, website_url),
                   description = COALESCE(?6, description), from_name = COALESCE(?7, from_name),
                   daily_allocation = COALESCE(?8, daily_allocation),
                   weekly_limit = COALESCE(?9, weekly_limit),
                   updated_at = CASE WHEN COALESCE(?3, ?4, ?5, ?6, ?7, ?8, ?9) IS NULL
                       THEN updated_at ELSE ?10 END
               WHERE id = ?1 AND user_id = ?2 RETURNING *";
    let values = params![
        id,
        user.0,
        name,
        details.company_name,
        details.website_url,
        details.description,
        details.from_name,
        details.daily_allocation,
        details.weekly_limit,
        tx.now_ms,
    ];
    tx.find(sql, values, to_project)
}

fn to_project(row: &Row<'_>) -> rusqlite::Result<Project> {
    Ok(Project {
        id: row.get("id")?,
        given: NewProject {
            name: row.get("name")?,
            details: Details {
                company_name: row.get("company_name")?,
                website_url: row.get("website_url")?,
                description: row.get("description")?,
                from_name: row.get("from_name")?,
                daily_allocation: row.get("daily_allocation")?,
                weekly_limit: row.get("weekly_limit")?,
            },
        },
        created_at: iso_seconds(row.get("created_at")?),
        updated_at: iso_seconds(row.get("updated_at")?),
    })
}
