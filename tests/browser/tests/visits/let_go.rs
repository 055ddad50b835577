//! What the page makes and lets go is the page's alone (F9).

use linkyfy_browser_tests::engine::{Ability, Engine};
use linkyfy_browser_tests::page::SIGN_UP;
use linkyfy_browser_tests::wait::wait_for;
use linkyfy_browser_tests::{Sandbox, World, page};

/// The most that may be left of what the page has let go: a browser keeps what was in use last.
const FEW: u64 = 5;

/// A world whose page has run `make`, which puts weak references to what it lets go into `made`; so
/// many of them.
async fn assert_let_go(make: &str, count: u64) {
    let world = World::<Sandbox>::start().await;
    world.show("/", page(world.tag(), SIGN_UP)).await;
    world.recorded(1, 0).await;
    world.judged().await;
    world.browser.run(&format!("window.made = []; {make}")).await;
    world.browser.wait_for("window.done").await;
    assert_eq!(world.browser.eval("made.length").await, count);
    wait_for("a page that is rid of what it has let go", async || {
        world.browser.collect().await;
        let left = "made.filter((made) => made.deref()).length";
        let left = world.browser.eval(left).await.as_u64().unwrap();
        if left <= FEW { Ok(()) } else { Err(format!("{left} are left")) }
    })
    .await;
    world.browser.assert_unharmed().await;
}

#[tokio::test]
async fn f9_shadow_trees_that_the_page_lets_go_are_not_kept() {
    if Engine::of_this_run().lacks(Ability::Collect) {
        return;
    }
    let make = "for (let count = 0; count < 200; count++) {
            const host = document.body.appendChild(document.createElement('div'));
            const root = host.attachShadow({ mode: count % 2 ? 'open' : 'closed' });
            root.innerHTML = document.querySelector('#sign-up').outerHTML;
            root.querySelector('input').focus();
            made.push(new WeakRef(root));
            setTimeout(() => host.remove());
        }
        setTimeout(() => window.done = true);";
    assert_let_go(make, 200).await;
}

#[tokio::test]
async fn f1_f9_frames_that_the_page_lets_go_are_not_kept() {
    if Engine::of_this_run().lacks(Ability::Collect) {
        return;
    }
    let make = "(async () => {
            for (let count = 0; count < 20; count++) {
                const frame = document.createElement('iframe');
                frame.srcdoc = document.querySelector('#sign-up').outerHTML;
                const loaded = new Promise((done) => frame.onload = done);
                document.body.append(frame);
                await loaded;
                const inside = frame.contentDocument;
                inside.querySelector('input').focus();
                inside.body.attachShadow({ mode: 'open' });
                made.push(new WeakRef(inside));
                await new Promise((done) => setTimeout(done));
                frame.remove();
            }
            window.done = true;
        })()";
    assert_let_go(make, 20).await;
}

#[tokio::test]
async fn f9_a_page_whose_shadow_trees_come_to_nothing_sees_no_exception() {
    let world = World::<Sandbox>::start().await;
    let own = "<script>Element.prototype.attachShadow = function () {}</script>";
    world.show("/", page(format!("{own}{}", world.tag()), SIGN_UP)).await;
    world.recorded(1, 0).await;
    world.judged().await;
    let call = "document.body.attachShadow({ mode: 'open' }) === undefined";
    assert_eq!(world.browser.eval(call).await, true);
    world.sign_up("ann@example.com").await;
    world.browser.assert_unharmed().await;
    world.exactly(1, 1).await;
}
