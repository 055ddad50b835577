//! The command itself: what it prints, what outlives it, how it refuses and how it ends (S1).

use std::net::TcpListener;
use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Mutex};

use reqwest::{Client, RequestBuilder};
use rusqlite::Connection;
use serde_json::{Value, json};

use crate::common::{Process, client, command, send};

fn impression(visitor: &str) -> Value {
    json!({ "project_id": 1, "visitor_id": visitor, "page_url": "https://shop.example/" })
}

async fn visitors(client: &Client, origin: &str) -> Vec<String> {
    let ledger = send(client.get(format!("{origin}/__sandbox/ledger"))).await;
    let rows = ledger.body["data"]["impressions"].as_array().unwrap();
    rows.iter().map(|row| row["visitor_id"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn s1_the_first_start_says_all_that_is_needed() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = Process::start(folder.path(), &["--memory"]);
    let (origin, client) = (&sandbox.origin, client());
    assert!(origin.starts_with("http://127.0.0.1:"));
    let key = sandbox.lines[1].strip_prefix("API key: ").unwrap();
    assert_eq!(sandbox.line("Project: "), "1 (Demo project)");
    assert_eq!(sandbox.line("Dashboard: "), format!("{origin}/dashboard/#key={key}&project=1"));
    assert!(sandbox.line("Demo site: ").starts_with("http://127.0.0.1:"));
    for missing in ["pkg/dist", "www/dist"] {
        let line = sandbox.line(&format!("Not there: {missing}"));
        assert!(line.contains("cargo xtask build"), "{line}");
    }
    let url = format!("{origin}/api/v1/projects/1/tracking-snippet");
    let answer = send(client.get(url).header("X-API-Key", key)).await;
    assert_eq!(answer.body["data"]["snippet"], sandbox.line("Snippet: "));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "nothing on disk");
}

#[tokio::test]
async fn s1_restart_keeps_key_project_and_events() {
    let folder = tempfile::tempdir().unwrap();
    let client = client();
    let first = Process::start(folder.path(), &[]);
    let key = first.line("API key: ").to_owned();
    assert!(folder.path().join("linkyfy-sandbox.sqlite").is_file(), "the default file");
    let api = format!("{}/api/v1", first.origin);
    let request = client.post(format!("{api}/tracking/impression")).json(&impression("kept"));
    assert_eq!(send(request).await.status, 200);
    let request = client.post(format!("{api}/projects")).header("X-API-Key", &key);
    assert_eq!(send(request.json(&json!({ "name": "Mine" }))).await.status, 201);
    drop(first);

    let second = Process::start(folder.path(), &[]);
    assert_eq!(second.line("API key: "), key);
    assert_eq!(second.line("Project: "), "1 (Demo project)");
    assert_eq!(visitors(&client, &second.origin).await, ["kept"]);
    drop(second);

    let third = Process::start(folder.path(), &["--api-key", "given"]);
    assert_eq!(third.line("API key: "), "given");
    let url = format!("{}/api/v1/projects", third.origin);
    let list = send(client.get(&url).header("X-API-Key", "given")).await;
    assert_eq!(list.body["data"]["total"], 2, "the same user under a new key");
    assert_eq!(send(client.get(&url).header("X-API-Key", &key)).await.status, 401);
    drop(third);
    assert_eq!(Process::start(folder.path(), &[]).line("API key: "), "given");
}

#[tokio::test]
async fn s1_a_database_of_version_1_is_kept_and_learns_the_whole_api() {
    let folder = tempfile::tempdir().unwrap();
    let client = client();
    let old = Connection::open(folder.path().join("file")).unwrap();
    let schema = include_str!("../../src/store/migrations/1_users_projects_events.sql");
    old.execute_batch(schema).unwrap();
    let rows = "PRAGMA application_id = 0x4c4b5946; PRAGMA user_version = 1;
                INSERT INTO users VALUES (1, 'demo', 'old-key', 1000);
                INSERT INTO projects (id, user_id, name, created_at, updated_at)
                    VALUES (1, 1, 'Old project', 1000, 1000);
                INSERT INTO events VALUES (1, 1, 'kept', 1000, 'https://shop.example/', '', NULL)";
    old.execute_batch(rows).unwrap();
    drop(old);

    for _ in 0..2 {
        let again = Process::start(folder.path(), &["--db", "file"]);
        assert_eq!(again.line("API key: "), "old-key");
        assert_eq!(again.line("Project: "), "1 (Old project)");
        let mut body = impression("named");
        body["event_id"] = json!("6ba7b810-9dad-11d1-80b4-00c04fd430c8");
        let url = format!("{}/api/v1/tracking/impression", again.origin);
        assert_eq!(send(client.post(url).json(&body)).await.status, 200);
        assert_eq!(visitors(&client, &again.origin).await, ["kept", "named"]);
        let url = format!("{}/api/v1/projects/1", again.origin);
        let project = send(client.get(url).header("X-API-Key", "old-key")).await;
        let counts = ["campaigns_count", "domains_count", "mailboxes_count"];
        assert_eq!(counts.map(|it| project.body["data"][it].as_i64()), [Some(1), Some(2), Some(4)]);
    }
}

/// Clients that write at the same time.
const WRITERS: usize = 4;

/// Has [`WRITERS`] write until `enough` writes are acknowledged with `status`, and kills the sandbox
/// while they go on. `write` makes the request that writes something of this name. Gives the names
/// that were acknowledged.
async fn write_until_killed(
    mut sandbox: Process,
    enough: usize,
    status: u16,
    write: impl Fn(&str) -> RequestBuilder + Clone + Send + 'static,
) -> Vec<String> {
    let acknowledged = Arc::new(Mutex::new(Vec::new()));
    let (reach, mut reached) = tokio::sync::watch::channel(false);
    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| {
            let (write, acknowledged, reach) = (write.clone(), acknowledged.clone(), reach.clone());
            tokio::spawn(async move {
                for number in 0.. {
                    let name = format!("{writer}-{number}");
                    // Until the kill.
                    let Ok(response) = write(&name).send().await else { return };
                    assert_eq!(response.status(), status);
                    let mut acknowledged = acknowledged.lock().unwrap();
                    acknowledged.push(name);
                    if acknowledged.len() == enough {
                        reach.send_replace(true);
                    }
                }
            })
        })
        .collect();
    reached.wait_for(|reached| *reached).await.unwrap();
    sandbox.kill();
    for writer in writers {
        writer.await.unwrap();
    }
    std::mem::take(&mut acknowledged.lock().unwrap())
}

