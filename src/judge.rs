//! A form as it was described → whether sending it is a registration, by which field, and why
//! (F4, F5).
//!
//! A description is text, a line each (`src/browser/describe.js` makes it): first its kind, then
//! columns behind tabs. There is what the page is called (`title`), what the form and what is around
//! it are called (`form`), the last heading in or before it and the one before that (`head`,
//! `above`), what is written on it and around it (`text`, `near`), its `link`s, the `button` that
//! sends it, and its `field`s: place, type, autocomplete, what its author calls it, its label, what
//! stands beside it, and whether it is locked. Never a value (F7).
//!
//! What it all says is in one table, [`evidence`](crate::evidence).

use crate::text::Text;

/// A field that an address can be typed into.
const CANDIDATE: &str = "^[0-9]+\t(?:text|email|tel|url|)\t";
/// A field from this on says itself that it is for an address.
const SURE: f64 = 40.0;
/// A field below this doesn't.
const UNSURE: f64 = 10.0;

/// What the judge says of a form.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// The place of the field whose address it is, among the form's elements; none where no field
    /// can have one.
    pub field: Option<i32>,
    /// What all evidence comes to, in tenths: above zero, sending the form is a registration.
    pub score: f64,
    /// The evidence, a line each: what was found, in which part, and what it says.
    pub reasons: Text,
}

impl Verdict {
    /// The place of the field whose address is registered when the form is sent, where one is.
    pub fn registers(&self) -> Option<i32> {
        self.field.filter(|_| self.score > 0.0)
    }
}

/// Judges a form by its description and the tables of [`evidence`](crate::evidence).
pub fn judge(form: &Text, fields: &Text, forms: &Text) -> Verdict {
    let mut best = 0.0;
    let mut chosen = Text::from("");
    let mut sure = 0;
    let mut place = 1;
    loop {
        let field = form.part("\nfield\t", place).part("\n", 0);
        if field.is_empty() {
            break;
        }
        place += 1;
        if field.has(CANDIDATE) {
            let score = weigh(&field, fields).0;
            if score >= SURE {
                sure += 1;
            }
            if score > best {
                best = score;
                chosen = field;
            }
        }
    }
    let mut facts = form.clone();
    if best < UNSURE {
        facts = facts.plus("\nweak");
    }
    if sure > 1 {
        facts = facts.plus("\nseveral");
    }
    let (score, reasons) = weigh(&facts, forms);
    #[allow(clippy::cast_possible_truncation, reason = "no form has so many fields")]
    let field = (best > 0.0).then(|| chosen.part("\t", 0).to_number() as i32);
    Verdict { field, score, reasons }
}

/// What all rows of a table come to, and those that say something.
fn weigh(text: &Text, table: &Text) -> (f64, Text) {
    let mut sum = 0.0;
    let mut reasons = Text::from("");
    let mut row = 0;
    loop {
        let [head, words] = [row, row + 1].map(|line| table.part("\n", line));
        if words.is_empty() {
            return (sum, reasons);
        }
        row += 2;
        let mut cell = 1;
        loop {
            let weight = head.part(" | ", cell);
            if weight.is_empty() {
                break;
            }
            cell += 1;
            let part = weight.part(" ", 0);
            let pattern = if part.has("^any$") {
                words.clone()
            } else {
                let start = Text::from("(?:^|\n)").plus(&part);
                start.plus("\t[^\n]*(?:").plus(&words).plus(")")
            };
            if text.has(pattern) {
                sum += weight.part(" ", 1).to_number();
                reasons = reasons.plus(head.part(" | ", 0)).plus(": ").plus(&weight).plus("\n");
            }
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::evidence::{FIELDS, FORMS};

    fn judged(lines: &[&str]) -> Verdict {
        judge(&lines.join("\n").as_str().into(), &FIELDS.into(), &FORMS.into())
    }

    const EMAIL: &str = "field\t0\temail\t\temail\te mail\t\t";
    const PASSWORD: &str = "field\t1\tpassword\t\tpassword\tpassword\t\t";

    #[test]
    fn f5_the_same_fields_sign_up_or_log_in_by_what_the_page_says() {
        let sign_up =
            ["title\tcreate account", "head\tsign up", EMAIL, PASSWORD, "button\tsign up"];
        assert_eq!(judged(&sign_up).registers(), Some(0));
        let log_in = ["title\tlog in", "head\tlog in", EMAIL, PASSWORD, "button\tlog in"];
        let verdict = judged(&log_in);
        assert_eq!((verdict.registers(), verdict.field), (None, Some(0)), "{verdict:?}");
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
            assert!(verdict.registers().is_some(), "{button}: {verdict:?}");
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
            assert_eq!(verdict.registers(), None, "{lines:?} {verdict:?}");
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
            assert_eq!(verdict.field, Some(5), "{email}: {verdict:?}");
        }
        let beside = field(5, "text\t\tf17\t\tcorreo electronico\t");
        assert_eq!(judged(&["title\tsign up", &name, &beside]).field, Some(5));
    }

    #[test]
    fn f4_a_locked_field_and_one_that_is_no_text_are_none() {
        for field in ["field\t0\temail\t\temail\t\t\tlocked", "field\t0\tcheckbox\t\temail\t\t\t"] {
            assert_eq!(judged(&["title\tsign up", field]).field, None, "{field}");
        }
    }

    #[test]
    fn f10_a_verdict_has_its_reasons() {
        let verdict = judged(&["title\tx", EMAIL, "button\tsign up"]);
        let reasons = String::from(&verdict.reasons);
        assert!(reasons.contains("sign-up: button "), "{reasons}");
        let sum: f64 =
            reasons.lines().filter_map(|line| line.rsplit(' ').next()?.parse::<f64>().ok()).sum();
        assert_eq!(sum, verdict.score);
    }
}
