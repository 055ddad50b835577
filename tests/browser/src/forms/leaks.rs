//! Whether anything that a visitor types leaves a form, but for the one address that registers:
//! every field of every form gets a secret, and all that the tracker sends, keeps and says is
//! searched for it (F7). Pages' own scripts don't run: what they do with it isn't the tracker's.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fmt::{self, Display, Formatter};

use axum::http::header::CONTENT_SECURITY_POLICY;
use serde_json::{Value, json};

use super::figures::{Figures, Outcome};
use super::material::{Case, Page};
use super::{DESCRIBE, FIND, outcome};
use crate::page::{NO_WASM, has_wasm};
use crate::site::Fault;
use crate::{Browser, Engine, Recorder, Site, Tag};

/// Fills in and sends all forms, and notes what comes of it.
const SEND: &str = include_str!("leaks.js");
/// On the scripts that run.
pub const NONCE: &str = "leaks";
/// The judge's file.
const JUDGE: &str = "/linkyfy-forms.js";
/// How many pages have a website and an API in common.
const BATCH: usize = 20;
/// Where registrations are sent.
const REGISTRATION: &str = "POST /api/v1/tracking/registration body";
/// Where the address that registers may be.
const MAY_HOLD: [&str; 4] =
    [REGISTRATION, "event linkyfy:", "console.log linkyfy:", "localStorage linkyfy_outbox-"];
/// Where one address of a form may wait for the judge.
const MAY_WAIT: &str = "localStorage linkyfy_forms-";
/// How much of a needle tells that it is worth to look for the whole of it.
const STEM: usize = 5;

/// When the judge comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Judge {
    /// Before any form is sent.
    AtOnce,
    /// On the next page: until then, forms are kept.
    Later,
}

/// What came of the pages.
#[derive(Debug, Default)]
pub struct Report {
    /// How many pages were tried.
    pub pages: usize,
    /// How many forms were sent.
    pub forms: usize,
    /// How many fields got a secret.
    pub secrets: usize,
    /// How many addresses were registered, each of another form.
    pub registered: usize,
    /// Controls that take no secret, such as lists.
    untyped: usize,
    /// Where a secret was that must not be there.
    pub leaks: Vec<String>,
    /// Pages that couldn't be tried, and why.
    pub untried: Vec<String>,
    /// How often what was registered is what people say.
    pub figures: Figures,
    /// Forms of which the judge, shown them as they are before anybody types, says otherwise.
    pub otherwise: Vec<String>,
}

/// What was typed into a field.
struct Secret {
    page: usize,
    form: u64,
    place: i64,
    name: String,
    kind: String,
    text: String,
    needles: Vec<String>,
}

/// What was found somewhere: on which page, where, and what it was.
type Note = (usize, String, String);

/// Pages on one website.
struct Batch<'a> {
    pages: &'a [Page],
    /// What `find.js` tells of each page.
    found: Vec<Value>,
    secrets: Vec<Secret>,
    notes: Vec<Note>,
    /// How much has been heard of API and website.
    heard: [usize; 3],
}

/// Sends all forms of all pages, and searches for what was typed.
pub async fn run(pages: &[Page], judge: Judge, mut tell: impl FnMut(usize)) -> Report {
    let browser = Browser::start().await;
    let mut report = Report::default();
    for pages in pages.chunks(BATCH) {
        let (site, api) = tokio::join!(Site::start(), Recorder::start());
        let (found, secrets, notes) = (Vec::new(), Vec::new(), Vec::new());
        let mut batch = Batch { pages, found, secrets, notes, heard: [0; 3] };
        let head = prepare(&site, &api);
        for (number, page) in pages.iter().enumerate() {
            site.set(&page.path, with_head(&page.html, &head));
            if judge == Judge::Later {
                site.set_fault(JUDGE, Fault::Missing);
            }
            let first = report.secrets + batch.secrets.len();
            match batch.send(&browser, &site, number, first, judge).await {
                Ok((forms, untyped)) => {
                    report.pages += 1;
                    report.forms += forms;
                    report.untyped += untyped;
                }
                Err(why) => report.untried.push(format!("{}: {why}", named(page))),
            }
            batch.hear(&site, &api, number);
            tell(report.pages + report.untried.len());
        }
        batch.search(&mut report);
    }
    report
}

