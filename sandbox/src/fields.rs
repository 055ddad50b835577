//! Reads a request's body and checks it field by field (S3).
//!
//! A handler asks for each field with the [`Rule`] that says what it takes, and calls
//! [`Fields::done`] last, so that validation is complete before anything is written.

use std::ops::RangeInclusive;

use axum::body::Body;
use axum::extract::{FromRequest, Request};
use futures_util::StreamExt;
use serde_json::{Map, Value};
use url::Url;

use crate::envelope::ApiError;

/// Largest body of a tracking call, in bytes.
pub const MAX_EVENT_BYTES: usize = 64 * 1024;
/// Largest body of any other call, in bytes: a thousand contacts, whatever their script.
pub const MAX_BODY_BYTES: usize = 8 * 1024 * 1024;
/// Of a body that is too large so much is read and forgotten, in bytes: a client that is still
/// sending when the connection closes would lose the answer that says why.
const MAX_DISCARDED_BYTES: usize = 16 * 1024 * 1024;
/// Largest integer that every JSON reader keeps exact: 2^53 - 1.
pub const MAX_ID: i64 = (1 << 53) - 1;
/// Longest URL, in characters.
const MAX_URL_CHARS: usize = 2048;
/// Longest e-mail address, in characters.
const MAX_EMAIL_CHARS: usize = 254;
/// Longest label of an e-mail address's domain, in characters.
const MAX_LABEL_CHARS: usize = 63;
/// So much of an unknown field's name is repeated in the message, in characters.
pub(crate) const MAX_ECHO_CHARS: usize = 64;

/// Why there is no body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyError {
    /// It has more bytes than this.
    TooLarge(usize),
    /// The client didn't send it to its end.
    CutShort,
}

impl From<BodyError> for ApiError {
    fn from(error: BodyError) -> Self {
        match error {
            BodyError::TooLarge(max) => Self::invalid("body", format!("takes at most {max} bytes")),
            BodyError::CutShort => Self::invalid("body", "was cut short"),
        }
    }
}

/// The whole body, if it has at most `max` bytes.
pub async fn read_body(body: Body, max: usize) -> Result<Vec<u8>, BodyError> {
    let mut chunks = body.into_data_stream();
    let mut kept = Vec::new();
    let mut seen = 0;
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|_| BodyError::CutShort)?;
        seen += chunk.len();
        if seen <= max {
            kept.extend_from_slice(&chunk);
        } else if seen > max + MAX_DISCARDED_BYTES {
            break;
        }
    }
    if seen <= max { Ok(kept) } else { Err(BodyError::TooLarge(max)) }
}

/// What a field takes.
pub struct Rule<T> {
    /// In words, for the message.
    takes: String,
    /// The field's value, if it is one that the field takes.
    check: Check<T>,
}

type Check<T> = Box<dyn Fn(&Value) -> Option<T> + Send>;

/// An integer within `range`, however it is written: `1.0` is one, too.
pub fn integer(range: RangeInclusive<i64>) -> Rule<i64> {
    let takes = format!("an integer from {} to {}", range.start(), range.end());
    let check = move |value: &Value| to_integer(value).filter(|number| range.contains(number));
    Rule { takes, check: Box::new(check) }
}

/// The integer that a JSON number is, however it is written.
pub(crate) fn to_integer(value: &Value) -> Option<i64> {
    let whole = |number: &f64| number.fract() == 0.0 && number.abs() <= MAX_ID as f64;
    value.as_i64().or_else(|| value.as_f64().filter(whole).map(|number| number as i64))
}

/// A number within `range`.
pub fn number(range: RangeInclusive<f64>) -> Rule<f64> {
    let takes = format!("a number from {} to {}", range.start(), range.end());
    let check = move |value: &Value| value.as_f64().filter(|number| range.contains(number));
    Rule { takes, check: Box::new(check) }
}

/// True or false.
pub fn boolean() -> Rule<bool> {
    Rule { takes: "true or false".to_owned(), check: Box::new(Value::as_bool) }
}

/// An object, to be read field by field.
pub fn object() -> Rule<Fields> {
    let check = |value: &Value| value.as_object().cloned().map(Fields::of);
    Rule { takes: "an object".to_owned(), check: Box::new(check) }
}

/// Any object of at most `max` members and at most `max_bytes` as JSON.
pub fn any_object(max: usize, max_bytes: usize) -> Rule<Map<String, Value>> {
    let takes = format!("an object of at most {max} members and {max_bytes} bytes");
    let check = move |value: &Value| {
        let object = value.as_object().filter(|object| object.len() <= max)?;
        (value.to_string().len() <= max_bytes).then(|| object.clone())
    };
    Rule { takes, check: Box::new(check) }
}

/// A list of at most `max` values, each of which `rule` takes.
pub fn list<T: 'static>(max: usize, rule: Rule<T>) -> Rule<Vec<T>> {
    let takes = format!("a list of at most {max} values, each {}", rule.takes);
    let check = move |value: &Value| {
        let list = value.as_array().filter(|list| list.len() <= max)?;
        list.iter().map(|item| (rule.check)(item)).collect()
    };
    Rule { takes, check: Box::new(check) }
}

