//! Contact lists, blocklists, and whom a campaign writes to because of them (S1).

use reqwest::Method;
use serde_json::{Value, json};

use crate::common::{OTHER_KEY, Sandbox, send};

fn people(addresses: &[&str]) -> Value {
    addresses.iter().map(|email| json!({ "email": email })).collect()
}

async fn new_list(sandbox: &Sandbox, addresses: &[&str]) -> i64 {
    let body = json!({ "name": "List", "contacts": people(addresses) });
    let made = sandbox.post("/contact-lists", &body).await;
    assert_eq!(made.status, 201, "{}", made.body);
    made.body["data"]["id"].as_i64().unwrap()
}

async fn new_campaign(sandbox: &Sandbox, lists: &[i64]) -> i64 {
    let body = json!({ "project_id": 1, "name": "Campaign", "contact_list_ids": lists });
    let made = sandbox.post("/campaigns", &body).await;
    assert_eq!(made.status, 201, "{}", made.body);
    made.body["data"]["id"].as_i64().unwrap()
}

/// The addresses that a campaign writes to, in order; their number is the campaign's own.
async fn recipients(sandbox: &Sandbox, campaign: i64) -> Vec<String> {
    let path = format!("/campaigns/{campaign}/recipients?per_page=100");
    let page = sandbox.get(&path).await.body["data"].take();
    let shown = sandbox.get(&format!("/campaigns/{campaign}")).await;
    assert_eq!(shown.body["data"]["total_recipients"], page["total"]);
    let stats = sandbox.get(&format!("/campaigns/{campaign}/stats")).await;
    assert_eq!(stats.body["data"]["total_recipients"], page["total"]);
    let email = |row: &Value| row["email"].as_str().unwrap().to_owned();
    page["data"].as_array().unwrap().iter().map(email).collect()
}

#[tokio::test]
async fn s1_duplicates_are_skipped_and_counted_whatever_their_case() {
    let sandbox = Sandbox::start().await;
    let twice = ["Jane@example.com", "bob@x.example", "jane@EXAMPLE.com"];
    let body = json!({ "name": "CTOs", "contacts": people(&twice) });
    let made = sandbox.post("/contact-lists", &body).await;
    let data = &made.body["data"];
    assert_eq!((made.status, &data["contact_count"]), (201, &json!(2)));
    assert_eq!(data.as_object().unwrap().len(), 4, "the documented fields and no others");

    let path = format!("/contact-lists/{}", data["id"]);
    let more = json!({ "contacts": people(&["BOB@x.example", "new@x.example", "New@x.example"]) });
    let added = sandbox.post(&format!("{path}/contacts"), &more).await;
    let expected = json!({ "added": 1, "skipped": 2, "contact_count": 3 });
    assert_eq!((added.status, &added.body["data"]), (200, &expected));
    let again = sandbox.post(&format!("{path}/contacts"), &more).await;
    assert_eq!(again.body["data"], json!({ "added": 0, "skipped": 3, "contact_count": 3 }));

    let shown = sandbox.get(&format!("{path}?per_page=2&page=2")).await;
    let contacts = &shown.body["data"]["contacts"];
    assert_eq!((&contacts["total"], &contacts["last_page"]), (&json!(3), &json!(2)));
    assert_eq!(contacts["data"][0]["email"], "new@x.example");
    assert_eq!(contacts["data"][0]["company"], Value::Null);
}

#[tokio::test]
async fn s1_the_fields_given_of_a_contact_change_and_no_others() {
    let sandbox = Sandbox::start().await;
    let path = "/contact-lists/1/contacts/1";
    let before = sandbox.get("/contact-lists/1").await.body["data"]["contacts"]["data"][0].take();
    let put = |body: Value| send(sandbox.keyed(Method::PUT, path).json(&body));
    let changed = put(json!({ "position": "CIO" })).await;
    let mut expected = before.clone();
    expected["position"] = json!("CIO");
    assert_eq!((changed.status, &changed.body["data"]), (200, &expected));
    assert_eq!(put(json!({})).await.body["data"], expected);
    let own = put(json!({ "email": before["email"].as_str().unwrap().to_uppercase() })).await;
    assert_eq!(own.status, 200, "its own address in another case");
    put(json!({ "email": "CONTACT@datainc.demo.example" })).await.assert_names("email", "taken");
    let elsewhere = sandbox.keyed(Method::PUT, "/contact-lists/2/contacts/1").json(&json!({}));
    assert_eq!(send(elsewhere).await.status, 404, "not on that list");
}

#[tokio::test]
async fn s1_a_list_goes_with_its_contacts() {
    let sandbox = Sandbox::start().await;
    let list = new_list(&sandbox, &["a@x.example", "b@x.example"]).await;
    let kept = new_list(&sandbox, &["b@x.example", "c@x.example"]).await;
    let campaign = new_campaign(&sandbox, &[list, kept]).await;
    let path = format!("/contact-lists/{list}");
    let gone = send(sandbox.keyed(Method::DELETE, &path)).await;
    assert_eq!((gone.status, &gone.body["data"]), (200, &Value::Null));
    assert_eq!(sandbox.get(&path).await.status, 404);
    assert_eq!(send(sandbox.keyed(Method::DELETE, &path)).await.status, 404);
    let tables = sandbox.snapshot().await;
    let of_list = |row: &&Value| row["list_id"] == list;
    for table in ["contacts", "campaign_lists"] {
        assert_eq!(tables[table].as_array().unwrap().iter().filter(of_list).count(), 0, "{table}");
    }
    assert_eq!(recipients(&sandbox, campaign).await, ["b@x.example", "c@x.example"]);
    let shown = sandbox.get(&format!("/campaigns/{campaign}")).await;
    assert_eq!(shown.body["data"]["contact_list_ids"], json!([kept]));
    let gone = send(sandbox.keyed(Method::DELETE, &format!("/contact-lists/{kept}"))).await;
    assert_eq!(gone.status, 200);
    assert!(new_list(&sandbox, &[]).await > kept, "no id is given twice");
}

