//! What is sent: an impression or a registration, with exactly the documented fields (W2–W4).

use crate::text::Text;

/// An event and the state of its delivery, as a line of text: that is how the outbox keeps it, and
/// a value in JavaScript's hands is the smallest that there is.
///
/// Its words: `I` or `R` for impression or registration; project; when it happened; how often it
/// has been tried; its soft, hard and state times (see `outbox`); visitor; the event's own UUID;
/// the page's URL or the address that registered; the referrer, empty for a registration. Times are
/// in milliseconds since 1970. No word has white space in it: URLs and addresses have none.
#[derive(Debug, Clone, PartialEq)]
pub struct Event(pub Text);

/// What no word has in it.
const WHITE: &str = r"\s+";

/// What JSON takes only behind a backslash, and what it doesn't take. URLs as browsers write them
/// have neither; a site may name others.
const ESCAPES: &str = concat!("[\"\\\\]\t\\$&\n", "[\\x00-\\x1f]");

/// From an event's words to the documented fields.
const JSON: &str = concat!(
    "^(.) ([0-9]+) (?:[0-9]+ ){5}(\\S+) (\\S+)",
    "\t$1{\"project_id\":$2,\"visitor_id\":\"$3\",\"event_id\":\"$4\"\n",
    "^I(.*) (.*) (.*)\t$1,\"page_url\":\"$2\",\"referrer\":\"$3\"}\n",
    // The page may have given all events a referrer (P4).
    "^R(.*) (.*) .*\t$1,\"email\":\"$2\"}",
);
/// From the UUID of what happened and the project behind it to the id of the project's own event: the
/// project's digits are its last.
const OWN_ID: &str = "(.{24}).*(.{12})$\t$1$2";
/// From the fields to those that are sent where the site hasn't asked for the id (D8).
pub const WITHOUT_ID: &str = ",\"event_id\":\"[^\"]*\"";

/// The places of an event's words.
pub mod place {
    #![allow(missing_docs, reason = "`Event` tells")]
    pub const PROJECT: i32 = 1;
    pub const CREATED: i32 = 2;
    pub const TRIES: i32 = 3;
    pub const SOFT: i32 = 4;
    pub const HARD: i32 = 5;
    pub const STATE: i32 = 6;
    pub const VISITOR: i32 = 7;
    pub const ID: i32 = 8;
    pub const SUBJECT: i32 = 9;
    pub const REFERRER: i32 = 10;
}

impl Event {
    /// A page view (W2). URLs are scrubbed; `referrer` is empty where the browser doesn't say.
    pub fn impression(head: Head, page_url: Text, referrer: Text) -> Self {
        let event = Self::new("I ".into(), head, page_url).0;
        Self(event.plus(referrer.rewrite(WHITE)))
    }

    /// Somebody registered with this address, in its normal form (W3).
    pub fn registration(head: Head, email: Text) -> Self {
        Self::new("R ".into(), head, email)
    }

    fn new(kind: Text, head: Head, subject: Text) -> Self {
        Self(kind.plus(head.0).plus(subject.rewrite(WHITE)).plus(" "))
    }

    /// The event with another address and referrer, in two lines.
    pub fn with(&self, changes: &Text) -> Self {
        let subject = changes.part("\n", 0).rewrite(WHITE);
        let referrer = changes.part("\n", 1).rewrite(WHITE);
        let words = self.0.clone().rewrite(r"\S* \S*$");
        Self(words.plus(subject).plus(" ").plus(referrer))
    }

    /// Whether it is a registration.
    pub fn is_registration(&self) -> bool {
        self.0.has("^R")
    }

    /// The word at a place.
    pub fn word(&self, place: i32) -> Text {
        self.0.part(" ", place)
    }

    /// The number at a place.
    pub fn number(&self, place: i32) -> f64 {
        self.word(place).to_number()
    }

    /// The event as it is posted, in JSON (W2–W4), and with its id.
    pub fn json(&self) -> Text {
        self.0.clone().rewrite(ESCAPES).rewrite(JSON)
    }
}

/// What all events have, in the words of an event.
#[derive(Debug, Clone)]
pub struct Head(Text);

impl Head {
    /// Of the project that it is recorded for, an integer's digits; who did it (V1); a UUID of what
    /// happened; and when it did, in milliseconds since 1970. The event's id is made of that UUID and the
    /// project, and so is the same however often the event is (D8): where a page ends after a kept form's
    /// event is in the outbox and before the form is out of its own place, a later page makes it again.
    pub fn new(project_id: &Text, visitor_id: Text, id: &Text, now: f64) -> Self {
        let head = project_id.clone().plus(" ").plus(Text::from_number(now)).plus(" 0 0 0 0 ");
        let id = id.clone().plus(project_id).rewrite(OWN_ID);
        Self(head.plus(visitor_id).plus(" ").plus(id).plus(" "))
    }
}

