//! The operations of the API, one row each: the router is made from them, and whoever wants to know
//! what the sandbox serves reads them.

use axum::Router;
use axum::extract::Request;
use axum::handler::Handler;
use axum::http::Method;
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::routing::{MethodFilter, MethodRouter, on};

pub use crate::aliases::ALIASES;
use crate::api::{
    billing, campaigns, contact_lists, domains, inbox, mailboxes, notifications, profile, projects,
    smtp, templates, tracking,
};
use crate::auth::require_key;
use crate::envelope::Answer;
use crate::request::Query;
use crate::server::Shared;

/// One operation of the API.
pub struct Operation {
    /// Group and name, as in the OpenAPI document.
    pub id: &'static str,
    /// How it is called.
    pub method: Method,
    /// Where it is, below the API's.
    pub path: &'static str,
    /// The query parameters that it takes.
    pub query: &'static [&'static str],
    /// Its handler, for calls by a method.
    at: Box<dyn Fn(MethodFilter) -> MethodRouter<Shared>>,
}

impl Operation {
    /// Does it ask for no key?
    pub fn is_public(&self) -> bool {
        self.id.starts_with("tracking.")
    }

    /// Its handler, for calls by `method`.
    fn by(&self, method: Method) -> MethodRouter<Shared> {
        // Only a method that HTTP itself doesn't know has no filter, and no operation has one.
        MethodFilter::try_from(method)
            .map_or_else(|_| MethodRouter::new(), |filter| (self.at)(filter))
    }
}

fn operation<T: 'static>(
    id: &'static str,
    method: Method,
    path: &'static str,
    query: &'static [&'static str],
    handler: impl Handler<T, Shared>,
) -> Operation {
    Operation { id, method, path, query, at: Box::new(move |filter| on(filter, handler.clone())) }
}

/// Middleware: 422 for a query parameter that the operation doesn't take.
async fn check_query(known: &[&str], request: Request, next: Next) -> Answer {
    Query::parse(request.uri().query()).check_names(known)?;
    Ok(next.run(request).await)
}

/// What a list that comes in pages takes.
const PAGED: &[&str] = &["page", "per_page"];

