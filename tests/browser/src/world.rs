//! A website, its visitor's browser and the API behind the tracker: what a test starts from, and
//! the questions that all tests ask.

use crate::page::{self, Tag, page};
use crate::sandbox::{DEMO, Ledger};
use crate::{Browser, Down, Recorder, Sandbox, Site, workspace};

/// Path of the page that [`World::settled`] opens.
const SENTINEL: &str = "/sentinel";

/// Path of the judge's file, where the website serves the tracker.
pub const JUDGE: &str = "/linkyfy-forms.js";

/// A script: the judge is there, and what waited for it has had its turn.
const JUDGED: &str = "return linkyfy.explain(document.createElement('form')).then(() => \
                      new Promise((done) => setTimeout(() => setTimeout(done))))";

/// Where forms go.
const THANKS: &str = "/thanks";

/// What can stand behind the tracker as the API.
#[allow(async_fn_in_trait, reason = "no test needs to send the future elsewhere")]
pub trait Api {
    /// Starts it.
    async fn start() -> Self;
    /// The API's base URL.
    fn base_url(&self) -> String;
    /// Where it serves the tracker; where it doesn't, the website does.
    fn tracker(&self) -> String {
        "/linkyfy.js".to_owned()
    }
}

impl Api for Sandbox {
    async fn start() -> Self {
        Self::start().await
    }

    fn base_url(&self) -> String {
        self.base_url()
    }

    fn tracker(&self) -> String {
        format!("{}/linkyfy.js", self.origin())
    }
}

impl Api for Recorder {
    async fn start() -> Self {
        Self::start().await
    }

    fn base_url(&self) -> String {
        self.base_url()
    }
}

impl Api for Down {
    async fn start() -> Self {
        Self::start()
    }

    fn base_url(&self) -> String {
        self.base_url()
    }
}

/// Website, browser and API of one test.
pub struct World<A> {
    /// The API behind the tracker.
    pub api: A,
    /// The website with the tracker.
    pub site: Site,
    /// The visitor's browser.
    pub browser: Browser,
}

impl<A: Api> World<A> {
    /// Starts all three.
    pub async fn start() -> Self {
        let tracker = workspace("pkg/dist/linkyfy.js");
        let built = tracker.display();
        assert!(tracker.is_file(), "{built} is missing; `cargo xtask build` builds it");
        let (api, site, browser) = tokio::join!(A::start(), Site::start(), Browser::start());
        site.set(THANKS, page("", "Thank you"));
        Self { api, site, browser }
    }

    /// The tracker's tag for a project.
    pub fn tag_of(&self, project: i64) -> Tag {
        Tag::new(&self.api.tracker(), &self.api.base_url(), project)
    }

    /// The tracker's tag for the project that tests ask about.
    pub fn tag(&self) -> Tag {
        self.tag_of(DEMO)
    }

    /// The address of a page of the site.
    pub fn url(&self, path: &str) -> String {
        self.site.origin() + path
    }

    /// Opens a page of the site.
    pub async fn open(&self, path: &str) {
        self.browser.goto(&self.url(path)).await;
    }

    /// Sends the form [`SIGN_UP`](page::SIGN_UP) and waits until it has gone where it goes.
    pub async fn sign_up(&self, email: &str) {
        self.browser.fill("#sign-up [type=email]", email).await;
        self.browser.click("#sign-up button").await;
        self.browser.arrive(THANKS).await;
    }

    /// Waits until the tracker on the page has its judge, and that has judged what waited for it.
    pub async fn judged(&self) {
        self.browser.run(JUDGED).await;
    }

    /// Puts a page on the site, and opens it.
    pub async fn show(&self, path: &str, html: impl Into<String>) {
        let html = html.into();
        // The output of a test is shown where it fails; most tests have a table of pages.
        println!("{path}: {}", page::shown(&html));
        self.site.set(path, html);
        self.open(path).await;
    }
}

impl World<Sandbox> {
    /// The tag of another project, which tells that what stands before it has had its turn.
    pub fn sentinel(&self) -> Tag {
        self.tag_of(self.api.other_project).deferred()
    }

    /// What was recorded, once there is at least this much of it.
    pub async fn recorded(&self, impressions: usize, registrations: usize) -> Ledger {
        self.api.wait_for(DEMO, impressions, registrations).await
    }

    /// What was recorded, now that a page which the same browser opened later has been recorded
    /// for another project.
    pub async fn settled(&self) -> Ledger {
        let other = self.api.other_project;
        let before = self.api.ledger(other).await.impressions.len();
        self.show(SENTINEL, page(self.sentinel(), "")).await;
        self.api.wait_for(other, before + 1, 0).await;
        self.api.ledger(DEMO).await
    }

    /// What was recorded, which is this much and no more.
    pub async fn exactly(&self, impressions: usize, registrations: usize) -> Ledger {
        self.recorded(impressions, registrations).await;
        let ledger = self.settled().await;
        let counts = (ledger.impressions.len(), ledger.registrations.len());
        assert_eq!(counts, (impressions, registrations), "{ledger:#?}");
        ledger
    }

    /// Opens a page with this tag, and asserts that it counts nothing while another project's tag
    /// on the same page does its work.
    pub async fn assert_not_counted(&self, path: &str, tag: &Tag) {
        let other = self.api.other_project;
        let before = self.api.ledger(other).await.impressions.len();
        let tags = format!("{}{}", tag.clone().deferred(), self.sentinel());
        self.show(path, page(tags, "")).await;
        self.api.wait_for(other, before + 1, 0).await;
        let ledger = self.api.ledger(DEMO).await;
        assert!(ledger.visitors().is_empty(), "{tag}: {ledger:#?}");
    }
}
