//! A call of each operation that must succeed, on what every sandbox begins with.

use linkyfy_sandbox::routes::{Operation, operations};
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

use crate::common::Sandbox;

/// One operation, and how it is called.
pub(crate) struct Case {
    pub(crate) operation: Operation,
    pub(crate) status: u16,
    pub(crate) body: Option<Value>,
}

/// Ids that the demo user has, and ids of the same kind that the second user has.
pub(crate) const IDS: [(&str, i64, i64); 10] = [
    ("project_id", 1, 2),
    ("campaign_id", 1, 2),
    ("list_id", 1, 2),
    ("contact_id", 1, 9),
    ("domain_id", 1, 3),
    ("mailbox_id", 1, 5),
    ("template_id", 1, 3),
    ("thread_id", 1, 4),
    ("notification_id", 2, 5),
    // The first is the reply mailbox, which can't be deleted while a campaign is active.
    ("smtp_id", 2, 4),
];

/// All operations, in the order of the router's table.
pub(crate) fn cases() -> Vec<Case> {
    let all = operations().into_iter().map(|operation| {
        let (status, body) = expected(operation.id);
        let body = (!body.is_null()).then_some(body);
        Case { operation, status, body }
    });
    all.collect()
}

fn expected(id: &str) -> (u16, Value) {
    let contact = json!({
        "email": "new@example.com", "first_name": "Jane", "last_name": "Doe",
        "company": "TechCorp", "position": "CTO",
    });
    let campaign = json!({
        "name": "Q2 Enterprise Outreach", "daily_allocation": 50, "contact_list_ids": [1],
        "email_mode": "ai_generated", "ai_prompt": "Write a mail.",
        "follow_ups": [{ "delay_days": 3, "mode": "ai_generated" }],
        "auto_reply_enabled": true, "calendly_link": "https://calendly.com/john/30min",
        "registration_link": "https://acme.com/signup",
    });
    let project = json!({
        "name": "Acme Corp Outreach", "company_name": "Acme Corporation",
        "website_url": "https://acme.com", "description": "Cold outreach",
        "from_name": "John Smith", "daily_allocation": 100, "weekly_limit": 500,
    });
    let smtp = json!({
        "smtp_host": "smtp.yourdomain.com", "smtp_port": 465, "smtp_encryption": "ssl",
        "smtp_username": "sender@yourdomain.com", "smtp_password": "your-password",
        "imap_host": "imap.yourdomain.com", "imap_port": 993, "imap_encryption": "ssl",
        "from_name": "John Smith", "from_email": "sender@yourdomain.com",
        "is_reply_mailbox": false,
    });
    let template = json!({
        "name": "Cold intro - SaaS", "subject": "Quick question, {{first_name}}",
        "body": "Hi {{first_name}},",
    });
    match id {
        "projects.create" => (201, project),
        "projects.update" => (200, project),
        "projects.addToBlocklist" | "projects.removeFromBlocklist" => {
            (200, json!({ "entries": ["competitor@example.com", "example.org"] }))
        }
        "campaigns.create" => {
            let mut body = campaign;
            body["project_id"] = json!(1);
            (201, body)
        }
        "campaigns.update" => (200, campaign),
        "campaigns.addContactLists" => (200, json!({ "contact_list_ids": [1] })),
        "contactLists.create" => (201, json!({ "name": "CTOs", "contacts": [contact] })),
        "contactLists.update" => (200, json!({ "name": "CTOs" })),
        "contactLists.addContacts" => (200, json!({ "contacts": [contact] })),
        "contactLists.updateContact" => {
            let mut body = contact;
            body["email"] = json!("changed@example.com");
            (200, body)
        }
        "templates.create" => (201, template),
        "templates.update" => (200, template),
        "inbox.reply" => (201, json!({ "body": "Thanks for your interest!" })),
        "inbox.setTag" => (200, json!({ "tag": "hot-lead" })),
        "inbox.updateAutoReply" => (200, json!({ "body": "Updated auto-reply" })),
        "profile.update" => (
            200,
            json!({
                "name": "Demo", "email": "demo@example.com", "forwarding_email": null,
                "timezone": "Europe/Berlin", "language": "de",
            }),
        ),
        "billing.changePlan" => (200, json!({ "plan_type": "own_smtp" })),
        "tracking.recordImpression" => (
            200,
            json!({
                "project_id": 1, "visitor_id": "abc123", "page_url": "https://acme.com/pricing",
                "referrer": "https://google.com",
            }),
        ),
        "tracking.recordRegistration" => {
            (200, json!({ "project_id": 1, "visitor_id": "abc123", "email": "new@example.com" }))
        }
        "smtp.create" => (201, smtp),
        "smtp.update" => (200, smtp),
        _ => (200, Value::Null),
    }
}

impl Case {
    /// The path with ids of the demo user's.
    pub(crate) fn path(&self) -> String {
        IDS.iter().fold(self.operation.path.to_owned(), |path, (name, mine, _)| {
            path.replace(&format!("{{{name}}}"), &mine.to_string())
        })
    }

    /// The path, once for each id in it, with that id in place of the demo user's.
    pub(crate) fn paths_with(&self, other: impl Fn(i64) -> String) -> Vec<String> {
        let in_path = IDS.iter().filter(|(name, ..)| self.operation.path.contains(name));
        let with = in_path.map(|(name, _, theirs)| {
            let path = self.operation.path.replace(&format!("{{{name}}}"), &other(*theirs));
            IDS.iter().fold(path, |path, (name, mine, _)| {
                path.replace(&format!("{{{name}}}"), &mine.to_string())
            })
        });
        with.collect()
    }

    /// The call with the demo user's key.
    pub(crate) fn call(&self, sandbox: &Sandbox) -> RequestBuilder {
        self.call_at(sandbox, &self.path())
    }

    /// The call at another path.
    pub(crate) fn call_at(&self, sandbox: &Sandbox, path: &str) -> RequestBuilder {
        let method = self.method();
        let request = if self.operation.is_public() {
            sandbox.public(method, path)
        } else {
            sandbox.keyed(method, path)
        };
        match &self.body {
            Some(body) => request.json(body),
            None => request,
        }
    }

    pub(crate) fn method(&self) -> Method {
        self.operation.method.clone()
    }

    pub(crate) fn is_paged(&self) -> bool {
        self.operation.query.contains(&"per_page")
    }
}
