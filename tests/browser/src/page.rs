//! How the website's pages are written: the tracker's tag, and a page that notices faults.

use std::env;
use std::fmt::{self, Display, Formatter};

/// Keeps all that goes wrong on a page, and all that is said on its console, in
/// `window.__seen`; across pages of a site, as the tab's session does. It runs before anything
/// else on the page.
///
/// What a browser itself puts on the console, such as a failed request, isn't seen.
const WATCH: &str = r#"
window.__seen = [];
try { __seen = JSON.parse(sessionStorage.__seen ?? "[]"); } catch {}
{
  const { stringify } = JSON;
  const note = (kind, what) => {
    __seen.push(`${kind}: ${what}`);
    try { sessionStorage.__seen = stringify(__seen); } catch {}
  };
  const noteError = ({ message, target }) => note("error", message ?? target.outerHTML);
  addEventListener("error", noteError, true);
  addEventListener("unhandledrejection", (event) => note("unhandledrejection", event.reason));
  addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) =>
    note("violation", `${effectiveDirective} ${blockedURI}`));
  for (const level of ["error", "warn", "info", "log", "debug"]) {
    const { [level]: real } = console;
    console[level] = (...all) => {
      note(`console.${level}`, all.join(" "));
      real.apply(console, all);
    };
  }
}"#;

/// A form for a page's body, which goes to `/thanks`. [`World::sign_up`](crate::World::sign_up)
/// fills it in.
pub const SIGN_UP: &str = "<form id=\"sign-up\" method=\"post\" action=\"/thanks\">\
                           <input name=\"email\" type=\"email\"><button>Sign up</button></form>";

/// A script for a page's body: the page takes its forms itself, and stays.
pub const STAYS: &str = "<script>onsubmit = (event) => event.preventDefault()</script>";

/// A script for a page's head, before the tracker's tag: a browser that has no WebAssembly.
pub const NO_WASM: &str = "<script>delete window.WebAssembly</script>";

/// Whether pages of this run have WebAssembly. With the variable `LINKYFY_WITHOUT_WASM` in the
/// environment none has, and the same tests try the fallback.
pub fn has_wasm() -> bool {
    env::var_os("LINKYFY_WITHOUT_WASM").is_none()
}

/// A page that notices faults, with what the test puts into its head and body.
pub fn page(head: impl Display, body: impl Display) -> String {
    let no_wasm = if has_wasm() { "" } else { NO_WASM };
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Test</title>\
         <link rel=\"icon\" href=\"data:,\"><script>{WATCH}</script>{no_wasm}\n{head}\n</head>\
         <body>\n{body}\n</body></html>"
    )
}

/// A page as a failing test shows it: without what is the same on all.
pub(crate) fn shown(html: &str) -> String {
    html.replace(WATCH, "")
}

/// The tracker's script tag.
#[derive(Debug, Clone)]
pub struct Tag {
    attributes: Vec<(String, String)>,
}

impl Tag {
    /// The tag of a project that counts in tests: on loopback, in a browser that a program drives.
    pub fn new(src: &str, api: &str, project: i64) -> Self {
        let tag = Self { attributes: Vec::new() };
        tag.with("async", "")
            .with("src", src)
            .with("data-project-id", &project.to_string())
            .with("data-api", api)
            .with("data-allow-localhost", "")
            .with("data-allow-automation", "")
    }

    /// With the attribute set, in place of another value.
    pub fn with(self, name: &str, value: &str) -> Self {
        let mut tag = self.without(name);
        tag.attributes.push((name.to_owned(), value.to_owned()));
        tag
    }

    /// Without the attribute.
    pub fn without(mut self, name: &str) -> Self {
        self.attributes.retain(|attribute| attribute.0 != name);
        self
    }

    /// Run when the page is parsed, after the deferred scripts that stand before it, in place of
    /// whenever it has arrived.
    pub fn deferred(self) -> Self {
        self.without("async").with("defer", "")
    }

    /// JavaScript whose value is the tag as an element that isn't on the page yet.
    pub fn as_element(&self) -> String {
        let attributes = serde_json::json!(self.attributes);
        format!(
            "{attributes}.reduce((script, [name, value]) => {{ \
             script.setAttribute(name, value); return script; \
             }}, document.createElement('script'))"
        )
    }
}

/// As it stands in a page.
impl Display for Tag {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("<script")?;
        for (name, value) in &self.attributes {
            let value = value.replace('&', "&amp;").replace('"', "&quot;");
            match value.is_empty() {
                true => write!(f, " {name}")?,
                false => write!(f, " {name}=\"{value}\"")?,
            }
        }
        f.write_str("></script>")
    }
}
