//! What a sandbox begins with, as there are no operations that make it: domains, mailboxes, threads,
//! payments and notifications, and what belongs to them. The demo user has it, and a second user,
//! so that tests can ask for what isn't theirs; that one's key is in the snapshot alone.

use rusqlite::params;

use crate::auth::new_key;
use crate::store::projects::{NewProject, add};
use crate::store::users::add_user;
use crate::store::{StoreError, Tx, UserId};

/// A day in milliseconds.
const DAY_MS: i64 = 24 * 60 * 60 * 1000;
/// Days of history that domains and mailboxes have.
const HISTORY_DAYS: i64 = 14;
/// Days until a mailbox may send its full number.
const WARMUP_DAYS: i64 = 28;
/// Mails more on each day of a warm-up.
const WARMUP_STEP: i64 = 2;

/// First and last names, companies and positions of those who are written to.
const PEOPLE: [[&str; 4]; 8] = [
    ["Jane", "Doe", "TechCorp", "CTO"],
    ["Bob", "Wilson", "DataInc", "VP Engineering"],
    ["Maria", "García", "Soluciones", "CEO"],
    ["Jürgen", "Groß", "Werkzeug", "Head of IT"],
    ["Aiko", "Tanaka", "Sakura", "CFO"],
    ["Olu", "Adeyemi", "LagosSoft", "Founder"],
    ["Chloé", "Martin", "Lumière", "COO"],
    ["Piotr", "Nowak", "Wisła", "CIO"],
];

/// Makes it all for the demo user in `project`, and for the second user.
pub(crate) fn fill(tx: &Tx<'_>, user: UserId, project: i64) -> Result<(), StoreError> {
    fill_for(tx, user, project, "demo")?;
    let key = new_key().map_err(StoreError::Random)?;
    let second = add_user(tx, "second", &key)?;
    let theirs = NewProject { name: "Second project".to_owned(), ..NewProject::default() };
    let theirs = add(tx, second, &theirs)?.id;
    fill_for(tx, second, theirs, "second")?;
    Ok(())
}

fn fill_for(tx: &Tx<'_>, user: UserId, project: i64, name: &str) -> rusqlite::Result<()> {
    let mailboxes = domains(tx, project, name)?;
    let campaign = campaign(tx, user, project, name)?;
    if let Some(mailbox) = mailboxes.first() {
        threads(tx, project, campaign, name, mailbox)?;
    }
    account(tx, user, project, name)
}

/// Two domains with two mailboxes each; the addresses of these.
fn domains(tx: &Tx<'_>, project: i64, name: &str) -> rusqlite::Result<Vec<String>> {
    let mut mailboxes = Vec::new();
    for (domain, dns_status, score) in [
        (format!("{name}-mail.example"), "verified", 96.5),
        (format!("{name}-news.example"), "pending", 71.0),
    ] {
        let sql = "INSERT INTO domains (project_id, domain, dns_status, reputation_score)
                   VALUES (?1, ?2, ?3, ?4) RETURNING id";
        let values = params![project, domain, dns_status, score];
        let id: i64 = tx.query_row(sql, values, |row| row.get(0))?;
        for (kind, host, value) in [
            ("TXT", domain.clone(), "v=spf1 include:spf.sandbox.example ~all"),
            ("TXT", format!("mail._domainkey.{domain}"), "v=DKIM1; k=rsa; p=c2FuZGJveA"),
            ("TXT", format!("_dmarc.{domain}"), "v=DMARC1; p=quarantine"),
            ("MX", domain.clone(), "10 mx.sandbox.example"),
        ] {
            let sql = "INSERT INTO dns_records (domain_id, type, host, value, status)
                       VALUES (?1, ?2, ?3, ?4, ?5)";
            tx.execute(sql, params![id, kind, host, value, dns_status])?;
        }
        for days in 1..=HISTORY_DAYS {
            let sql = "INSERT INTO reputation_history (domain_id, date, score)
                       VALUES (?1, date(?2 / 1000, 'unixepoch'), ?3)";
            let before = score - (days as f64) / 2.0;
            tx.execute(sql, params![id, tx.now_ms - days * DAY_MS, before])?;
        }
        for (local, warmup_status, daily_limit) in
            [("john", "completed", 50), ("jane", "warming", 20)]
        {
            let email = format!("{local}@{domain}");
            mailbox(tx, project, id, &email, warmup_status, daily_limit)?;
            mailboxes.push(email);
        }
    }
    Ok(mailboxes)
}