/// Sets the policy of the site's pages; gives what stands first in each.
fn prepare(site: &Site, api: &Recorder) -> String {
    let (origin, base) = (site.origin(), api.base_url());
    let files = ["forms", "debug", "fallback"].map(|name| format!("{origin}/linkyfy-{name}.js"));
    let policy = format!(
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; connect-src {}; \
         script-src 'nonce-{NONCE}' 'wasm-unsafe-eval' {}",
        base.trim_end_matches("/api/v1"),
        files.join(" ")
    );
    site.set_header(CONTENT_SECURITY_POLICY, policy);
    let describe = DESCRIBE.replace("export const describe =", "const describeForm =");
    let describe = describe.replace("export const", "const");
    let no_wasm = if has_wasm() { "" } else { NO_WASM };
    let script = format!(
        "<script>{{\n{describe}\nconst find = function () {{\n{FIND}\n}};\n{SEND}\n}}</script>"
    );
    let scripts = (script + no_wasm).replace("<script>", &format!("<script nonce=\"{NONCE}\">"));
    let tag = Tag::new(&format!("{origin}/linkyfy.js"), &base, 1);
    format!("{scripts}{}", tag.with("nonce", NONCE).with("data-debug", ""))
}

/// The page with this first in its head.
fn with_head(html: &str, first: &str) -> String {
    let lower = html.to_ascii_lowercase();
    let tags = ["<head>", "<head ", "<!doctype"];
    let tag = tags.iter().find_map(|tag| lower.find(tag));
    let place = tag.and_then(|start| Some(start + lower[start..].find('>')? + 1)).unwrap_or(0);
    format!("{}{first}{}", &html[..place], &html[place..])
}

/// What a page is called in what is told of it.
fn named(page: &Page) -> String {
    let first = page.cases.first().map_or("", |case| &case.id);
    format!("{} {} ({first})", page.set, page.path)
}

fn texts(value: &Value) -> Vec<String> {
    let texts = value.as_array().into_iter().flatten().filter_map(Value::as_str);
    texts.map(str::to_owned).collect()
}

/// Asks a page that may be anything.
async fn ask(browser: &Browser, script: &str, arguments: Vec<Value>) -> Result<Value, String> {
    browser.client.execute(script, arguments).await.map_err(|error| format!("{error:?}"))
}

