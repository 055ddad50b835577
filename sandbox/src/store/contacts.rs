//! Contact lists and their contacts. No address is twice on a list, whatever its case.

use rusqlite::{Row, params};
use serde::Serialize;

use super::{Tx, UserId, recipients};
use crate::envelope::{ApiError, iso_seconds};
use crate::page::{Page, PageRequest};

/// What may be said of a contact beside the address.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Details {
    /// Given name.
    pub first_name: Option<String>,
    /// Family name.
    pub last_name: Option<String>,
    /// Where they work.
    pub company: Option<String>,
    /// As what.
    pub position: Option<String>,
}

/// A contact that is to be added.
#[derive(Clone, Debug)]
pub struct NewContact {
    /// The address.
    pub email: String,
    /// The rest.
    pub details: Details,
}

/// A contact as the API shows it; what wasn't given is null.
#[derive(Clone, Debug, Serialize)]
pub struct Contact {
    id: i64,
    email: String,
    #[serde(flatten)]
    details: Details,
    created_at: String,
}

/// A list as the API shows it.
#[derive(Clone, Debug, Serialize)]
pub struct ContactList {
    id: i64,
    name: String,
    contact_count: i64,
    created_at: String,
}

/// A list with a page of its contacts.
#[derive(Clone, Debug, Serialize)]
pub struct ListWithContacts {
    #[serde(flatten)]
    list: ContactList,
    contacts: Page<Contact>,
}

/// What became of contacts that were to be added.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Added {
    added: usize,
    skipped: usize,
    contact_count: i64,
}

const LIST: &str =
    "*, (SELECT COUNT(*) FROM contacts WHERE list_id = contact_lists.id) AS contact_count";

/// Makes a list of `user`'s.
pub fn add_list(
    tx: &Tx<'_>,
    user: UserId,
    name: &str,
    people: &[NewContact],
) -> Result<ContactList, ApiError> {
    let sql =
        "INSERT INTO contact_lists (user_id, name, created_at) VALUES (?1, ?2, ?3) RETURNING id";
    let id = tx.query_row(sql, params![user.0, name, tx.now_ms], |row| row.get(0))?;
    insert(tx, id, people)?;
    list(tx, user, id)
}

/// A page of `user`'s lists, oldest first.
pub fn lists(
    tx: &Tx<'_>,
    user: UserId,
    request: PageRequest,
) -> Result<Page<ContactList>, ApiError> {
    tx.page(request, [LIST, "FROM contact_lists WHERE user_id = ?1", "id"], [user.0], to_list)
}

/// The list with a page of its contacts, oldest first.
pub fn list_with_contacts(
    tx: &Tx<'_>,
    user: UserId,
    id: i64,
    request: PageRequest,
) -> Result<ListWithContacts, ApiError> {
    let list = list(tx, user, id)?;
    let contacts =
        tx.page(request, ["*", "FROM contacts WHERE list_id = ?1", "id"], [id], to_contact)?;
    Ok(ListWithContacts { list, contacts })
}

/// Gives the list another name, where there is one.
pub fn rename(
    tx: &Tx<'_>,
    user: UserId,
    id: i64,
    name: Option<&str>,
) -> Result<ContactList, ApiError> {
    let sql = "UPDATE contact_lists SET name = COALESCE(?3, name) WHERE id = ?1 AND user_id = ?2";
    tx.execute(sql, params![id, user.0, name])?;
    list(tx, user, id)
}

/// Deletes the list and its contacts. Campaigns no longer write to those that no other of their
/// lists has.
pub fn delete_list(tx: &Tx<'_>, user: UserId, id: i64) -> Result<(), ApiError> {
    list(tx, user, id)?;
    let campaigns = recipients::campaigns_of_list(tx, id)?;
    tx.execute("DELETE FROM contact_lists WHERE id = ?1", [id])?;
    recipients::follow(tx, &campaigns)
}