/// What `rule` takes, or null.
pub fn nullable<T: 'static>(rule: Rule<T>) -> Rule<Option<T>> {
    let takes = format!("{}, or null", rule.takes);
    let check = move |value: &Value| {
        if value.is_null() { Some(None) } else { (rule.check)(value).map(Some) }
    };
    Rule { takes, check: Box::new(check) }
}

/// A list of at most `max` objects.
pub fn objects(max: usize) -> Rule<Vec<Fields>> {
    let check = move |value: &Value| {
        let list = value.as_array().filter(|list| list.len() <= max)?;
        list.iter().map(|item| item.as_object().cloned().map(Fields::of)).collect()
    };
    Rule { takes: format!("a list of at most {max} objects"), check: Box::new(check) }
}

/// An id: from 1 to [`MAX_ID`].
pub fn id() -> Rule<i64> {
    integer(1..=MAX_ID)
}

/// A string of `length` characters.
pub fn text(length: RangeInclusive<usize>) -> Rule<String> {
    let takes = format!("a string of {} to {} characters", length.start(), length.end());
    string(takes, move |text| length.contains(&text.chars().count()))
}

/// A string of 1 to `max` characters that aren't all white space.
pub fn filled_text(max: usize) -> Rule<String> {
    string(format!("a string of 1 to {max} characters, not blank"), move |text| {
        !text.trim().is_empty() && text.chars().count() <= max
    })
}

/// One of `words`.
pub fn one_of(words: &'static [&'static str]) -> Rule<String> {
    string(format!("one of {}", words.join(", ")), |text| words.contains(&text))
}

/// A UUID with hyphens, in any case; its value is in lower case.
pub fn uuid() -> Rule<String> {
    let takes = "a UUID, as 8-4-4-4-12 hexadecimal digits".to_owned();
    let check = |value: &Value| {
        value.as_str().filter(|text| is_uuid(text)).map(|text| text.to_ascii_lowercase())
    };
    Rule { takes, check: Box::new(check) }
}

/// The URL of a web page.
pub fn web_url() -> Rule<String> {
    string(format!("an absolute http or https URL of at most {MAX_URL_CHARS} characters"), |text| {
        is_absolute_url(text, &["http", "https"])
    })
}

/// Where a visitor came from: a URL of any scheme (apps have their own), or nothing.
pub fn referrer() -> Rule<String> {
    let takes =
        format!("an absolute URL of at most {MAX_URL_CHARS} characters, or an empty string");
    string(takes, |text| text.is_empty() || is_absolute_url(text, &[]))
}

/// An e-mail address.
pub fn email() -> Rule<String> {
    string(format!("an e-mail address of at most {MAX_EMAIL_CHARS} characters"), is_email)
}

/// An e-mail address, or a domain of at least two labels; its value is in lower case.
pub fn email_or_domain() -> Rule<String> {
    let takes = format!("an e-mail address or a domain, of at most {MAX_EMAIL_CHARS} characters");
    let accept = |text: &&str| {
        let is_domain = text.len() <= MAX_EMAIL_CHARS && text.contains('.') && is_domain(text);
        is_domain || is_email(text)
    };
    let check = move |value: &Value| value.as_str().filter(accept).map(str::to_ascii_lowercase);
    Rule { takes, check: Box::new(check) }
}

/// A string that `accept` accepts.
pub fn string(takes: String, accept: impl Fn(&str) -> bool + Send + 'static) -> Rule<String> {
    let check = move |value: &Value| value.as_str().filter(|text| accept(text)).map(str::to_owned);
    Rule { takes, check: Box::new(check) }
}

/// Stricter than the URL parser, which repairs what no browser sends: white space inside, and web
/// addresses without `//`. No `schemes`: any.
fn is_absolute_url(text: &str, schemes: &[&str]) -> bool {
    if text.chars().count() > MAX_URL_CHARS
        || text.chars().any(|c| c.is_whitespace() || c.is_control())
    {
        return false;
    }
    let Ok(url) = Url::parse(text) else {
        return false;
    };
    let web = matches!(url.scheme(), "http" | "https");
    let after_scheme = text.get(url.scheme().len()..).unwrap_or_default();
    (schemes.is_empty() || schemes.contains(&url.scheme()))
        && (!web || after_scheme.starts_with("://"))
}

fn is_uuid(text: &str) -> bool {
    let groups = text.split('-');
    groups.clone().map(str::len).eq([8, 4, 4, 4, 12])
        && groups.into_iter().all(|group| group.chars().all(|c| c.is_ascii_hexdigit()))
}

/// HTML's own definition of a valid e-mail address, no longer than mail allows.
fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else {
        return false;
    };
    let local_char = |c: char| c.is_ascii_alphanumeric() || ".!#$%&'*+/=?^_`{|}~-".contains(c);
    text.len() <= MAX_EMAIL_CHARS
        && !local.is_empty()
        && local.chars().all(local_char)
        && is_domain(domain)
}

