//! A short soak: nothing that visitors and a faulty API do loses a registration (D2, D4).

use linkyfy_browser_tests::Engine;
use linkyfy_browser_tests::engine::Ability;
use linkyfy_browser_tests::soak::{Soak, run};

#[tokio::test]
async fn d2_d4_a_short_soak_loses_nothing() {
    // Its visitors have several tabs, and look at each.
    if Engine::of_this_run().lacks(Ability::Raise) {
        return;
    }
    let figures = run(Soak { visits: 16, seed: 1, only: None, hurry: true }, |_| {}).await;
    println!("{figures}");
    assert!(figures.is_good() && figures.unrested.is_empty(), "{figures}");
    assert!(figures.made >= 20 && figures.delivered > 0, "this tests nothing: {figures}");
}