/// All operations, in the order of the vendor's text.
pub fn operations() -> Vec<Operation> {
    use Method as M;
    vec![
        operation("projects.create", M::POST, "/projects", &[], projects::create),
        operation("projects.list", M::GET, "/projects", PAGED, projects::list),
        operation("projects.get", M::GET, "/projects/{project_id}", &[], projects::get),
        operation("projects.update", M::PUT, "/projects/{project_id}", &[], projects::update),
        operation(
            "projects.listDomains",
            M::GET,
            "/projects/{project_id}/domains",
            &[],
            projects::list_domains,
        ),
        operation(
            "projects.listMailboxes",
            M::GET,
            "/projects/{project_id}/mailboxes",
            &[],
            projects::list_mailboxes,
        ),
        operation(
            "projects.getBlocklist",
            M::GET,
            "/projects/{project_id}/blocklist",
            &[],
            projects::get_blocklist,
        ),
        operation(
            "projects.addToBlocklist",
            M::POST,
            "/projects/{project_id}/blocklist",
            &[],
            projects::add_to_blocklist,
        ),
        operation(
            "projects.removeFromBlocklist",
            M::DELETE,
            "/projects/{project_id}/blocklist",
            &[],
            projects::remove_from_blocklist,
        ),
        operation(
            "projects.getTrackingSnippet",
            M::GET,
            "/projects/{project_id}/tracking-snippet",
            &[],
            projects::get_tracking_snippet,
        ),
        operation(
            "projects.getTrackingStats",
            M::GET,
            "/projects/{project_id}/tracking-stats",
            &[],
            projects::get_tracking_stats,
        ),
        operation("campaigns.create", M::POST, "/campaigns", &[], campaigns::create),
        operation(
            "campaigns.list",
            M::GET,
            "/campaigns",
            &["page", "per_page", "project_id", "status"],
            campaigns::list,
        ),
        operation("campaigns.get", M::GET, "/campaigns/{campaign_id}", &[], campaigns::get),
        operation("campaigns.update", M::PUT, "/campaigns/{campaign_id}", &[], campaigns::update),
        operation(
            "campaigns.enable",
            M::POST,
            "/campaigns/{campaign_id}/enable",
            &[],
            campaigns::enable,
        ),
        operation(
            "campaigns.disable",
            M::POST,
            "/campaigns/{campaign_id}/disable",
            &[],
            campaigns::disable,
        ),
        operation(
            "campaigns.getStats",
            M::GET,
            "/campaigns/{campaign_id}/stats",
            &[],
            campaigns::get_stats,
        ),
        operation(
            "campaigns.listRecipients",
            M::GET,
            "/campaigns/{campaign_id}/recipients",
            PAGED,
            campaigns::list_recipients,
        ),
        operation(
            "campaigns.addContactLists",
            M::POST,
            "/campaigns/{campaign_id}/contact-lists",
            &[],
            campaigns::add_contact_lists,
        ),
        operation("contactLists.create", M::POST, "/contact-lists", &[], contact_lists::create),
        operation("contactLists.list", M::GET, "/contact-lists", PAGED, contact_lists::list),
        operation(
            "contactLists.get",
            M::GET,
            "/contact-lists/{list_id}",
            PAGED,
            contact_lists::get,
        ),
        operation(
            "contactLists.update",
            M::PUT,
            "/contact-lists/{list_id}",
            &[],
            contact_lists::update,
        ),
        operation(
            "contactLists.delete",
            M::DELETE,
            "/contact-lists/{list_id}",
            &[],
            contact_lists::delete,
        ),
        operation(
            "contactLists.addContacts",
            M::POST,
            "/contact-lists/{list_id}/contacts",
            &[],
            contact_lists::add_contacts,
        ),
        operation(
            "contactLists.updateContact",
            M::PUT,
            "/contact-lists/{list_id}/contacts/{contact_id}",
            &[],
            contact_lists::update_contact,
        ),
        operation(
            "contactLists.removeContact",
            M::DELETE,
            "/contact-lists/{list_id}/contacts/{contact_id}",
            &[],
            contact_lists::remove_contact,
        ),
        operation("domains.list", M::GET, "/domains", &[], domains::list),
        operation("domains.get", M::GET, "/domains/{domain_id}", &[], domains::get),
        operation("mailboxes.list", M::GET, "/mailboxes", &[], mailboxes::list),
        operation("mailboxes.get", M::GET, "/mailboxes/{mailbox_id}", &[], mailboxes::get),
        operation("templates.create", M::POST, "/templates", &[], templates::create),
        operation("templates.list", M::GET, "/templates", &["archived"], templates::list),
        operation("templates.get", M::GET, "/templates/{template_id}", &[], templates::get),
        operation("templates.update", M::PUT, "/templates/{template_id}", &[], templates::update),
        operation(
            "templates.delete",
            M::DELETE,
            "/templates/{template_id}",
            &[],
            templates::delete,
        ),
        operation(
            "templates.archive",
            M::POST,
            "/templates/{template_id}/archive",
            &[],
            templates::archive,
        ),
        operation(
            "templates.restore",
            M::POST,
            "/templates/{template_id}/restore",
            &[],
            templates::restore,
        ),
        operation(
            "inbox.listThreads",
            M::GET,
            "/inbox/threads",
            &["page", "per_page", "project_id", "campaign_id", "tag"],
            inbox::list_threads,
        ),
        operation("inbox.getThread", M::GET, "/inbox/threads/{thread_id}", &[], inbox::get_thread),
        operation("inbox.reply", M::POST, "/inbox/threads/{thread_id}/reply", &[], inbox::reply),
        operation("inbox.setTag", M::PUT, "/inbox/threads/{thread_id}/tag", &[], inbox::set_tag),
        operation(
            "inbox.cancelAutoReply",
            M::DELETE,
            "/inbox/threads/{thread_id}/auto-reply",
            &[],
            inbox::cancel_auto_reply,
        ),
        operation(
            "inbox.updateAutoReply",
            M::PUT,
            "/inbox/threads/{thread_id}/auto-reply",
            &[],
            inbox::update_auto_reply,
        ),
        operation("profile.get", M::GET, "/profile", &[], profile::get),
        operation("profile.update", M::PUT, "/profile", &[], profile::update),
        operation(
            "profile.regenerateApiKey",
            M::POST,
            "/profile/regenerate-api-key",
            &[],
            profile::regenerate_api_key,
        ),
        operation("billing.getPlan", M::GET, "/billing/plan", &[], billing::get_plan),
        operation("billing.changePlan", M::PUT, "/billing/plan", &[], billing::change_plan),
        operation(
            "billing.listPayments",
            M::GET,
            "/billing/payments",
            PAGED,
            billing::list_payments,
        ),
        operation(
            "notifications.list",
            M::GET,
            "/notifications",
            &["page", "per_page", "unread"],
            notifications::list,
        ),
        operation(
            "notifications.markRead",
            M::POST,
            "/notifications/{notification_id}/read",
            &[],
            notifications::mark_read,
        ),
        operation(
            "notifications.markAllRead",
            M::POST,
            "/notifications/read-all",
            &[],
            notifications::mark_all_read,
        ),
        operation(
            "tracking.recordImpression",
            M::POST,
            "/tracking/impression",
            &[],
            tracking::record_impression,
        ),
        operation(
            "tracking.recordRegistration",
            M::POST,
            "/tracking/registration",
            &[],
            tracking::record_registration,
        ),
        operation("smtp.create", M::POST, "/projects/{project_id}/smtp", &[], smtp::create),
        operation("smtp.list", M::GET, "/projects/{project_id}/smtp", &[], smtp::list),
        operation(
            "smtp.update",
            M::PUT,
            "/projects/{project_id}/smtp/{smtp_id}",
            &[],
            smtp::update,
        ),
        operation(
            "smtp.delete",
            M::DELETE,
            "/projects/{project_id}/smtp/{smtp_id}",
            &[],
            smtp::delete,
        ),
    ]
}

