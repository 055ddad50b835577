//! The files of one version, in a folder named after it, and their integrity values (L5–L7).

use axum::http::header::CONTENT_SECURITY_POLICY;
use linkyfy_browser_tests::page::SIGN_UP;
use linkyfy_browser_tests::{Sandbox, Tag, World, page, workspace};
use serde_json::{Value, json};

/// The folder's name.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// What `integrity.json` says.
fn integrity() -> Value {
    let file = std::fs::read_to_string(workspace("pkg/dist/integrity.json"));
    serde_json::from_str(&file.unwrap_or_default()).unwrap_or_default()
}

/// The value for a file.
fn value_of(file: &str) -> String {
    integrity()["files"][file].as_str().unwrap_or_default().to_owned()
}

/// The tag of this version's file at a host.
fn versioned(world: &World<Sandbox>, host: &str) -> Tag {
    world.tag().with("src", &format!("{host}/{VERSION}/linkyfy.js"))
}

/// The tag with the integrity value of the built file.
fn pinned(tag: Tag) -> Tag {
    tag.with("integrity", &value_of("linkyfy.js")).with("crossorigin", "")
}

#[tokio::test]
async fn every_integrity_value_is_what_the_browser_computes_for_both_names() {
    let world = World::<Sandbox>::start().await;
    world.show("/", page("", "")).await;
    let script = "const hash = async (file) => {
        const bytes = await (await fetch(file)).arrayBuffer();
        const hash = new Uint8Array(await crypto.subtle.digest('SHA-384', bytes));
        return 'sha384-' + btoa(String.fromCharCode(...hash));
      };
      return (async () => JSON.stringify(await Promise.all(FILES.map(hash))))()";
    let listed = integrity();
    assert_eq!(listed["version"], VERSION);
    let files = listed["files"].as_object().expect("a value for each file");
    assert!(files.contains_key("linkyfy.js") && files.contains_key("linkyfy-client.wasm"));
    for folder in [String::new(), format!("/{VERSION}")] {
        let urls: Vec<_> =
            files.keys().map(|name| format!("{}{folder}/{name}", world.api.origin())).collect();
        let computed = world.browser.run(&script.replace("FILES", &json!(urls).to_string())).await;
        assert_eq!(computed, json!(files.values().collect::<Vec<_>>()).to_string(), "{folder}");
    }
}

#[tokio::test]
async fn a_tag_with_integrity_counts_and_a_changed_file_is_refused() {
    let world = World::<Sandbox>::start().await;
    let tag = pinned(versioned(&world, world.api.origin()));
    world.show("/", page(&tag, SIGN_UP)).await;
    world.recorded(1, 0).await;
    world.sign_up("ann@example.com").await;
    world.recorded(1, 1).await;
    world.browser.assert_unharmed().await;

    let file = std::fs::read_to_string(workspace("pkg/dist/linkyfy.js")).expect("the tracker");
    world.site.set("/linkyfy.js", format!("{file} "));
    let changed = tag.with("src", "/linkyfy.js").deferred();
    world.show("/changed", page(format!("{changed}{}", world.sentinel()), "")).await;
    world.api.wait_for(world.api.other_project, 1, 0).await;
    world.exactly(1, 1).await;
    // It is the one byte that is refused, not the place.
    world.show("/unpinned", page(changed.without("integrity"), "")).await;
    world.recorded(2, 1).await;
}

#[tokio::test]
async fn l5_l6_a_versions_file_finds_the_files_of_its_version() {
    let world = World::<Sandbox>::start().await;
    let policy = format!("script-src 'self' 'unsafe-inline'; connect-src {}", world.api.origin());
    world.site.set_header(CONTENT_SECURITY_POLICY, policy);
    let tag = versioned(&world, "");
    let module = tag.clone().without("async").with("type", "module");
    for (count, tag) in (1..).zip([tag, module]) {
        world.show("/", page(&tag, SIGN_UP)).await;
        world.recorded(count, count - 1).await;
        world.sign_up("ann@example.com").await;
        world.recorded(count, count).await;
    }
    let mut asked = world.site.asked();
    asked.retain(|file| file.ends_with(".js"));
    asked.sort();
    asked.dedup();
    let names = ["linkyfy-fallback.js", "linkyfy-forms.js", "linkyfy.js"];
    assert_eq!(asked, names.map(|name| format!("/{VERSION}/{name}")));
}

#[tokio::test]
async fn an_import_map_pins_the_files_that_the_tags_file_loads() {
    let world = World::<Sandbox>::start().await;
    let file = format!("{}/{VERSION}/linkyfy-forms.js", world.api.origin());
    let map = |value: &str| {
        let map = json!({ "integrity": { &file: value } });
        format!("<script type=\"importmap\">{map}</script>")
    };
    let tag = pinned(versioned(&world, world.api.origin()));
    let right = map(&value_of("linkyfy-forms.js"));
    world.show("/", page(format!("{right}{tag}"), SIGN_UP)).await;
    world.recorded(1, 0).await;
    world.sign_up("ann@example.com").await;
    world.recorded(1, 1).await;
    world.browser.assert_unharmed().await;

    let load = format!(
        "<script>import('{file}').then(() => window.pin = 'had', () => window.pin = 'refused')</script>"
    );
    for (map, outcome) in [(right, "had"), (map(&value_of("linkyfy.js")), "refused")] {
        world.show("/", page(map, &load)).await;
        assert_eq!(world.browser.wait_for("window.pin").await, outcome);
    }
}

#[tokio::test]
async fn l6_where_hashes_alone_are_allowed_an_import_map_brings_the_other_files() {
    let world = World::<Sandbox>::start().await;
    let folder = format!("{}/{VERSION}", world.api.origin());
    // Without WebAssembly, so that the fallback is needed as well.
    let files = ["linkyfy.js", "linkyfy-fallback.js", "linkyfy-forms.js"];
    let values = files.map(value_of);
    let mut pins = serde_json::Map::new();
    for (file, value) in files.iter().zip(&values) {
        pins.insert(format!("{folder}/{file}"), json!(value));
    }
    let map = json!({ "integrity": pins });
    let map = format!("<script type=\"importmap\" nonce=\"n\">{map}</script>");
    let api = world.api.origin();
    let hashes = values.map(|value| format!("'{value}'")).join(" ");
    let policy = format!("script-src 'nonce-n' {hashes}; connect-src {api}");
    world.site.set_header(CONTENT_SECURITY_POLICY, policy);
    let tag = pinned(versioned(&world, api));
    let html = page(format!("{map}{tag}"), SIGN_UP);
    world.show("/", html.replace("<script>", "<script nonce=\"n\">")).await;
    world.recorded(1, 0).await;
    world.sign_up("ann@example.com").await;
    world.recorded(1, 1).await;
}