fn mailbox(
    tx: &Tx<'_>,
    project: i64,
    domain: i64,
    email: &str,
    warmup_status: &str,
    daily_limit: i64,
) -> rusqlite::Result<()> {
    let sql = "INSERT INTO mailboxes (project_id, domain_id, email, warmup_status, daily_limit)
               VALUES (?1, ?2, ?3, ?4, ?5) RETURNING id";
    let values = params![project, domain, email, warmup_status, daily_limit];
    let id: i64 = tx.query_row(sql, values, |row| row.get(0))?;
    for day in 1..=WARMUP_DAYS {
        let sql = "INSERT INTO warmup_schedule (mailbox_id, day, daily_limit) VALUES (?1, ?2, ?3)";
        tx.execute(sql, [id, day, (day * WARMUP_STEP).min(50)])?;
    }
    for days in 1..=HISTORY_DAYS {
        let sql = "INSERT INTO sending_history (mailbox_id, date, sent)
                   VALUES (?1, date(?2 / 1000, 'unixepoch'), ?3)";
        tx.execute(sql, [id, tx.now_ms - days * DAY_MS, daily_limit - days])?;
    }
    Ok(())
}

/// A contact list, and a campaign that writes to it; the campaign's id.
fn campaign(tx: &Tx<'_>, user: UserId, project: i64, name: &str) -> rusqlite::Result<i64> {
    let sql = "INSERT INTO contact_lists (user_id, name, created_at) VALUES (?1, ?2, ?3)
               RETURNING id";
    let values = params![user.0, "Enterprise CTOs", tx.now_ms];
    let list: i64 = tx.query_row(sql, values, |row| row.get(0))?;
    let sql = "INSERT INTO campaigns (project_id, name, status, daily_allocation, email_mode,
                   ai_prompt, follow_ups, auto_reply_enabled, created_at, updated_at)
               VALUES (?1, 'Demo campaign', 'enabled', 5, 'ai_generated', 'Introduce the product.',
                   '[{\"delay_days\":3,\"mode\":\"ai_generated\"}]', 1, ?2, ?2) RETURNING id";
    let campaign: i64 = tx.query_row(sql, [project, tx.now_ms], |row| row.get(0))?;
    let sql = "INSERT INTO campaign_lists (campaign_id, list_id) VALUES (?1, ?2)";
    tx.execute(sql, [campaign, list])?;
    for [first_name, last_name, company, position] in PEOPLE {
        let email = email_of(company, name);
        let sql = "INSERT INTO contacts
                       (list_id, email, first_name, last_name, company, position, created_at)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        let values = params![list, email, first_name, last_name, company, position, tx.now_ms];
        tx.execute(sql, values)?;
        let sql = "INSERT INTO recipients (campaign_id, email, first_name, last_name)
                   VALUES (?1, ?2, ?3, ?4)";
        tx.execute(sql, params![campaign, email, first_name, last_name])?;
    }
    Ok(campaign)
}

/// ASCII alone: `contact@techcorp.demo.example`.
fn email_of(company: &str, name: &str) -> String {
    let company: String = company.chars().filter(char::is_ascii_alphabetic).collect();
    format!("contact@{}.{name}.example", company.to_ascii_lowercase())
}

