//! Commands that only geckodriver knows.

use std::str::FromStr;

use axum::http::Method;
use fantoccini::wd::WebDriverCompatibleCommand;
use reqwest::Url;
use serde_json::json;

/// A script of the browser's own: removes all that pages have left, and gives what it failed to.
/// <https://searchfox.org/mozilla-central/source/toolkit/components/cleardata/nsIClearDataService.idl>
/// It waits until the cache tells that it is empty, which may be later: whoever hears that empties the
/// back/forward cache, too, and it must not be the next test's.
pub(super) const CLEAR: &str = "
    const [done] = arguments;
    const topic = 'cacheservice:empty-cache';
    const emptied = new Promise((resolve) => {
        const observer = () => resolve(Services.obs.removeObserver(observer, topic));
        Services.obs.addObserver(observer, topic);
    });
    const after = (failures) => emptied.then(() => done(failures));
    Services.clearData.deleteData(Ci.nsIClearDataService.CLEAR_ALL, after);
";

/// A command of geckodriver's own.
#[derive(Debug)]
pub(super) enum Geckodriver {
    /// Where scripts run from now on: in the page (`content`), or in the browser itself (`chrome`).
    Context(&'static str),
}

impl WebDriverCompatibleCommand for Geckodriver {
    fn endpoint(
        &self,
        base_url: &Url,
        session_id: Option<&str>,
    ) -> Result<Url, <Url as FromStr>::Err> {
        base_url.join(&format!("session/{}/moz/context", session_id.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        let Self::Context(context) = self;
        (Method::POST, Some(json!({ "context": context }).to_string()))
    }
}
