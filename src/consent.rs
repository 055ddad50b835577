//! Whether anything may be stored or sent about this visitor (V5–V7).

use crate::config::{Name, Options};

/// What the browser and the visitor have said.
#[derive(Debug, Clone, Copy, Default)]
pub struct Signals {
    /// The visitor has opted out on this site before (V5).
    pub opted_out: bool,
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

/// What may be done now. `said` is the visitor's last decision on this page, where there was one.
pub fn permission(signals: Signals, options: &impl Options, said: Option<bool>) -> Permission {
    let refused = signals.opted_out
        || signals.gpc && !options.has(Name::IgnoreGpc)
        || signals.dnt && options.has(Name::RespectDnt);
    match said {
        _ if refused => Permission::Refused,
        Some(false) => Permission::Refused,
        None if options.text(Name::Consent).has("required") => Permission::Waiting,
        _ => Permission::Granted,
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
        let permission = |options, said| permission(Signals::default(), options, said);
        assert_eq!(permission(&none, None), Permission::Granted);
        assert_eq!(permission(&required, None), Permission::Waiting);
        for options in [&none, &required] {
            assert_eq!(permission(options, Some(true)), Permission::Granted);
            assert_eq!(permission(options, Some(false)), Permission::Refused);
        }
    }

    #[test]
    fn v5_v7_opting_out_and_the_browsers_signals_refuse_whatever_is_said() {
        let opted_out = Signals { opted_out: true, ..Signals::default() };
        let gpc = Signals { gpc: true, ..Signals::default() };
        let dnt = Signals { dnt: true, ..Signals::default() };
        for (signals, option, expected) in [
            (opted_out, "", Permission::Refused),
            (opted_out, "ignore-gpc", Permission::Refused),
            (gpc, "", Permission::Refused),
            (gpc, "ignore-gpc", Permission::Granted),
            (dnt, "", Permission::Granted),
            (dnt, "respect-dnt", Permission::Refused),
        ] {
            assert_eq!(permission(signals, &options(option, ""), Some(true)), expected, "{option}");
        }
    }
}
