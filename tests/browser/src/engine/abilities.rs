//! What a test may need that an engine, or its driver, can't do: the one list of what is not
//! exercised where.

use std::io::{self, Write};
use std::thread;

use super::Engine;

/// Something that a test needs of a browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ability {
    /// To fill in a form as the browser's own autofill does.
    Autofill,
    /// To collect garbage at once.
    Collect,
    /// To tell what came on the console, words of the browser's own included.
    Console,
    /// To ask again for a module that could not be loaded.
    ImportAgain,
    /// To keep a page in the back/forward cache that lets go of a Web Lock when it is left.
    LeaveWithLock,
    /// To tell of moves within a document by the Navigation API.
    Navigation,
    /// To load pages before the visitor goes there.
    Prerender,
    /// To bring a tab before the others at will, a new one at first.
    Raise,
    /// To run a script of the driver's while something is still loading.
    RunWhileLoading,
    /// To run a page as on a slower processor.
    Throttle,
    /// To report that a policy has refused WebAssembly.
    WasmViolation,
}

/// Where something can't be exercised, and why.
const MISSING: [(Ability, Engine, &str); 16] = [
    (Ability::Autofill, Engine::Firefox, "geckodriver has no command for autofill"),
    (Ability::Autofill, Engine::WebKit, "WebKitGTK has no autofill"),
    (Ability::Collect, Engine::Firefox, "geckodriver has no command to collect garbage"),
    (Ability::Collect, Engine::WebKit, "WebKitWebDriver has no command to collect garbage"),
    (Ability::Console, Engine::Firefox, "geckodriver has no command for the console's log"),
    (Ability::Console, Engine::WebKit, "WebKitWebDriver has no command for the console's log"),
    (Ability::ImportAgain, Engine::Firefox, "Firefox asks for a module once in a page"),
    (
        Ability::LeaveWithLock,
        Engine::Firefox,
        "Firefox decides on its cache before `pagehide`, when the lock is still held",
    ),
    (Ability::Navigation, Engine::WebKit, "WebKitGTK 2.50 has no Navigation API"),
    (Ability::Prerender, Engine::Firefox, "Firefox doesn't prerender pages"),
    (Ability::Prerender, Engine::WebKit, "WebKit doesn't prerender pages"),
    (Ability::Raise, Engine::WebKit, "a new tab stays behind, and the driver raises none"),
    (
        Ability::RunWhileLoading,
        Engine::WebKit,
        "WebKitWebDriver runs nothing before the page has loaded",
    ),
    (Ability::Throttle, Engine::Firefox, "Firefox can't be slowed down"),
    (Ability::Throttle, Engine::WebKit, "WebKit can't be slowed down"),
    (Ability::WasmViolation, Engine::WebKit, "WebKit refuses it without a violation event"),
];

impl Engine {
    /// Whether a test can't be had in this engine, or a part of it. Then it says so: on the error
    /// output, past libtest, which shows what a test prints only where it fails.
    pub fn lacks(self, ability: Ability) -> bool {
        let missing = MISSING.iter().find(|(what, engine, _)| (*what, *engine) == (ability, self));
        if let Some((.., reason)) = missing {
            // libtest names the thread after the test.
            let test = thread::current().name().unwrap_or_default().to_owned();
            let _ =
                writeln!(io::stderr(), "not exercised in {self}: {test} ({ability:?}): {reason}");
        }
        missing.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::MISSING;

    #[test]
    fn what_is_not_exercised_is_documented() {
        let docs = crate::workspace("docs/behaviour.md");
        let docs = std::fs::read_to_string(docs).unwrap();
        for (ability, engine, reason) in MISSING {
            assert!(docs.contains(reason), "{ability:?} in {engine}: {reason}");
        }
    }
}
