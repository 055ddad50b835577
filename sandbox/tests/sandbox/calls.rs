//! Calls of the keyed operations, and checks of what they refuse. What all of them refuse alike is in
//! [`crate::operations`].

use reqwest::Method;
use serde_json::{Value, json};

use crate::common::{Answer, Sandbox, send, with, without};

impl Sandbox {
    pub(crate) async fn call(&self, method: Method, path: &str, body: Option<&Value>) -> Answer {
        let request = self.keyed(method, path);
        send(match body {
            Some(body) => request.json(body),
            None => request,
        })
        .await
    }

    pub(crate) async fn put(&self, path: &str, body: &Value) -> Answer {
        self.call(Method::PUT, path, Some(body)).await
    }

    pub(crate) async fn delete(&self, path: &str) -> Answer {
        self.call(Method::DELETE, path, None).await
    }

    /// A POST without a body.
    pub(crate) async fn act(&self, path: &str) -> Answer {
        self.call(Method::POST, path, None).await
    }

    /// The data of a GET that must succeed.
    pub(crate) async fn data(&self, path: &str) -> Value {
        let mut answer = self.get(path).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        answer.body["data"].take()
    }

    /// All rows of a table.
    pub(crate) async fn rows(&self, table: &str) -> Vec<Value> {
        self.snapshot().await[table].as_array_mut().unwrap().split_off(0)
    }

    /// The first row of a table that a user who isn't the demo user has, in their project or as
    /// theirs.
    pub(crate) async fn foreign(&self, table: &str) -> Value {
        let is_foreign = |row: &Value| {
            row.get("user_id").is_some_and(|user| user != 1)
                || row.get("project_id").is_some_and(|project| project != self.project)
        };
        self.rows(table).await.into_iter().find(is_foreign).unwrap()
    }

    pub(crate) async fn advance(&self, ms: i64) {
        self.set("clock", json!({ "advance_ms": ms })).await;
    }

    /// 422 naming the field: for `body` without each of the `needed`, and with each of the `bad`
    /// values.
    pub(crate) async fn assert_refuses(
        &self,
        method: Method,
        path: &str,
        body: &Value,
        needed: &[&str],
        bad: &[(&str, Vec<Value>)],
    ) {
        let mut cases: Vec<_> = needed.iter().map(|field| (*field, without(body, field))).collect();
        for (field, values) in bad {
            cases.extend(values.iter().map(|value| (*field, with(body, field, value.clone()))));
        }
        for (field, body) in &cases {
            let what = format!("{method} {path} {:.200}", body.to_string());
            self.call(method.clone(), path, Some(body)).await.assert_names(field, &what);
        }
    }

    /// 422 naming the query's parameter, for each of the values.
    pub(crate) async fn assert_refuses_query(&self, path: &str, name: &str, values: &[&str]) {
        for value in values {
            let path = format!("{path}?{name}={value}");
            self.get(&path).await.assert_names(name, &path);
        }
    }
}

/// Values that no short text takes.
pub(crate) fn no_short_text() -> Vec<Value> {
    vec![json!(""), json!(" \t"), json!("x".repeat(256)), json!(1), json!(null), json!(["x"])]
}

/// The members of an object, sorted.
pub(crate) fn members(value: &Value) -> Vec<&str> {
    let mut names: Vec<_> = value.as_object().unwrap().keys().map(String::as_str).collect();
    names.sort_unstable();
    names
}