fn is_domain(text: &str) -> bool {
    let label = |label: &str| {
        (1..=MAX_LABEL_CHARS).contains(&label.len())
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    text.split('.').all(label)
}

/// The fields of a JSON object, taken out one by one.
#[derive(Debug)]
pub struct Fields {
    rest: Map<String, Value>,
    known: Vec<&'static str>,
}

impl Fields {
    /// Reads a JSON object; anything else is 422, naming `body`.
    pub fn parse(body: &[u8]) -> Result<Self, ApiError> {
        match serde_json::from_slice(body) {
            Ok(Value::Object(rest)) => Ok(Self::of(rest)),
            Ok(_) => Err(ApiError::invalid("body", "takes a JSON object")),
            Err(error) => Err(ApiError::invalid("body", format!("is not valid JSON ({error})"))),
        }
    }

    /// The fields of an object.
    pub fn of(rest: Map<String, Value>) -> Self {
        Self { rest, known: Vec::new() }
    }

    /// The field's value; 422 if it is absent or not what `rule` takes.
    pub fn required<T>(&mut self, name: &'static str, rule: Rule<T>) -> Result<T, ApiError> {
        let takes = rule.takes.clone();
        self.optional(name, rule)?
            .ok_or_else(|| ApiError::invalid(name, format!("is missing; it takes {takes}")))
    }

    /// The field's value, nothing if it is absent; 422 if it is there and not what `rule` takes.
    /// `null` isn't absence: of a field that takes [`nullable`], `Some(None)` is null.
    pub fn optional<T>(
        &mut self,
        name: &'static str,
        rule: Rule<T>,
    ) -> Result<Option<T>, ApiError> {
        self.known.push(name);
        let Some(value) = self.rest.remove(name) else {
            return Ok(None);
        };
        let checked = (rule.check)(&value);
        checked.map(Some).ok_or_else(|| ApiError::invalid(name, format!("takes {}", rule.takes)))
    }

    /// 422 if the body has a field that nobody asked for.
    pub fn done(self) -> Result<(), ApiError> {
        let Some(name) = self.rest.keys().next() else {
            return Ok(());
        };
        let name: String = name.chars().take(MAX_ECHO_CHARS).collect();
        let known = self.known.join(", ");
        Err(ApiError::invalid(&name, format!("is no field of this body; it takes {known}")))
    }
}

/// Whatever its `Content-Type`: trackers send JSON as `text/plain` to spare the preflight.
impl<S: Sync> FromRequest<S> for Fields {
    type Rejection = ApiError;

    async fn from_request(request: Request, _: &S) -> Result<Self, ApiError> {
        let body = read_body(request.into_body(), MAX_BODY_BYTES).await?;
        Self::parse(&body)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s3_an_email_is_what_html_says() {
        let long = |length: usize| format!("{}@b.de", "a".repeat(length - "@b.de".len()));
        for good in ["a@b", "a.b+c@d-e.fr", ".@x", "o'neil@xn--bcher-kva.example", &long(254)] {
            assert!(is_email(good), "{good}");
        }
        let label = format!("a@{}.de", "x".repeat(64));
        let bad = ["", "a", "@b", "a@", "a@b@c", "a b@c", "a@b..c", "a@-b", "a@b-", "é@b", "a@é"];
        for bad in bad.into_iter().chain([label.as_str(), &long(255), "a@b ", "a@b.", "a@b_c"]) {
            assert!(!is_email(bad), "{bad}");
        }
    }

    #[test]
    fn d8_a_uuid_has_its_hyphens_and_any_case() {
        let rule = |text: &str| (uuid().check)(&Value::from(text));
        let lower = "6ba7b810-9dad-11d1-80b4-00c04fd430c8";
        assert_eq!(rule(lower).as_deref(), Some(lower));
        assert_eq!(rule(&lower.to_uppercase()).as_deref(), Some(lower));
        let bare = lower.replace('-', "");
        let braced = format!("{{{lower}}}");
        for bad in ["", "----", &bare, &braced, &lower[1..], &lower.replace('6', "g")] {
            assert_eq!(rule(bad), None, "{bad}");
        }
        assert_eq!(rule("6ba7b8109-dad-11d1-80b4-00c04fd430c8"), None, "hyphens elsewhere");
        assert_eq!(rule("ü\u{e4}a7b8-9dad-11d1-80b4-00c04fd430c8"), None);
    }

    #[test]
    fn s3_a_web_url_is_absolute_and_of_the_web() {
        let web = |text: &str| is_absolute_url(text, &["http", "https"]);
        for good in ["https://a.example", "HTTP://a.example/ü?q=1#f", "http://[::1]:8080/"] {
            assert!(web(good), "{good}");
        }
        for bad in ["", "/a", "a.example", "https:a.example", "https://", "ftp://a.example"] {
            assert!(!web(bad), "{bad}");
        }
        for bad in ["https://a.example/a b", " https://a.example", "https://a.example/\n"] {
            assert!(!web(bad), "{bad}");
        }
        assert!(is_absolute_url("android-app://com.example/", &[]));
        assert!(!is_absolute_url("com.example", &[]));
    }
}