#[tokio::test]
async fn s1_kill_9_loses_no_acknowledged_event() {
    const ENOUGH: usize = 200;
    let folder = tempfile::tempdir().unwrap();
    let client = client();
    let sandbox = Process::start(folder.path(), &[]);
    let url = format!("{}/api/v1/tracking/impression", sandbox.origin);
    let writer = client.clone();
    let write = move |visitor: &str| writer.post(&url).json(&impression(visitor));
    let acknowledged = write_until_killed(sandbox, ENOUGH, 200, write).await;

    let again = Process::start(folder.path(), &[]);
    let kept = visitors(&client, &again.origin).await;
    assert!(acknowledged.len() >= ENOUGH);
    for visitor in &acknowledged {
        assert!(kept.contains(visitor), "{visitor} is lost");
    }
    assert!(kept.len() <= acknowledged.len() + WRITERS, "at most what was under way is more");
}

#[tokio::test]
async fn s1_kill_9_loses_no_acknowledged_change_and_leaves_no_half_of_one() {
    const ENOUGH: usize = 80;
    let folder = tempfile::tempdir().unwrap();
    let client = client();
    let arguments = ["--rate-limit", "0", "--api-key", "given"];
    let sandbox = Process::start(folder.path(), &arguments);
    let url = format!("{}/api/v1/contact-lists", sandbox.origin);
    let writer = client.clone();
    let write = move |name: &str| {
        let person = |it: i32| json!({ "email": format!("p{it}@x.example") });
        let body = json!({ "name": name, "contacts": [person(1), person(2)] });
        writer.post(&url).header("X-API-Key", "given").json(&body)
    };
    let acknowledged = write_until_killed(sandbox, ENOUGH, 201, write).await;

    let again = Process::start(folder.path(), &arguments);
    let snapshot = send(client.get(format!("{}/__sandbox/snapshot", again.origin))).await;
    let rows = |table: &str| snapshot.body["data"][table].as_array().unwrap().clone();
    let (lists, contacts) = (rows("contact_lists"), rows("contacts"));
    for name in &acknowledged {
        assert!(lists.iter().any(|list| list["name"] == *name), "{name} is lost");
    }
    for list in lists.iter().filter(|list| list["name"] != "Enterprise CTOs") {
        let on_it = contacts.iter().filter(|contact| contact["list_id"] == list["id"]);
        assert_eq!(on_it.count(), 2, "{list}");
    }
}

