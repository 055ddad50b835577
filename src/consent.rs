//! Whether anything may be stored or sent about this visitor (V5–V7).

use crate::config::{Name, Options};

/// What the browser and the visitor have said.
#[derive(Debug, Clone, Copy, Default)]
pub struct Signals {
    /// The visitor has opted out on this site (V5), or has refused on this page (V6).
    pub refused: bool,
    /// Global Privacy Control: `navigator.globalPrivacyControl` (V7).
    pub gpc: bool,
    /// Do Not Track: `navigator.doNotTrack` (V7).
    pub dnt: bool,
}

/// What may be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(i32)]
pub enum Permission {
    /// Events are sent.
    Granted,
    /// Events are held on this page until the visitor has decided; nothing is stored (V6).
    Waiting,
    /// Nothing is stored or sent.
    Refused,
}

/// What may be done now. `agreed` is whether the visitor has agreed on this page.
pub fn permission(signals: Signals, options: &impl Options, agreed: bool) -> Permission {
    let refused = signals.refused
        || signals.gpc && !options.has(Name::IgnoreGpc)
        || signals.dnt && options.has(Name::RespectDnt);
    if refused {
        Permission::Refused
    } else if !agreed && options.text(Name::Consent).has("required") {
        Permission::Waiting
    } else {
        Permission::Granted
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn options<'a>(name: &'a str, value: &'a str) -> Vec<(&'a str, &'a str)> {
        vec![("project-id", "1"), (name, value)]
    }

    #[test]
    fn v6_where_consent_is_required_events_wait_for_it() {
        let (none, required) = (options("", ""), options("consent", "required"));
        let permission = |options, agreed| permission(Signals::default(), options, agreed);
        assert_eq!(permission(&none, false), Permission::Granted);
        assert_eq!(permission(&required, false), Permission::Waiting);
        for options in [&none, &required] {
            assert_eq!(permission(options, true), Permission::Granted);
        }
    }

    #[test]
    fn v5_v6_v7_a_refusal_and_the_browsers_signals_refuse_whatever_is_said() {
        let refused = Signals { refused: true, ..Signals::default() };
        let gpc = Signals { gpc: true, ..Signals::default() };
        let dnt = Signals { dnt: true, ..Signals::default() };
        for (signals, option, expected) in [
            (refused, "", Permission::Refused),
            (refused, "ignore-gpc", Permission::Refused),
            (gpc, "", Permission::Refused),
            (gpc, "ignore-gpc", Permission::Granted),
            (dnt, "", Permission::Granted),
            (dnt, "respect-dnt", Permission::Refused),
        ] {
            assert_eq!(permission(signals, &options(option, ""), true), expected, "{option}");
        }
    }
}