impl Batch<'_> {
    /// Sends all forms of a page; gives how many there are, and how many controls take no secret.
    async fn send(
        &mut self,
        browser: &Browser,
        site: &Site,
        number: usize,
        first: usize,
        judge: Judge,
    ) -> Result<(usize, usize), String> {
        self.found.push(Value::Null);
        let page = &self.pages[number];
        let url = format!("{}{}{}", site.origin(), page.path, page.query);
        let open = async || browser.client.goto(&url).await.map_err(|error| format!("{error:?}"));
        open().await?;
        let asked: Vec<Value> = page.cases.iter().map(Case::as_question).collect();
        let script = "return window.__leaks.send(arguments[0], arguments[1])";
        let mut sent = ask(browser, script, vec![json!(asked), json!(first)]).await?;
        for secret in sent["secrets"].as_array().into_iter().flatten() {
            let text = |key: &str| secret[key].as_str().unwrap_or_default().to_owned();
            self.secrets.push(Secret {
                page: number,
                form: secret["form"].as_u64().unwrap_or_default(),
                place: secret["place"].as_i64().unwrap_or_default(),
                name: text("name"),
                kind: text("kind"),
                text: text("text"),
                needles: texts(&secret["needles"]),
            });
        }
        self.found[number] = sent["found"].take();
        self.note(number, &ask(browser, "return window.__leaks.noted()", vec![]).await?);
        // Where the judge was missing, what was kept is judged on the next page.
        if judge == Judge::Later {
            site.mend(JUDGE);
            open().await?;
        }
        let marker = json!(format!("marker-{first}@leak.example"));
        let script = "return window.__leaks.rest(arguments[0])";
        self.note(number, &ask(browser, script, vec![marker]).await?);
        if browser.engine == Engine::Chromium {
            let words = browser.console().await.into_iter();
            // The tracker's own words are noted on the page, too.
            let words = words.filter(|word| !word.contains("\"linkyfy: "));
            self.notes.extend(words.map(|word| (number, "the browser's console".to_owned(), word)));
        }
        let count = |what: &str| sent[what].as_u64().unwrap_or_default() as usize;
        Ok((count("forms"), count("untyped")))
    }

    fn note(&mut self, number: usize, notes: &Value) {
        for note in notes.as_array().into_iter().flatten() {
            if let [place, text] = &texts(note)[..] {
                self.notes.push((number, place.clone(), text.clone()));
            }
        }
    }

    /// Notes what API and website have received since this was last asked.
    fn hear(&mut self, site: &Site, api: &Recorder, number: usize) {
        let (requests, asked, sent) = (api.requests(), site.asked(), site.sent());
        let mut note = |place: String, text: String| self.notes.push((number, place, text));
        for request in &requests[self.heard[0]..] {
            let place = format!("{} {}", request.method, request.path);
            note("a request's URL".to_owned(), request.path.clone());
            note(format!("{place} body"), request.body.clone());
            note(format!("{place} headers"), format!("{:?}", request.headers));
        }
        for asked in &asked[self.heard[1]..] {
            note("what the website was asked".to_owned(), asked.clone());
        }
        for sent in &sent[self.heard[2]..] {
            note("what the website was sent".to_owned(), format!("{} {}", sent.path, sent.body));
        }
        self.heard = [requests.len(), asked.len(), sent.len()];
    }

    /// Searches all that was noted for all that was typed.
    fn search(&self, report: &mut Report) {
        let posted = self.notes.iter().filter(|(_, place, _)| place == REGISTRATION);
        let emails = posted.filter_map(|(.., body)| serde_json::from_str::<Value>(body).ok());
        let emails: HashSet<String> =
            emails.filter_map(|body| Some(body["email"].as_str()?.to_owned())).collect();
        let is_chosen = |secret: &Secret| secret.kind == "e-mail" && emails.contains(&secret.text);

        let mut leaks = BTreeSet::new();
        let mut chosen: BTreeMap<(usize, u64), Vec<&Secret>> = BTreeMap::new();
        let mut waiting: BTreeMap<(usize, u64), BTreeSet<&str>> = BTreeMap::new();
        for secret in self.secrets.iter().filter(|secret| is_chosen(secret)) {
            chosen.entry((secret.page, secret.form)).or_default().push(secret);
        }
        for secret in chosen.values().flat_map(|secrets| &secrets[1..]) {
            leaks.insert(self.leak(secret, "a second address of its form"));
        }
        let stem = |needle: &String| needle[..STEM.min(needle.len())].to_owned();
        let stems: BTreeSet<String> =
            self.secrets.iter().flat_map(|secret| secret.needles.iter().map(stem)).collect();
        for (_, place, text) in &self.notes {
            let lower = text.to_lowercase();
            let has = |needle: &String| lower.contains(needle) || text.contains(needle);
            if !stems.iter().any(has) {
                continue;
            }
            for secret in self.secrets.iter().filter(|secret| secret.needles.iter().any(has)) {
                let is_allowed = if place.starts_with(MAY_WAIT) && secret.kind == "e-mail" {
                    let waiting = waiting.entry((secret.page, secret.form)).or_default();
                    waiting.insert(&secret.text);
                    waiting.len() == 1
                } else {
                    is_chosen(secret) && MAY_HOLD.iter().any(|may| place.starts_with(may))
                };
                if !is_allowed {
                    leaks.insert(self.leak(secret, place));
                }
            }
        }
        report.leaks.extend(leaks);
        report.secrets += self.secrets.len();
        report.registered += chosen.len();
        for (number, page) in self.pages.iter().enumerate() {
            let found = self.found[number].as_array().into_iter().flatten();
            for (case, found) in page.cases.iter().zip(found) {
                let form = found["form"].as_u64();
                let chosen = form.and_then(|form| chosen.get(&(number, form)));
                let judged = outcome(case, found);
                let registered = registered(case, judged, found, chosen);
                if judged != registered {
                    report.otherwise.push(format!("{}: {judged:?}, not {registered:?}", case.id));
                }
                report.figures.add(page, case, registered);
            }
        }
    }

    fn leak(&self, secret: &Secret, place: &str) -> String {
        let Secret { page, form, name, kind, .. } = secret;
        format!("{} form {form}, {name} ({kind}): {place}", named(&self.pages[*page]))
    }
}

/// What became of a labelled form: the judge says this of it, and these addresses were registered.
fn registered(
    case: &Case,
    judged: Outcome,
    found: &Value,
    chosen: Option<&Vec<&Secret>>,
) -> Outcome {
    let Outcome::Judged { score, .. } = judged else { return judged };
    // Where people see no field for an address, they type none.
    let chosen = chosen.filter(|_| case.has_address);
    let labelled = found["labelled"].as_array().into_iter().flatten();
    let labelled: Vec<i64> = labelled.filter_map(Value::as_i64).collect();
    let is_right = |secret: &&Secret| labelled.is_empty() || labelled.contains(&secret.place);
    let is_right = chosen.is_some_and(|secrets| secrets.iter().all(is_right));
    Outcome::Judged { registers: chosen.is_some(), is_right, score }
}

impl Report {
    /// Whether there were pages, all of them were tried, and nothing leaked.
    pub fn is_good(&self) -> bool {
        self.pages > 0 && self.untried.is_empty() && self.leaks.is_empty()
    }
}

impl Display for Report {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Self { pages, forms, secrets, untyped, registered, .. } = self;
        writeln!(f, "{pages} pages, {forms} forms, {secrets} secrets, {registered} registered")?;
        writeln!(f, "{untyped} controls without a secret: buttons, lists, files, sliders")?;
        for page in &self.untried {
            writeln!(f, "not tried: {page}")?;
        }
        for leak in &self.leaks {
            writeln!(f, "leaked: {leak}")?;
        }
        write!(f, "{} leaks", self.leaks.len())
    }
}