/// Runs it where it must refuse, and gives the one line that says why.
fn refusal(folder: &Path, arguments: &[&str]) -> String {
    let output = command(folder, arguments).output().unwrap();
    let error = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{error}");
    assert_eq!(error.lines().count(), 1, "{error}");
    assert!(output.stdout.is_empty());
    error
}

#[test]
fn s1_a_taken_port_is_one_line_and_exit_code_1() {
    let folder = tempfile::tempdir().unwrap();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    for option in ["--port", "--site-port"] {
        let line = refusal(folder.path(), &[option, &port]);
        assert!(line.contains(&format!("port {port} is taken")), "{line}");
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "no database was made");
}

#[test]
fn s1_what_is_not_a_sandbox_database_is_refused_and_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    std::fs::write(path("text"), "no database at all, but more than a few bytes long").unwrap();
    std::fs::create_dir(path("folder")).unwrap();
    let sql = "CREATE TABLE notes (text TEXT)";
    Connection::open(path("other")).unwrap().execute_batch(sql).unwrap();
    let sql = "PRAGMA application_id = 7";
    Connection::open(path("named")).unwrap().execute_batch(sql).unwrap();
    drop(Process::start(folder.path(), &["--db", "newer"]));
    let sql = "PRAGMA user_version = 99";
    Connection::open(path("newer")).unwrap().execute_batch(sql).unwrap();

    let content = |name: &str| std::fs::read(path(name)).unwrap();
    for (name, reason) in [
        ("text", "text is not a sandbox database"),
        ("other", "other is not a sandbox database"),
        ("named", "named is not a sandbox database"),
        ("newer", "version 99"),
    ] {
        let before = content(name);
        let line = refusal(folder.path(), &["--db", name]);
        assert!(line.contains(reason), "{line}");
        assert_eq!(content(name), before);
    }
    for name in ["folder", "missing/folder/file"] {
        let line = refusal(folder.path(), &["--db", name]);
        assert!(line.contains(&format!("cannot use the database {name}")), "{line}");
    }
}

#[cfg(unix)]
#[tokio::test]
async fn s1_a_signal_ends_it_though_a_stream_is_open() {
    let folder = tempfile::tempdir().unwrap();
    for signal in ["-TERM", "-INT"] {
        let mut sandbox = Process::start(folder.path(), &[]);
        let url = format!("{}/__sandbox/live?project_id=1", sandbox.origin);
        let mut stream = client().get(url).send().await.unwrap();
        assert!(stream.chunk().await.unwrap().is_some());
        let pid = sandbox.child.id().to_string();
        assert!(Command::new("kill").args([signal, &pid]).status().unwrap().success());
        while let Some(_more) = stream.chunk().await.unwrap() {}
        assert_eq!(sandbox.child.wait().unwrap().code(), Some(0), "{signal}");
    }
}
