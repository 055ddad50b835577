//! The judge says of labelled forms what people say (F4, F5).

use linkyfy_browser_tests::forms::material::{self, Page};
use linkyfy_browser_tests::forms::run;
use linkyfy_browser_tests::page::has_wasm;
use linkyfy_browser_tests::{Engine, Sandbox, World, page, workspace};

/// How many pages runs get that are [not for many](is_for_many).
pub(crate) const FEW: usize = 5;

/// Whether this is the run that gets many pages: what is read and kept is the same code in all.
pub(crate) fn is_for_many() -> bool {
    Engine::of_this_run() == Engine::Chromium && has_wasm()
}

/// Every so many of these pages, for this run; the programs `forms` and `leaks` have all.
pub(crate) fn some(pages: Vec<Page>, step: usize) -> Vec<Page> {
    let most = if is_for_many() { usize::MAX } else { FEW };
    pages.into_iter().step_by(step).take(most).collect()
}

#[tokio::test]
async fn f4_f5_the_projects_own_labelled_forms_are_judged_as_people_do() {
    let pages = some(material::own(), 1);
    let forms: usize = pages.iter().map(|page| page.cases.len()).sum();
    let figures = run(pages, |_| {}).await;
    assert_eq!((figures.judged(), figures.short()), (forms, vec![]), "{figures}");
}

#[tokio::test]
async fn f5_a_buttons_words_are_understood_in_letters_of_their_languages() {
    let world = World::<Sandbox>::start().await;
    for (button, expected) in [
        ("Załóż konto", true),
        ("KAYIT OL", true),
        ("Kayıt ol", true),
        ("Créer un compte", true),
        ("Зарегистрироваться", true),
        ("Giriş yap", false),
        // Hyphens for where a line may end, and letters as wide as Japanese ones.
        ("Re&shy;gis&shy;trieren", true),
        ("１０％ＯＦＦ", true),
    ] {
        let form =
            format!("<form><input type=email><input type=password><button>{button}</button>");
        world.show("/", page(world.tag(), &form)).await;
        let ask = "linkyfy.explain(document.forms[0]).then(({ registration }) => registration)";
        world.browser.wait_for("window.linkyfy?.explain").await;
        let verdict = world.browser.run(&format!("return {ask}")).await;
        assert_eq!(verdict, expected, "{button}");
    }
}

#[tokio::test]
async fn f5_a_sign_up_whose_names_tell_nothing_is_recorded() {
    let html = std::fs::read_to_string(workspace("tests/forms/en/signup-utility-classes.html"));
    let html = html.expect("a labelled page");
    let world = World::<Sandbox>::start().await;
    world.show("/", html.replace("</head>", &format!("{}</head>", world.tag()))).await;
    world.recorded(1, 0).await;
    for (field, text) in [("email", "ann@example.com"), ("password", "secret")] {
        world.browser.fill(&format!("[data-kind=signup] [type={field}]"), text).await;
    }
    world.browser.click("[data-kind=signup] button").await;
    assert_eq!(world.recorded(2, 1).await.emails(), ["ann@example.com"]);
}
