//! A form as it was described → whether sending it is a registration, by which field, and why
//! (F4, F5).
//!
//! A description is text, a line each (`src/forms/describe.js` makes it): first its kind, then
//! columns behind tabs. There is what the page is called (`title`), what the form and what is around
//! it are called (`form`), the last heading in or before it and the one before that (`head`,
//! `above`), what is written on it and around it (`text`, `near`), its `link`s, the `button` that
//! sends it, and its `field`s: place, type, autocomplete, what its author calls it, its label, what
//! stands beside it, whether it is locked, and whether the site's owner has marked it. What the owner
//! says of the form is `said` (F6), and `kept` tells that the form was sent before more was known.
//! Never a value (F7).
//!
//! What it all says is in one table, [`evidence`](crate::evidence).

use crate::text::Text;

/// A field with less than this, in tenths, can't have an address.
const LEAST: f64 = 100.0;

/// What the judge says of a form.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// The place of the field whose address it is, among the form's elements; empty where no field
    /// can have one.
    pub field: Text,
    /// What all evidence comes to, in tenths: above zero, sending the form is a registration.
    pub score: f64,
    /// The evidence, a line each: what was found, in which part, and what it says.
    pub reasons: Text,
}

impl Verdict {
    /// Whether sending the form registers the address in its field.
    pub fn registers(&self) -> bool {
        !self.field.is_empty() && self.score > 0.0
    }
}

/// Judges a form by its description and the rows of [`evidence`](crate::evidence)'s tables, a line
/// each; in the browser they may be a list.
pub fn judge(form: &Text, fields: &Text, forms: &Text) -> Verdict {
    let mut best = LEAST;
    let mut chosen = Text::from("");
    let mut place = 1;
    loop {
        let field = form.part("\nfield\t", place).part("\n", 0);
        if field.is_empty() {
            break;
        }
        place += 1;
        let score = weigh(&field, fields).0;
        if score > best {
            best = score;
            chosen = field;
        }
    }
    let (score, reasons) = weigh(form, forms);
    Verdict { field: chosen.part("\t", 0), score, reasons }
}

