//! Nothing that is typed into a form leaves it, but for the one address that registers (F7).

use linkyfy_browser_tests::forms::leaks::{Judge, NONCE, Report, run};
use linkyfy_browser_tests::forms::material::{self, Page};

use crate::labelled::{FEW, is_for_many, some};

async fn assert_tight(pages: Vec<Page>, judge: Judge) -> Report {
    let report = run(&pages, judge, |_| {}).await;
    println!("{report}");
    assert!(report.is_good(), "{report}");
    assert_eq!(report.pages, pages.len(), "{report}");
    report
}

#[tokio::test]
async fn f7_of_all_that_is_typed_only_the_address_that_registers_leaves_a_form() {
    let mut pages = some(material::own(), 5);
    assert!(pages.len() >= FEW, "only {} pages", pages.len());
    if is_for_many() {
        pages.extend(some(material::corpus(), 10));
    }
    let report = assert_tight(pages, Judge::AtOnce).await;
    assert!(report.secrets > report.forms && report.registered > 0, "this tests nothing: {report}");
}

#[tokio::test]
async fn f7_a_form_that_waits_for_the_judge_keeps_one_address_and_no_other_value() {
    let pages = some(material::own(), 10);
    let report = assert_tight(pages, Judge::Later).await;
    assert!(report.registered > 0, "this tests nothing: {report}");
}

const SIGN_UP: &str = "<h1>Sign up</h1><form method=\"post\">
    <input name=\"email\" type=\"email\"><input name=\"friend_email\" type=\"email\">
    <input name=\"password\" type=\"password\"><input name=\"token\" type=\"hidden\">
    <input name=\"tel\" type=\"tel\"><input name=\"born\" type=\"date\">
    <textarea name=\"about\"></textarea><button>Create account</button></form>";

/// The leaks of a page that runs this as its form is sent.
async fn leaks_of(script: &str) -> Vec<String> {
    let html = format!(
        "<!doctype html><head><title>Sign up</title></head><script nonce=\"{NONCE}\">
         addEventListener('submit', ({{ target: {{ elements }} }}) => {{ {script} }})
         </script>{SIGN_UP}"
    );
    let (set, language, path, query) = Default::default();
    let page = Page { set, language, path, query, html, cases: Vec::new() };
    let page = Page { path: "/sign-up".to_owned(), ..page };
    let report = run(&[page], Judge::AtOnce, |_| {}).await;
    assert_eq!((report.pages, report.secrets, report.registered), (1, 7, 1), "{report}");
    report.leaks.iter().filter_map(|leak| Some(leak.split_once("form 0, ")?.1.to_owned())).collect()
}

#[tokio::test]
async fn what_a_page_leaks_on_purpose_is_found() {
    assert_eq!(leaks_of("").await, [""; 0]);
    let found = leaks_of(
        "localStorage.linkyfy_note = elements.password.value;
         const { api } = document.querySelector('[data-api]').dataset;
         const body = btoa('{' + elements.token.value);
         fetch(api + '/note', { method: 'POST', body });
         fetch(api + '/note?' + encodeURIComponent(elements.about.value));
         console.log(elements.tel.value);
         document.cookie = 'born=' + elements.born.value;
         const event = { detail: [elements.friend_email.value] };
         document.dispatchEvent(new CustomEvent('linkyfy:note', event));",
    )
    .await;
    let expected = [
        "input password password (password): localStorage linkyfy_note",
        "input password password (password): localStorage linkyfy_note at rest",
        "input hidden token (hidden): POST /api/v1/note body",
        "textarea textarea about (text): a request's URL",
        "input tel tel (digits): console.log 5",
        "input date born (date): document.cookie",
        "input email friend_email (e-mail): event linkyfy:note",
    ];
    for leak in expected {
        assert!(found.iter().any(|found| found.starts_with(leak)), "{leak} in {found:#?}");
    }
    let second = leaks_of("linkyfy.registration(elements.friend_email.value)").await;
    let expected = "input email friend_email (e-mail): a second address of its form";
    assert!(second.iter().any(|leak| leak == expected), "{second:#?}");
}
