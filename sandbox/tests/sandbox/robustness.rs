//! Whatever comes in, an answer goes out, and it isn't a 500 (S3).

use reqwest::Method;

use crate::common::{Sandbox, raw, raw_get, send};

/// The limit of a body in bytes.
const MAX_BODY: usize = 64 * 1024;

#[tokio::test]
async fn s3_a_body_that_is_no_json_object_is_422_saying_so() {
    let sandbox = Sandbox::start().await;
    let deep = "[".repeat(10_000);
    let bodies: [&[u8]; 14] = [
        b"",
        b"{",
        b"nonsense",
        b"[]",
        b"null",
        b"1",
        b"\"x\"",
        b"{}{}",
        b"\xff\xfe",
        b"{\"a\":1e999}",
        b"{\"a\":\"\\ud800\"}",
        b"a=1&b=2",
        deep.as_bytes(),
        b"\xef\xbb\xbf{}",
    ];
    for path in ["/tracking/impression", "/tracking/registration", "/projects"] {
        for body in bodies {
            let request = sandbox.keyed(Method::POST, path).body(body.to_vec());
            let answer = send(request).await;
            answer.assert_names("body", &format!("{path} {body:?}"));
            assert!(answer.body["error"]["message"].as_str().unwrap().contains("JSON"));
        }
    }
}

#[tokio::test]
async fn s3_a_body_over_64_kib_is_422_and_one_of_64_kib_is_read() {
    let sandbox = Sandbox::start().await;
    let good = sandbox.impression().to_string();
    let padded = |length: usize| format!("{good}{}", " ".repeat(length - good.len()));
    let post = |body| send(sandbox.public(Method::POST, "/tracking/impression").body(body));
    assert_eq!(post(padded(MAX_BODY)).await.status, 200);
    for length in [MAX_BODY + 1, 8 * 1024 * 1024] {
        post(padded(length)).await.assert_names("body", &length.to_string());
    }
}

#[tokio::test]
async fn s3_an_unknown_fields_long_name_is_cut() {
    let sandbox = Sandbox::start().await;
    let body = format!("{{\"{}\":1,\"name\":\"x\"}}", "n".repeat(60_000));
    let answer = send(sandbox.keyed(Method::POST, "/projects").body(body)).await;
    answer.assert_names(&"n".repeat(64), "a long name");
}

#[tokio::test]
async fn s3_no_path_makes_a_500() {
    let sandbox = Sandbox::start().await;
    let long = vec![b'a'; 4000];
    let paths: [&[u8]; 20] = [
        b"/%",
        b"/%ff",
        b"/%00",
        b"/..",
        b"/../secret.html",
        b"/%2e%2e/secret.html",
        b"/linkyfy.js/x",
        b"/linkyfy.js/",
        b"/dashboard/..%2fsecret.html",
        b"/dashboard?\xc3\xbc",
        b"/?\xc3\xbc",
        b"//",
        b"//a",
        b"/api/v1/projects/%ff",
        b"/api/v1/projects?page=%ff",
        b"/api/v1//projects",
        b"/__sandbox/ledger?project_id=%ff",
        b"/__sandbox/live?project_id=-1",
        b"/dashboard/index.html%00",
        b"*",
    ];
    let long = [b"/", &long[..]].concat();
    for origin in [&sandbox.origin, &sandbox.site] {
        for path in paths.into_iter().chain([&long[..]]) {
            let answer = raw_get(origin, path).await;
            let status = answer.get(9..12).unwrap_or_default();
            let shown = String::from_utf8_lossy(path);
            assert!(
                matches!(status, "200" | "303" | "307" | "400" | "401" | "404" | "422"),
                "{shown}: {answer}"
            );
            assert!(!answer.contains("not the site's"), "{shown}: {answer}");
        }
    }
}

#[tokio::test]
async fn s3_a_body_cut_short_leaves_no_row() {
    let sandbox = Sandbox::start().await;
    let body = sandbox.impression().to_string();
    let head = format!(
        "POST /api/v1/tracking/impression HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\
         Content-Length: {}\r\n\r\n",
        body.len() + 1
    );
    let mut stream =
        tokio::net::TcpStream::connect(sandbox.origin.trim_start_matches("http://")).await.unwrap();
    tokio::io::AsyncWriteExt::write_all(&mut stream, (head + &body).as_bytes()).await.unwrap();
    drop(stream);
    let chunked = "POST /api/v1/tracking/impression HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\
                   Transfer-Encoding: chunked\r\n\r\nnot a chunk\r\n";
    let answer = raw(&sandbox.origin, chunked.as_bytes()).await;
    assert!(answer.is_empty() || answer.contains(" 422 ") || answer.contains(" 400 "), "{answer}");
    assert_eq!(sandbox.ledger().await["impressions"].as_array().unwrap().len(), 0);
}