/// Adds those whose address isn't on the list yet.
pub fn add_contacts(
    tx: &Tx<'_>,
    user: UserId,
    id: i64,
    people: &[NewContact],
) -> Result<Added, ApiError> {
    list(tx, user, id)?;
    let added = insert(tx, id, people)?;
    recipients::follow(tx, &recipients::campaigns_of_list(tx, id)?)?;
    let contact_count = list(tx, user, id)?.contact_count;
    Ok(Added { added, skipped: people.len() - added, contact_count })
}

/// Changes what is given. 422 if the address is another contact's on the list.
pub fn update_contact(
    tx: &Tx<'_>,
    user: UserId,
    place: (Option<i64>, i64),
    email: Option<&str>,
    details: &Details,
) -> Result<Contact, ApiError> {
    let list = list_of(tx, user, place)?;
    let id = place.1;
    let sql = "SELECT 1 FROM contacts WHERE list_id = ?1 AND email = ?2 AND id <> ?3";
    if tx.prepare_cached(sql)?.exists(params![list, email, id])? {
        return Err(ApiError::invalid("email", "takes an address that isn't on the list yet"));
    }
    let sql = "UPDATE contacts SET email = COALESCE(?2, email),
                   first_name = COALESCE(?3, first_name), last_name = COALESCE(?4, last_name),
                   company = COALESCE(?5, company), position = COALESCE(?6, position)
               WHERE id = ?1 RETURNING *";
    let Details { first_name, last_name, company, position } = details;
    let values = params![id, email, first_name, last_name, company, position];
    let contact = tx.find(sql, values, to_contact)?;
    recipients::follow(tx, &recipients::campaigns_of_list(tx, list)?)?;
    Ok(contact)
}

/// Takes the contact off its list.
pub fn remove_contact(
    tx: &Tx<'_>,
    user: UserId,
    place: (Option<i64>, i64),
) -> Result<(), ApiError> {
    let list = list_of(tx, user, place)?;
    tx.execute("DELETE FROM contacts WHERE id = ?1", [place.1])?;
    recipients::follow(tx, &recipients::campaigns_of_list(tx, list)?)
}

/// The list that a contact of `user`'s is on: that which is named, where one is.
fn list_of(
    tx: &Tx<'_>,
    user: UserId,
    (list, contact): (Option<i64>, i64),
) -> Result<i64, ApiError> {
    let sql = "SELECT list_id FROM contacts JOIN contact_lists ON contact_lists.id = list_id
               WHERE contacts.id = ?1 AND user_id = ?2 AND (?3 IS NULL OR list_id = ?3)";
    tx.find(sql, params![contact, user.0, list], |row| row.get(0))
}

fn list(tx: &Tx<'_>, user: UserId, id: i64) -> Result<ContactList, ApiError> {
    let sql = format!("SELECT {LIST} FROM contact_lists WHERE id = ?1 AND user_id = ?2");
    tx.find(&sql, [id, user.0], to_list)
}

/// How many were added.
fn insert(tx: &Tx<'_>, list: i64, people: &[NewContact]) -> Result<usize, ApiError> {
    let mut insert = tx.prepare_cached(
        "INSERT INTO contacts
             (list_id, email, first_name, last_name, company, position, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO NOTHING",
    )?;
    let mut added = 0;
    for NewContact { email, details } in people {
        let Details { first_name, last_name, company, position } = details;
        added += insert
            .execute(params![list, email, first_name, last_name, company, position, tx.now_ms])?;
    }
    Ok(added)
}

fn to_list(row: &Row<'_>) -> rusqlite::Result<ContactList> {
    Ok(ContactList {
        id: row.get("id")?,
        name: row.get("name")?,
        contact_count: row.get("contact_count")?,
        created_at: iso_seconds(row.get("created_at")?),
    })
}

fn to_contact(row: &Row<'_>) -> rusqlite::Result<Contact> {
    Ok(Contact {
        id: row.get("id")?,
        email: row.get("email")?,
        details: Details {
            first_name: row.get("first_name")?,
            last_name: row.get("last_name")?,
            company: row.get("company")?,
            position: row.get("position")?,
        },
        created_at: iso_seconds(row.get("created_at")?),
    })
}