#[tokio::test]
async fn s1_recipients_are_the_addresses_of_all_lists_once_without_those_blocked() {
    let sandbox = Sandbox::unlimited().await;
    let one = new_list(&sandbox, &["a@x.example", "B@x.example", "c@blocked.example"]).await;
    let two = new_list(&sandbox, &["b@X.example", "d@y.example", "e@sub.blocked.example"]).await;
    let campaign = new_campaign(&sandbox, &[one]).await;
    let of_one = ["a@x.example", "B@x.example", "c@blocked.example"];
    assert_eq!(recipients(&sandbox, campaign).await, of_one);
    let attach = format!("/campaigns/{campaign}/contact-lists");
    for _ in 0..2 {
        let attached = sandbox.post(&attach, &json!({ "contact_list_ids": [two, one] })).await;
        assert_eq!((attached.status, &attached.body["data"]), (200, &Value::Null));
    }
    assert_eq!(recipients(&sandbox, campaign).await.len(), 5);

    let entries = json!({ "entries": ["Blocked.example", "A@x.EXAMPLE", "nobody@x.example"] });
    for _ in 0..2 {
        assert_eq!(sandbox.post("/projects/1/blocklist", &entries).await.status, 200);
    }
    let blocked = ["a@x.example", "blocked.example", "nobody@x.example"];
    assert_eq!(sandbox.get("/projects/1/blocklist").await.body["data"], json!(blocked));
    let left = ["B@x.example", "d@y.example", "e@sub.blocked.example"];
    assert_eq!(recipients(&sandbox, campaign).await, left);

    let add = |email: &str| json!({ "contacts": [{ "email": email }] });
    let path = format!("/contact-lists/{two}/contacts");
    sandbox.post(&path, &add("f@blocked.example")).await;
    assert_eq!(recipients(&sandbox, campaign).await, left, "also those that come later");
    sandbox.post(&path, &add("g@z.example")).await;
    assert_eq!(recipients(&sandbox, campaign).await.len(), 4);

    for _ in 0..2 {
        let body = json!({ "entries": ["BLOCKED.example"] });
        let request = sandbox.keyed(Method::DELETE, "/projects/1/blocklist").json(&body);
        assert_eq!(send(request).await.status, 200);
    }
    assert_eq!(recipients(&sandbox, campaign).await.len(), 6);
    let shown = sandbox.get("/projects/1/blocklist").await;
    assert_eq!(shown.body["data"], json!([blocked[0], blocked[2]]));

    let set = json!({ "contact_list_ids": [two] });
    let path = format!("/campaigns/{campaign}");
    assert_eq!(send(sandbox.keyed(Method::PUT, &path).json(&set)).await.status, 200);
    let mut shown = recipients(&sandbox, campaign).await;
    shown.iter_mut().for_each(|email| email.make_ascii_lowercase());
    shown.sort_unstable();
    let of_two = ["b@x.example", "d@y.example", "e@sub.blocked.example", "f@blocked.example"];
    assert_eq!(shown, [&of_two[..], &["g@z.example"]].concat(), "these in place of those before");
}

#[tokio::test]
async fn s2_lists_and_projects_in_a_body_are_the_users_own() {
    let sandbox = Sandbox::start().await;
    let before = sandbox.snapshot().await;
    for id in [2, 999] {
        let body = json!({ "project_id": id, "name": "x" });
        sandbox.post("/campaigns", &body).await.assert_names("project_id", "create");
        let lists = json!({ "contact_list_ids": [1, id] });
        let body = json!({ "project_id": 1, "name": "x", "contact_list_ids": [1, id] });
        let place = "contact_list_ids[1]";
        sandbox.post("/campaigns", &body).await.assert_names(place, "create");
        let put = sandbox.keyed(Method::PUT, "/campaigns/1").json(&lists);
        send(put).await.assert_names(place, "update");
        sandbox.post("/campaigns/1/contact-lists", &lists).await.assert_names(place, "add");
    }
    assert_eq!(sandbox.snapshot().await, before, "a refused body changes nothing");
    let theirs = sandbox.public(Method::GET, "/contact-lists").header("X-API-Key", OTHER_KEY);
    assert_eq!(send(theirs).await.body["data"]["total"], 0);
}

#[tokio::test]
async fn s3_a_thousand_contacts_fit_in_a_body_and_one_more_does_not() {
    let sandbox = Sandbox::start().await;
    let text = "ü".repeat(255);
    let person = |number: usize| {
        json!({
            "email": format!("p{number}@{}.example", "x".repeat(60)), "first_name": text,
            "last_name": text, "company": text, "position": text,
        })
    };
    let body = |count| json!({ "contacts": (0..count).map(person).collect::<Vec<_>>() });
    let path = "/contact-lists/1/contacts";
    let added = sandbox.post(path, &body(1000)).await;
    assert_eq!((added.status, &added.body["data"]["added"]), (200, &json!(1000)));
    sandbox.post(path, &body(1001)).await.assert_names("contacts", "1001");
    let bad = [json!({}), json!({ "email": "x" }), json!({ "email": 1 })];
    for (index, bad) in bad.into_iter().enumerate() {
        let mut people = vec![person(0); index];
        people.push(bad);
        let refused = sandbox.post(path, &json!({ "contacts": people })).await;
        refused.assert_names(&format!("contacts[{index}].email"), "the place of the bad one");
    }
}