/// A thread of each of the first three contacts: the first has an answer and two auto-replies to
/// come, the second one auto-reply, the third a tag.
fn threads(
    tx: &Tx<'_>,
    project: i64,
    campaign: i64,
    name: &str,
    mailbox: &str,
) -> rusqlite::Result<()> {
    // The last is still to come after two working days, whatever day of the week it is.
    let auto_replies: [&[i64]; 3] = [&[1, 7], &[2], &[]];
    let tags = [None, None, Some("hot-lead")];
    for (([first_name, _, company, _], delays), tag) in PEOPLE.iter().zip(auto_replies).zip(tags) {
        let (email, subject) = (email_of(company, name), format!("Quick question, {first_name}"));
        let (sent, answered) = (tx.now_ms - 2 * DAY_MS, tx.now_ms - DAY_MS);
        let sql = "UPDATE recipients SET status = 'replied', sent_at = ?3, opened_at = ?4,
                       replied_at = ?4 WHERE campaign_id = ?1 AND email = ?2";
        tx.execute(sql, params![campaign, email, sent, answered])?;
        let sql = "INSERT INTO threads
                       (project_id, campaign_id, contact_email, subject, tag, last_message_at)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6) RETURNING id";
        let values = params![project, campaign, email, subject, tag, answered];
        let thread: i64 = tx.query_row(sql, values, |row| row.get(0))?;
        let reply = format!("Re: {subject}");
        for (direction, from, to, subject, body, at) in [
            ("outbound", mailbox, email.as_str(), &subject, "Would a short call suit you?", sent),
            ("inbound", email.as_str(), mailbox, &reply, "Tell me more.", answered),
        ] {
            let sql = "INSERT INTO messages
                           (thread_id, direction, sender, recipient, subject, body, sent_at)
                       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
            tx.execute(sql, params![thread, direction, from, to, subject, body, at])?;
        }
        for days in delays {
            let sql = "INSERT INTO auto_replies (thread_id, body, scheduled_at)
                       VALUES (?1, ?2, ?3)";
            let body = format!("Thank you, {first_name}. When would a call suit you?");
            tx.execute(sql, params![thread, body, tx.now_ms + days * DAY_MS])?;
        }
    }
    Ok(())
}

/// Payments, notifications, templates and SMTP configurations, the first of which is the reply
/// mailbox.
fn account(tx: &Tx<'_>, user: UserId, project: i64, name: &str) -> rusqlite::Result<()> {
    for months in 1..=3 {
        let sql = "INSERT INTO payments (user_id, amount_cents, currency, status, paid_at,
                       invoice_number, invoice_url) VALUES (?1, 9900, 'USD', 'paid', ?2, ?3, ?4)";
        let number = format!("{}-{months:04}", name.to_uppercase());
        let url = format!("https://linkyfy.example/invoices/{number}.pdf");
        tx.execute(sql, params![user.0, tx.now_ms - months * 30 * DAY_MS, number, url])?;
    }
    for (kind, title, message, read) in [
        ("welcome", "Welcome", "Your account is ready.", true),
        ("domain", "Domain verified", "Your first domain can send mail.", false),
        ("reply", "New reply", "A contact has answered.", false),
    ] {
        let sql = "INSERT INTO notifications (user_id, type, title, message, read_at, created_at)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        let at = tx.now_ms - DAY_MS;
        tx.execute(sql, params![user.0, kind, title, message, read.then_some(at), at])?;
    }
    for (template, archived) in [("Cold intro - SaaS", false), ("Last year's offer", true)] {
        let sql = "INSERT INTO templates
                       (user_id, name, subject, body, archived, created_at, updated_at)
                   VALUES (?1, ?2, 'Quick question, {{first_name}}', ?3, ?4, ?5, ?5)";
        let body = "Hi {{first_name}},\n\nI noticed {{company}} is scaling fast...";
        tx.execute(sql, params![user.0, template, body, archived, tx.now_ms])?;
    }
    for (local, is_reply_mailbox) in [("sender", true), ("second", false)] {
        let sql = "INSERT INTO smtp_configs (project_id, smtp_host, smtp_port, smtp_encryption,
                       smtp_username, smtp_password, imap_host, imap_port, imap_encryption,
                       from_name, from_email, is_reply_mailbox)
                   VALUES (?1, ?2, 465, 'ssl', ?3, 'sandbox-password', ?4, 993, 'ssl',
                       'John Smith', ?3, ?5)";
        let (smtp, imap) = (format!("smtp.{name}.example"), format!("imap.{name}.example"));
        let email = format!("{local}@{name}.example");
        tx.execute(sql, params![project, smtp, email, imap, is_reply_mailbox])?;
    }
    Ok(())
}