// With the host's reader of JSON; in the browser, whole visits show what arrives.
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    const VISITOR: &str = "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed";
    const ID: &str = "0f8fad5b-d9cb-469f-a165-70867728950e";

    fn of(project: &str) -> Head {
        Head::new(&project.into(), VISITOR.into(), &ID.into(), 1.8e12)
    }

    fn head() -> Head {
        of("42")
    }

    fn posted(event: &Event, with_id: bool) -> Value {
        let json = event.json();
        let json = if with_id { json } else { json.rewrite(WITHOUT_ID) };
        serde_json::from_str(&String::from(&json)).unwrap_or_default()
    }

    #[test]
    fn w2_w4_an_impression_has_exactly_the_documented_fields() {
        let url = Text::from("https://acme.com/pricing");
        let referrer = "https://google.com".into();
        let event = Event::impression(head(), url.clone(), referrer);
        let expected = json!({
            "project_id": 42,
            "visitor_id": VISITOR,
            "page_url": "https://acme.com/pricing",
            "referrer": "https://google.com",
        });
        assert_eq!(posted(&event, false), expected);
        let direct = Event::impression(head(), url, "".into());
        assert_eq!(posted(&direct, false)["referrer"], "");
    }

    #[test]
    fn w3_w4_a_registration_has_exactly_the_documented_fields() {
        let event = Event::registration(head(), "newuser@example.com".into());
        let expected =
            json!({"project_id": 42, "visitor_id": VISITOR, "email": "newuser@example.com"});
        assert_eq!(posted(&event, false), expected);
    }

    #[test]
    fn d8_the_events_id_goes_along_where_the_site_asks_for_it() {
        let event = Event::registration(head(), "newuser@example.com".into());
        let body = posted(&event, true);
        assert_eq!(body["event_id"], "0f8fad5b-d9cb-469f-a165-867728950e42");
        assert_eq!(body.as_object().unwrap().len(), 4);
    }

    proptest! {
        #[test]
        fn d8_the_id_goes_by_what_happened_and_by_the_project(projects in [1_u32.., 1_u32..]) {
            let [id, another] = projects.map(|project| {
                let head = of(&project.to_string());
                String::from(&Event::registration(head, "ann@example.com".into()).word(place::ID))
            });
            prop_assert_eq!(id == another, projects[0] == projects[1]);
            prop_assert!(id.len() == ID.len() && id.starts_with(&ID[..24]), "{}", id);
        }
    }

    #[test]
    fn p4_a_reviewed_event_has_what_the_site_says_in_place_of_what_happened() {
        let event = Event::registration(head(), "ann@example.com".into());
        let changed = event.with(&"bob@ example.com\n".into());
        assert_eq!(posted(&changed, false)["email"], "bob@example.com");
        let event = Event::impression(head(), "https://a.example/".into(), "".into());
        let changed = posted(&event.with(&"https://a.example/x\nhttps://b.example/".into()), false);
        assert_eq!(changed["page_url"], "https://a.example/x");
        assert_eq!(changed["referrer"], "https://b.example/");
        assert_eq!(changed["visitor_id"], VISITOR);
    }

    #[test]
    fn p4_w3_a_registration_that_is_given_a_referrer_has_none() {
        let event = Event::registration(head(), "ann@example.com".into());
        let changed = event.with(&"ann@example.com\nhttps://a.example/".into());
        assert_eq!(posted(&changed, false), posted(&event, false));
        assert_eq!(posted(&event, false)["email"], "ann@example.com");
    }

    proptest! {
        #[test]
        fn w2_whatever_a_site_names_as_referrer_is_one_json_text(
            url in "https://[^ ]{1,40}", referrer in ".{0,40}|[\"\\\\,:{}]{0,9}"
        ) {
            let event = Event::impression(head(), url.as_str().into(), referrer.as_str().into());
            for with_id in [false, true] {
                let body = posted(&event, with_id);
                let kept = |text: &str| text.replace(|c: char| c.is_whitespace() || c < ' ', "");
                prop_assert_eq!(body["page_url"].as_str(), Some(&*kept(&url)));
                prop_assert_eq!(body["referrer"].as_str(), Some(&*kept(&referrer)));
                prop_assert_eq!(body.as_object().unwrap().len(), 4 + usize::from(with_id));
            }
        }
    }
}
