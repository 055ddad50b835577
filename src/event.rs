//! What is sent: an impression or a registration, with exactly the documented fields (W2–W4).

use serde::ser::{Serialize, SerializeMap, Serializer};

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

/// The places of an event's words.
pub mod place {
    #![allow(missing_docs, reason = "`Event` tells")]
    pub const PROJECT: usize = 1;
    pub const CREATED: usize = 2;
    pub const TRIES: usize = 3;
    pub const SOFT: usize = 4;
    pub const HARD: usize = 5;
    pub const STATE: usize = 6;
    pub const VISITOR: usize = 7;
    pub const ID: usize = 8;
    pub const SUBJECT: usize = 9;
    pub const REFERRER: usize = 10;
}

impl Event {
    /// A page view (W2). URLs are scrubbed; `referrer` is empty where the browser doesn't say.
    pub fn impression(head: &Head, page_url: Text, referrer: Text) -> Self {
        let event = Self::new("I ", head, page_url).0;
        Self(event.and(&referrer.rewrite(WHITE)))
    }

    /// Somebody registered with this address, in its normal form (W3).
    pub fn registration(head: &Head, email: Text) -> Self {
        Self::new("R ", head, email)
    }

    fn new(kind: &str, head: &Head, subject: Text) -> Self {
        let head = Text::from(kind)
            .and(&Text::from_number(head.project_id))
            .plus(" ")
            .and(&Text::from_number(head.now))
            .plus(" 0 0 0 0 ")
            .and(&head.visitor_id)
            .plus(" ")
            .and(&head.id);
        Self(head.plus(" ").and(&subject.rewrite(WHITE)).plus(" "))
    }

    /// Whether it is a registration.
    pub fn is_registration(&self) -> bool {
        self.0.has("^R")
    }

    /// The word at a place.
    pub fn word(&self, place: usize) -> Text {
        self.0.part(" ", place)
    }

    /// The number at a place.
    pub fn number(&self, place: usize) -> f64 {
        self.word(place).to_number()
    }
}

/// What all events have.
#[derive(Debug, Clone)]
pub struct Head {
    /// The project that it is recorded for: an integer, as JavaScript has it.
    pub project_id: f64,
    /// Who did it (V1).
    pub visitor_id: Text,
    /// A UUID of the event's own, the same on every try (D8).
    pub id: Text,
    /// When it happened, in milliseconds since 1970.
    pub now: f64,
}

/// An event as it is posted.
#[derive(Debug, Clone, Copy)]
pub struct Body<'a> {
    /// The event.
    pub event: &'a Event,
    /// Whether the site has asked for the event's id (D8).
    pub with_id: bool,
}

/// As a map rather than by `derive`: serde's struct serializer costs the tracker a kilobyte.
impl Serialize for Body<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let event = self.event;
        let registration = event.is_registration();
        let texts = [
            ("visitor_id", place::VISITOR, true),
            (if registration { "email" } else { "page_url" }, place::SUBJECT, true),
            ("referrer", place::REFERRER, !registration),
            ("event_id", place::ID, self.with_id),
        ];
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("project_id", &event.number(place::PROJECT))?;
        for (name, place, sent) in texts {
            if sent {
                map.serialize_entry(name, &event.word(place))?;
            }
        }
        map.end()
    }
}

// With the host's JSON; in the browser, whole visits show what arrives.
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use serde_json::{json, to_value};

    const VISITOR: &str = "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed";
    const ID: &str = "0f8fad5b-d9cb-469f-a165-70867728950e";

    fn head() -> Head {
        Head { project_id: 42.0, visitor_id: VISITOR.into(), id: ID.into(), now: 1.8e12 }
    }

    #[test]
    fn w2_w4_an_impression_has_exactly_the_documented_fields() {
        let url = Text::from("https://acme.com/pricing");
        let referrer = "https://google.com".into();
        let event = Event::impression(&head(), url.clone(), referrer);
        let expected = json!({
            "project_id": 42.0,
            "visitor_id": VISITOR,
            "page_url": "https://acme.com/pricing",
            "referrer": "https://google.com",
        });
        assert_eq!(to_value(Body { event: &event, with_id: false }).unwrap(), expected);
        let direct = Event::impression(&head(), url, "".into());
        assert_eq!(to_value(Body { event: &direct, with_id: false }).unwrap()["referrer"], "");
    }

    #[test]
    fn w3_w4_a_registration_has_exactly_the_documented_fields() {
        let event = Event::registration(&head(), "newuser@example.com".into());
        let expected =
            json!({"project_id": 42.0, "visitor_id": VISITOR, "email": "newuser@example.com"});
        assert_eq!(to_value(Body { event: &event, with_id: false }).unwrap(), expected);
    }

    #[test]
    fn d8_the_events_id_goes_along_where_the_site_asks_for_it() {
        let event = Event::registration(&head(), "newuser@example.com".into());
        let body = to_value(Body { event: &event, with_id: true }).unwrap();
        assert_eq!(body["event_id"], ID);
        assert_eq!(body.as_object().unwrap().len(), 4);
    }
}
