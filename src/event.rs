//! What is sent: an impression or a registration, with exactly the documented fields (W2–W4).

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::page::View;
use crate::text::Text;

/// Something that happened on the page, for the API.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// A page view (W2).
    Impression(View),
    /// Somebody registered (W3).
    Registration {
        /// The address, in its normal form.
        email: Text,
    },
}

/// An event as it is posted: with its project and its visitor.
#[derive(Debug, Clone, Copy)]
pub struct Body<'a> {
    /// The project that it is recorded for.
    pub project_id: f64,
    /// Who did it (V1).
    pub visitor_id: &'a Text,
    /// What was done.
    pub event: &'a Event,
}

/// As a map rather than by `derive`: serde's
/// struct serializer costs the tracker a kilobyte.
impl Serialize for Body<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("project_id", &self.project_id)?;
        map.serialize_entry("visitor_id", self.visitor_id)?;
        match self.event {
            Event::Impression(view) => {
                map.serialize_entry("page_url", &view.page_url)?;
                map.serialize_entry("referrer", &view.referrer)?;
            }
            Event::Registration { email } => map.serialize_entry("email", email)?,
        }
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{json, to_value};

    const VISITOR: &str = "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed";

    #[test]
    fn w2_w4_an_impression_has_exactly_the_documented_fields() {
        let event = Event::Impression(View {
            page_url: "https://acme.com/pricing".into(),
            referrer: "https://google.com".into(),
        });
        let body = Body { project_id: 42.0, visitor_id: &VISITOR.into(), event: &event };
        let expected = json!({
            "project_id": 42.0,
            "visitor_id": VISITOR,
            "page_url": "https://acme.com/pricing",
            "referrer": "https://google.com",
        });
        assert_eq!(to_value(body).unwrap(), expected);
    }

    #[test]
    fn w3_w4_a_registration_has_exactly_the_documented_fields() {
        let event = Event::Registration { email: "newuser@example.com".into() };
        let body = Body { project_id: 42.0, visitor_id: &VISITOR.into(), event: &event };
        let expected =
            json!({"project_id": 42.0, "visitor_id": VISITOR, "email": "newuser@example.com"});
        assert_eq!(to_value(body).unwrap(), expected);
    }
}