/// What all rows come to, and those that say something.
fn weigh(text: &Text, rows: &Text) -> (f64, Text) {
    let mut sum = 0.0;
    let mut reasons = Text::from("");
    let mut place = 0;
    loop {
        let row = rows.part("\n", place);
        if row.is_empty() {
            return (sum, reasons);
        }
        place += 1;
        if text.has(row.part("\t", 1)) {
            let says = row.part("\t", 0);
            sum += says.part(" ", 0).to_number();
            reasons = reasons.plus(says).plus("\n");
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::evidence::{FIELDS, FORMS, rows};

    fn judged(lines: &[&str]) -> Verdict {
        let [fields, forms] = [FIELDS, FORMS].map(|table| rows(table).join("\n").as_str().into());
        judge(&lines.join("\n").as_str().into(), &fields, &forms)
    }

    fn registers(verdict: &Verdict) -> Option<&str> {
        verdict.registers().then_some(verdict.field.0.as_str())
    }

    const EMAIL: &str = "field\t0\temail\t\temail\te mail\t\t";
    const PASSWORD: &str = "field\t1\tpassword\t\tpassword\tpassword\t\t";

    #[test]
    fn f5_the_same_fields_sign_up_or_log_in_by_what_the_page_says() {
        let sign_up =
            ["title\tcreate account", "head\tsign up", EMAIL, PASSWORD, "button\tsign up"];
        assert_eq!(registers(&judged(&sign_up)), Some("0"));
        let log_in = ["title\tlog in", "head\tlog in", EMAIL, PASSWORD, "button\tlog in"];
        let verdict = judged(&log_in);
        assert_eq!((verdict.registers(), verdict.field.0.as_str()), (false, "0"), "{verdict:?}");
    }

    #[test]
    fn f5_newsletters_in_twelve_languages_are_registrations() {
        for button in [
            "subscribe",
            "suscribirme",
            "newsletter abonnieren",
            "s'abonner a la newsletter",
            "assinar newsletter",
            "iscriviti alla newsletter",
            "inschrijven voor nieuwsbrief",
            "zapisz sie na newsletter",
            "подписаться на рассылку",
            "メールマガジンを購読",
            "订阅",
            "bultene abone ol",
        ] {
            let [head, text, near, button] =
                ["head", "text", "near", "button"].map(|part| format!("{part}\t{button}"));
            let verdict = judged(&["form\tnewsletter", &head, &text, &near, EMAIL, &button]);
            assert!(verdict.registers(), "{button}: {verdict:?}");
        }
    }

    /// The verdict on a form with these fields, of which only what is written on its button is told.
    fn told_by(button: &str, fields: &[&str]) -> Verdict {
        let text = ["near", "text", "button"].map(|part| format!("{part}\t{button}"));
        judged(&[&["title\tacme"], &text.each_ref().map(String::as_str)[..], fields].concat())
    }

    #[test]
    fn f5_a_button_is_enough_where_nothing_else_is_told() {
        // Behind bars: what forms are for, `+` where they are registrations, their fields, and the
        // button's words in twelve languages, as descriptions have them.
        for line in include_str!("../tests/forms/bare.txt").lines() {
            let columns: Vec<&str> = line.split(" | ").collect();
            let fields = columns[2].split(' ').enumerate();
            let fields: Vec<String> = fields
                .map(|(place, kind)| format!("field\t{place}\t{kind}\t\t{kind}\t\t\t"))
                .collect();
            let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
            for button in &columns[3..] {
                let verdict = told_by(button, &fields);
                assert_eq!(verdict.registers(), columns[1] == "+", "{button}: {verdict:?}");
            }
        }
    }

    #[test]
    fn f5_a_sign_up_is_known_by_other_words_on_its_button_too() {
        for button in ["s'inscrire", "je m'inscris", "inscrever se", "crie sua conta", "sign me up"]
        {
            let verdict = told_by(button, &[EMAIL]);
            assert!(verdict.registers(), "{button}: {verdict:?}");
        }
    }

    #[test]
    fn f5_who_wants_updates_changes_no_account() {
        for (button, expected) in [
            ("get updates", true),
            ("keep me updated", true),
            ("update", false),
            ("update profile", false),
        ] {
            let verdict = told_by(button, &[EMAIL]);
            assert_eq!(verdict.registers(), expected, "{button}: {verdict:?}");
        }
    }

    #[test]
    fn f5_words_with_others_inside_say_nothing_against_it() {
        let newsletter = "button\tsubscribe";
        for lines in [
            // No invoice, no till.
            ["title\tacme manufacturing", "near\t", newsletter],
            ["title\tsparkasse", "near\t", newsletter],
            // No search.
            ["title\tacme", "near\tbesuchen sie uns", newsletter],
            ["title\tacme", "near\tbezoek onze winkel", newsletter],
            ["title\tacme", "near\tacerca de nosotros", newsletter],
            // Others, no friends.
            ["head\tакции и другие новости", "text\tи другие", newsletter],
            // No settings: all of Drupal's buttons are called so.
            ["title\tacme", "text\t", "button\tdownload edit actions submit"],
            // Nobody else's address.
            [
                "text\tplease share any wishes",
                "field\t1\ttext\t\tplease share any wishes",
                newsletter,
            ],
            // No log-in.
            ["text\tinicia tu prueba gratis", PASSWORD, "button\tinicia tu prueba gratis"],
        ] {
            let verdict = judged(&[&["title\t", EMAIL], &lines[..]].concat());
            assert!(verdict.registers(), "{lines:?} {verdict:?}");
        }
    }

    #[test]
    fn f5_a_current_password_is_known_by_its_name_too() {
        // WooCommerce's account page has `autocomplete="off"`.
        let password = |place: i32, name: &str| {
            format!("field\t{place}\tpassword\toff\t{name}\tnew password\t\t")
        };
        let fields = [password(2, "password current"), password(3, "password 1")];
        let name = "field\t1\ttext\t\tlast name\tlast name\t\t";
        let mut lines = vec!["title\tmy account", "text\tsave changes", name, EMAIL];
        lines.extend(fields.iter().map(String::as_str));
        lines.push("button\tsave changes");
        let verdict = judged(&lines);
        assert!(!verdict.registers(), "{verdict:?}");
    }

    #[test]
    fn f5_a_discount_on_an_order_is_no_order() {
        for offer in [
            "get 10% off your first order",
            "10% de descuento en tu primera compra",
            "10% korting op je eerste bestelling",
            "скидка 10% на первыи заказ",
        ] {
            let [text, near] = ["text", "near"].map(|part| format!("{part}\t{offer} continue"));
            let field = format!("field\t0\temail\t\temail\t\t{offer}\t");
            let verdict = judged(&["title\tacme", &text, &near, &field, "button\tcontinue"]);
            assert!(verdict.registers(), "{offer}: {verdict:?}");
        }
    }

    #[test]
    fn f5_leads_are_known_by_their_buttons() {
        for (button, expected) in [
            ("get access", true),
            ("get instant access", true),
            ("get a quote", true),
            ("schedule a call", true),
            ("reserve your spot", true),
            ("book now", true),
            ("jetzt gratis starten", true),
            ("essayer gratuitement", true),
            ("continue with your facebook account", false),
        ] {
            let verdict = told_by(button, &[EMAIL]);
            assert_eq!(verdict.registers(), expected, "{button}: {verdict:?}");
        }
    }

    #[test]
    fn f5_who_adds_a_member_registers_somebody_else() {
        let role = "field\t1\tselect one\t\trole\t\t\t";
        let verdict = told_by("add team member", &[EMAIL, role]);
        assert!(!verdict.registers(), "{verdict:?}");
    }

    #[test]
    fn f5_the_address_of_an_account_that_there_is_registers_nobody() {
        let head = "head\tenter the e mail address associated with your user account";
        let verdict = judged(&["form\tuser registration", head, EMAIL, "button\tsubmit"]);
        assert!(!verdict.registers(), "{verdict:?}");
    }

    #[test]
    fn f5_f7_who_refuses_a_newsletter_registers_nobody() {
        let newsletter = |button: &str| {
            let button = format!("button\t{button}");
            let head = "head\tjoin our newsletter";
            judged(&["title\tshop", "form\tnewsletter", head, "text\tnewsletter", EMAIL, &button])
        };
        assert!(newsletter("subscribe").registers());
        for button in [
            "cancel",
            "no thanks",
            "no, thank you",
            "\u{d7} close",
            "cancelar",
            "abbrechen",
            "annuler",
            "annulla",
            "annuleren",
            "anuluj",
            "отмена",
            "キャンセル",
            "取消",
            "iptal",
        ] {
            let verdict = newsletter(button);
            assert!(!verdict.registers(), "{button}: {verdict:?}");
        }
    }

    #[test]
    fn f5_searches_resets_unsubscriptions_and_messages_are_none() {
        let text = "field\t0\ttext\t\tq search\tsearch\t\t";
        for lines in [
            &["form\tsearch", text, "button\tsearch"][..],
            &["title\tforgot password", "head\treset your password", EMAIL, "button\tsend link"],
            &["title\tunsubscribe", "head\tunsubscribe", EMAIL, "button\tunsubscribe"],
            &[
                "title\tcontact",
                EMAIL,
                "field\t1\ttextarea\t\tmessage\tmessage\t\t",
                "button\tsend",
            ],
        ] {
            let verdict = judged(lines);
            assert!(!verdict.registers(), "{lines:?} {verdict:?}");
        }
    }

    #[test]
    fn f4_the_field_is_found_by_what_it_is_and_what_it_is_called() {
        let field = |place: i32, rest: &str| format!("field\t{place}\t{rest}");
        let name = field(3, "text\t\tname\tyour name\t\t");
        for email in [
            "email\t\t\t\t\t",
            "text\temail\tf1\t\t\t",
            "text\t\tuser email\t\t\t",
            "text\t\tf17\te mail adresse\t\t",
            "text\t\tf17 name@example com\t\t\t",
        ] {
            let again = field(9, "email\t\temail confirm\trepeat your e mail\t\t");
            let verdict = judged(&["title\tsign up", &name, &field(5, email), &again]);
            assert_eq!(verdict.field, "5", "{email}: {verdict:?}");
        }
        let beside = field(5, "text\t\tf17\t\tcorreo electronico\t");
        assert_eq!(judged(&["title\tsign up", &name, &beside]).field, "5");
    }

    #[test]
    fn f4_a_number_in_its_name_makes_it_no_repetition() {
        // As site builders call the fields of a page's second form.
        let fields =
            ["field\t0\ttext\t\tname 2 name\t\t\t\t", "field\t1\temail\t\temail 2 email\t\t\t\t"];
        assert_eq!(judged(&[&["title\tsign up"], &fields[..]].concat()).field, "1");
    }

    #[test]
    fn f4_a_newsletter_in_a_card_is_no_card() {
        let field = "field\t0\temail\t\tcard newsletter field email\t\t\t\t";
        assert_eq!(judged(&["title\tsign up", field]).field, "0");
    }

    #[test]
    fn f4_a_locked_field_and_one_that_is_no_text_are_none() {
        for field in
            ["field\t0\temail\t\temail\t\t\tlocked\t", "field\t0\tcheckbox\t\temail\t\t\t\t"]
        {
            assert_eq!(judged(&["title\tsign up", field]).field, "", "{field}");
        }
    }

    #[test]
    fn f6_what_the_sites_owner_says_decides() {
        let log_in = ["title\tlog in", "said\tregistration", EMAIL, PASSWORD, "button\tlog in"];
        assert!(judged(&log_in).registers());
        let sign_up = ["title\tcreate account", "head\tsign up", EMAIL, "button\tsign up"];
        assert!(judged(&sign_up).registers());
        assert!(!judged(&[&sign_up[..], &["said\tignore"]].concat()).registers());
        let marked = "field\t7\ttext\t\tcontact\t\t\t\tmarked";
        assert_eq!(judged(&["title\tsign up", EMAIL, marked]).field, "7");
    }

    #[test]
    fn f7_no_field_of_a_card_or_a_code_is_one_for_an_address() {
        for field in [
            "field\t0\ttext\tcc number\tnumber\t\t\t\t",
            "field\t0\ttext\tone time code\temail code\t\t\t\t",
            "field\t0\ttext\t\tcard number\t\t\t\t",
            "field\t0\ttext\t\tcardno\t\t\t\t",
            "field\t0\tpassword\t\temail\t\t\t\t",
            "field\t0\thidden\t\temail\t\t\t\t",
        ] {
            assert_eq!(judged(&["title\tsign up", field]).field, "", "{field}");
        }
    }

    #[test]
    fn f10_a_verdict_has_its_reasons() {
        let verdict = judged(&["title\tx", EMAIL, "button\tsign up"]);
        let reasons = String::from(&verdict.reasons);
        assert!(reasons.contains(" sign-up, button"), "{reasons}");
        let sum: f64 =
            reasons.lines().filter_map(|line| line.split(' ').next()?.parse::<f64>().ok()).sum();
        assert_eq!(sum, verdict.score);
    }
}
