//! The tag that `cargo xtask snippet` prints, and the page that makes it (S6, L1).

use std::io;
use std::process::Command;

use linkyfy_browser_tests::page::SIGN_UP;
use linkyfy_browser_tests::sandbox::DEMO;
use linkyfy_browser_tests::{Sandbox, World, page, program, workspace};

/// What the command prints for these arguments.
fn printed(arguments: &[&str]) -> io::Result<String> {
    let mut command = Command::new(program("xtask"));
    let output = command.arg("snippet").args(arguments).current_dir(workspace("")).output()?;
    assert!(output.status.success(), "{output:?}");
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The text of one of the page's outputs.
async fn made(world: &World<Sandbox>, output: &str) -> String {
    let text =
        world.browser.eval(&format!("document.getElementById('{output}').textContent")).await;
    text.as_str().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn s6_the_tag_that_the_command_prints_is_all_that_a_page_needs() {
    let world = World::<Sandbox>::start().await;
    let (host, api, project) = (world.api.origin(), world.api.base_url(), DEMO.to_string());
    let mut arguments = vec!["--project-id", &project, "--host", host, "--api", &api];
    arguments.extend(["--allow-localhost", "--allow-automation"]);
    let tag = printed(&arguments).unwrap();
    assert_eq!(tag.trim_end(), world.api.snippet(DEMO).await, "the API hands out the same");
    world.show("/", page(&tag, "")).await;
    world.recorded(1, 0).await;
    for (count, more) in (2..).zip(["--versioned", "--no-wasm"]) {
        arguments.push(more);
        world.show("/", page(printed(&arguments).unwrap(), "")).await;
        world.recorded(count, 0).await;
    }
    world.browser.assert_unharmed().await;
    world.exactly(3, 0).await;
}

#[tokio::test]
async fn s6_the_snippets_page_makes_the_tag_that_the_command_prints() {
    let world = World::<Sandbox>::start().await;
    let browser = &world.browser;
    let page_of_snippet = format!("{}/snippet/", world.api.origin());
    // In a sandbox, the host, the API and localhost are filled in.
    browser.goto(&page_of_snippet).await;
    browser.fill("#project-id", "1").await;
    browser.run("document.getElementById('options').open = true").await;
    browser.fill("#exclude", "/admin/** /\"a&b\"").await;
    browser.click("#allow-automation").await;
    let (host, api) = (world.api.origin(), world.api.base_url());
    let mut arguments = vec!["--project-id=1", "--host", host, "--api", &api];
    arguments.extend(["--exclude=/admin/** /\"a&b\"", "--allow-localhost", "--allow-automation"]);
    let tag = made(&world, "tag").await;
    assert_eq!(printed(&arguments).unwrap(), format!("{tag}\n"));

    // The address has it all, and the file with its integrity is one click away.
    let address = browser.url().await;
    browser.goto("about:blank").await;
    browser.goto(&address).await;
    assert_eq!(made(&world, "tag").await, tag);
    browser.click("#file-integrity").await;
    let pinned = format!("{}{}", made(&world, "importMap").await, made(&world, "tag").await);
    assert!(pinned.contains("\" integrity=\"sha384-"), "{pinned}");

    browser.click("#clear").await;
    let public = format!("{page_of_snippet}#project-id=7&host=https%3A%2F%2Fcdn.example");
    browser.goto("about:blank").await;
    browser.goto(&public).await;
    assert_eq!(
        made(&world, "tag").await,
        "<script async src=\"https://cdn.example/linkyfy.js\" data-project-id=\"7\"></script>"
    );

    for (count, tags) in (1..).zip([tag, pinned]) {
        world.show("/", page(tags, SIGN_UP)).await;
        world.recorded(count, count - 1).await;
        world.sign_up("ann@example.com").await;
        world.recorded(count, count).await;
        world.browser.assert_unharmed().await;
    }
}

#[tokio::test]
async fn s6_the_snippets_page_stands_an_address_that_names_no_field() {
    let world = World::<Sandbox>::start().await;
    let browser = &world.browser;
    let address = "/snippet/#project-id=7&length=1&item=1&host=https%3A%2F%2Fcdn.example";
    browser.goto(&format!("{}{address}", world.api.origin())).await;
    assert_eq!(
        made(&world, "tag").await,
        "<script async src=\"https://cdn.example/linkyfy.js\" data-project-id=\"7\"></script>"
    );
}
