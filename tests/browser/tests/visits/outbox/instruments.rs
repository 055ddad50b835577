//! What a page tells of its outbox, and the questions that all of these tests ask.

use linkyfy_browser_tests::page::SIGN_UP;
use linkyfy_browser_tests::sandbox::DEMO;
use linkyfy_browser_tests::sandbox::arrivals::Arrival;
use linkyfy_browser_tests::wait::wait_for;
use linkyfy_browser_tests::{Sandbox, World, page};
use serde_json::{Value, json};

pub(crate) const ANN: &str = "ann@example.com";
pub(crate) const IMPRESSION: &str = "/tracking/impression";
pub(crate) const REGISTRATION: &str = "/tracking/registration";

/// How long an event that is being sent is left to its sender, and a little more.
pub(crate) const LEASE_MS: u32 = 41_000;
pub(crate) const DAY_MS: f64 = 86_400_000.0;

/// Scripts that stand before the tracker's tag: all that the page is told of events is in `told`,
/// `ahead` puts its clock forward by so many milliseconds, and what waits for no reason but the
/// tracker's own waits for hours.
pub(crate) const INSTRUMENTS: &str = "<script>
    window.told = [];
    for (const kind of ['sent', 'queued', 'dropped']) {
        document.addEventListener('linkyfy:' + kind, ({ detail }) => told.push({ kind, detail }));
    }
    window.ahead = 0;
    { const { now } = Date; Date.now = () => now() + ahead; }
    Math.random = () => 10_000;
</script>";

/// The same, except that waits are as long as they are for visitors.
pub(crate) fn impatient() -> String {
    INSTRUMENTS.replace("Math.random = () => 10_000;", "")
}

/// The same, except that chance is this expression.
pub(crate) fn drawing(chance: &str) -> String {
    INSTRUMENTS.replace("10_000", chance)
}

/// Something says that a try is worth it.
pub(crate) const ONLINE: &str = "dispatchEvent(new Event('online'))";

/// A page with the instruments, whose view has been recorded.
pub(crate) async fn open(world: &World<Sandbox>) {
    let before = world.api.ledger(DEMO).await.impressions.len();
    world.show("/", page(format!("{INSTRUMENTS}{}", world.tag()), SIGN_UP)).await;
    world.recorded(before + 1, 0).await;
    world.browser.wait_for("told.length").await;
}

/// Has all requests to a path answered with a status from now on.
pub(crate) async fn fail(world: &World<Sandbox>, path: &str, status: u16) {
    let fault = json!({ "kind": "status", "status": status });
    world.api.fail(json!([{ "path": path, "fault": fault }])).await;
}

pub(crate) async fn register(world: &World<Sandbox>, email: &str) {
    world.browser.run(&format!("linkyfy.registration('{email}')")).await;
}

/// What the page was told of an address or a page's URL: `sent`, `queued`, `dropped`.
pub(crate) async fn told_of(world: &World<Sandbox>, subject: &str) -> Vec<String> {
    let told = world.browser.eval("told").await;
    let about = |detail: &Value| detail["email"] == subject || detail["page_url"] == subject;
    let told = told.as_array().unwrap().iter().filter(|told| about(&told["detail"]));
    told.map(|told| told["kind"].as_str().unwrap().to_owned()).collect()
}

/// Waits until the page was told so of it, so often in all.
pub(crate) async fn wait_until_told(world: &World<Sandbox>, subject: &str, expected: &[&str]) {
    wait_for(&format!("{expected:?} of {subject}"), async || {
        let told = told_of(world, subject).await;
        if told.len() >= expected.len() { Ok(()) } else { Err(format!("{told:?}")) }
    })
    .await;
    assert_eq!(told_of(world, subject).await, expected, "{subject}");
}

/// Registers while registrations fail, and waits until the first try has come to nothing. The page has been
/// told of its view before: an answer that comes later has what waits tried once more.
pub(crate) async fn register_in_vain(world: &World<Sandbox>, email: &str) {
    world.browser.wait_for("told.length").await;
    register(world, email).await;
    wait_until_told(world, email, &["queued"]).await;
}

/// The lines of all events that are kept.
pub(crate) const OUTBOX: &str = "Object.keys(localStorage)\
    .filter((key) => key.startsWith('linkyfy_outbox-')).map((key) => localStorage[key]).join('')";

/// The outbox as it lies in the browser; empty where there is none.
pub(crate) async fn outbox(world: &World<Sandbox>) -> String {
    let text = world.browser.eval(OUTBOX).await;
    text.as_str().unwrap().to_owned()
}

/// Waits until nothing is kept any more.
pub(crate) async fn wait_until_empty(world: &World<Sandbox>) {
    world.browser.wait_for(&format!("{OUTBOX} === ''")).await;
}

pub(crate) fn outcomes(arrivals: &[Arrival]) -> Vec<&str> {
    arrivals.iter().map(|arrival| &*arrival.outcome).collect()
}

/// The addresses that were recorded, sorted.
pub(crate) async fn emails(world: &World<Sandbox>) -> Vec<String> {
    let ledger = world.api.ledger(DEMO).await;
    let mut emails: Vec<_> = ledger.emails().into_iter().map(str::to_owned).collect();
    emails.sort_unstable();
    emails
}