/// The path of every address at which `group` is served.
pub fn paths_of(group: &str, aliases: bool) -> Vec<&'static str> {
    let of_group = |id: &str| id.split_once('.').is_some_and(|(it, _)| it == group);
    let served = operations().into_iter().filter(|it| of_group(it.id)).map(|it| it.path);
    let others = ALIASES.iter().filter(|(id, _)| aliases && of_group(id));
    let others = others.filter_map(|(_, address)| Some(address.split_once(' ')?.1));
    served.chain(others).collect()
}

/// All operations at their addresses, and at the [`ALIASES`] where those are wanted.
pub fn router(app: &Shared) -> Router<Shared> {
    let mut router = Router::new();
    for operation in operations() {
        let known = operation.query;
        let check = from_fn(move |request: Request, next: Next| check_query(known, request, next));
        let public = operation.is_public();
        let guard = |handler: MethodRouter<Shared>| {
            let handler = handler.route_layer(check.clone());
            if public {
                handler
            } else {
                handler.route_layer(from_fn_with_state(app.clone(), require_key))
            }
        };
        for (id, address) in ALIASES {
            if app.settings.aliases
                && *id == operation.id
                && let Some((method, path)) = address.split_once(' ')
                && let Ok(method) = method.parse()
            {
                router = router.route(path, guard(operation.by(method)));
            }
        }
        router = router.route(operation.path, guard(operation.by(operation.method.clone())));
    }
    router
}
