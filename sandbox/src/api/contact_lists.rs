//! `/contact-lists`: lists of those who are written to, and the contacts on them.

use axum::extract::State;

use super::{MAX_ITEMS, MAX_SHORT_CHARS};
use crate::envelope::{Answer, ApiError, created, success};
use crate::fields::{self, Fields};
use crate::request::{Ids, Query};
use crate::server::Shared;
use crate::store::UserId;
use crate::store::contacts::{self, Details, NewContact};

/// `POST /contact-lists`: 201 with the new list. Of addresses that come twice the first counts.
pub async fn create(State(app): State<Shared>, user: UserId, mut fields: Fields) -> Answer {
    let name = fields.required("name", fields::filled_text(MAX_SHORT_CHARS))?;
    let people = fields.optional("contacts", fields::objects(MAX_ITEMS))?;
    fields.done()?;
    let people = read_contacts(people.unwrap_or_default())?;
    let work = app.store.transact(move |tx| contacts::add_list(tx, user, &name, &people));
    Ok(created(work.await?))
}

/// `GET /contact-lists`: a page of the user's lists, oldest first.
pub async fn list(State(app): State<Shared>, user: UserId, query: Query) -> Answer {
    let request = query.page()?;
    Ok(success(app.store.transact(move |tx| contacts::lists(tx, user, request)).await?))
}

/// `GET /contact-lists/{list_id}`: the list, and a page of its contacts, oldest first.
pub async fn get(State(app): State<Shared>, user: UserId, ids: Ids, query: Query) -> Answer {
    let (id, request) = (ids.get("list_id")?, query.page()?);
    let work = app.store.transact(move |tx| contacts::list_with_contacts(tx, user, id, request));
    Ok(success(work.await?))
}

/// `PUT /contact-lists/{list_id}`: gives the list another name.
pub async fn update(
    State(app): State<Shared>,
    user: UserId,
    ids: Ids,
    mut fields: Fields,
) -> Answer {
    let id = ids.get("list_id")?;
    let name = fields.optional("name", fields::filled_text(MAX_SHORT_CHARS))?;
    fields.done()?;
    let work = app.store.transact(move |tx| contacts::rename(tx, user, id, name.as_deref()));
    Ok(success(work.await?))
}

/// `DELETE /contact-lists/{list_id}`: the list goes, and its contacts with it.
pub async fn delete(State(app): State<Shared>, user: UserId, ids: Ids) -> Answer {
    let id = ids.get("list_id")?;
    app.store.transact(move |tx| contacts::delete_list(tx, user, id)).await?;
    Ok(success(()))
}

/// `POST /contact-lists/{list_id}/contacts`: how many were added, and how many skipped because
/// their address was on the list.
pub async fn add_contacts(
    State(app): State<Shared>,
    user: UserId,
    ids: Ids,
    mut fields: Fields,
) -> Answer {
    let id = ids.get("list_id")?;
    let people = fields.required("contacts", fields::objects(MAX_ITEMS))?;
    fields.done()?;
    if people.is_empty() {
        return Err(ApiError::invalid("contacts", "takes at least one contact"));
    }
    let people = read_contacts(people)?;
    let work = app.store.transact(move |tx| contacts::add_contacts(tx, user, id, &people));
    Ok(success(work.await?))
}

/// `PUT /contact-lists/{list_id}/contacts/{contact_id}`: changes the given fields.
pub async fn update_contact(
    State(app): State<Shared>,
    user: UserId,
    ids: Ids,
    mut fields: Fields,
) -> Answer {
    let (list, id) = (ids.find("list_id"), ids.get("contact_id")?);
    let email = fields.optional("email", fields::email())?;
    let details = read_details(&mut fields)?;
    fields.done()?;
    let work = app.store.transact(move |tx| {
        contacts::update_contact(tx, user, (list, id), email.as_deref(), &details)
    });
    Ok(success(work.await?))
}

/// `DELETE /contact-lists/{list_id}/contacts/{contact_id}`.
pub async fn remove_contact(State(app): State<Shared>, user: UserId, ids: Ids) -> Answer {
    let (list, id) = (ids.find("list_id"), ids.get("contact_id")?);
    app.store.transact(move |tx| contacts::remove_contact(tx, user, (list, id))).await?;
    Ok(success(()))
}

fn read_contacts(people: Vec<Fields>) -> Result<Vec<NewContact>, ApiError> {
    let read = |(index, mut fields): (usize, Fields)| {
        let mut read = || {
            let email = fields.required("email", fields::email())?;
            Ok(NewContact { email, details: read_details(&mut fields)? })
        };
        let contact = read().and_then(|contact| fields.done().map(|()| contact));
        contact.map_err(|error: ApiError| error.within(&format!("contacts[{index}]")))
    };
    people.into_iter().enumerate().map(read).collect()
}

fn read_details(fields: &mut Fields) -> Result<Details, ApiError> {
    let mut short = |name| fields.optional(name, fields::text(0..=MAX_SHORT_CHARS));
    Ok(Details {
        first_name: short("first_name")?,
        last_name: short("last_name")?,
        company: short("company")?,
        position: short("position")?,
    })
}
