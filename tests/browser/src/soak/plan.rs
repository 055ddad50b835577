//! What a visitor does: the plan of a visit, which seed and number of the visit decide alone. So a
//! visit that lost something can be repeated.

use super::dice::Dice;

/// Most tabs that a visitor opens.
const MAX_TABS: usize = 4;
/// Steps of a visit after its first page, least and most.
const STEPS: (u64, u64) = (3, 7);
/// Longest pause between two steps, in milliseconds.
const MAX_PAUSE_MS: u64 = 250;

/// How a visitor signs up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// A form that ends the page, as forms do by themselves.
    Form,
    /// The same by a script: `form.submit()`.
    Script,
    /// The page takes the form itself, and goes to another page at once.
    Leaves,
    /// The page takes the form itself, and stays.
    Stays,
    /// No form: the page calls `linkyfy.registration()`.
    Call,
}

/// What a visitor does next. Tabs are numbered as they are opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Opens a page of the site in a new tab, or a new window.
    Open {
        /// As a window, which is visible beside others.
        window: bool,
    },
    /// Goes to another page of the site.
    Go {
        /// In this tab.
        tab: usize,
    },
    /// Signs up.
    SignUp {
        /// In this tab.
        tab: usize,
        /// In this way.
        how: How,
    },
    /// Signs up in all tabs at the same moment, where pages stay.
    Together,
    /// Looks at the tab.
    Look {
        /// Which one.
        tab: usize,
    },
    /// Closes the tab.
    Close {
        /// Which one.
        tab: usize,
    },
    /// The tab's process dies.
    Kill {
        /// Which one.
        tab: usize,
    },
    /// Other scripts of the site fill its storage to the last character.
    Fill {
        /// The tab with these scripts.
        tab: usize,
    },
    /// The network goes.
    Offline,
    /// The network is back.
    Online,
    /// Waits.
    Pause {
        /// So many milliseconds.
        ms: u64,
    },
}

/// A visit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Which one of its run.
    pub number: u64,
    /// Whether the site sends event ids.
    pub ids: bool,
    /// What is done, in order. What is left open in the end is closed then.
    pub steps: Vec<Step>,
    /// The tab that is left open until the API is well again.
    pub stays: Option<usize>,
}

/// What a step may be.
#[derive(Clone, Copy)]
enum Kind {
    SignUp,
    Together,
    Open,
    Go,
    Look,
    Close,
    Kill,
    Fill,
    Offline,
    Pause,
}

/// How often each kind of step is taken.
const KINDS: [(u64, Kind); 10] = [
    (40, Kind::SignUp),
    (3, Kind::Together),
    (14, Kind::Open),
    (8, Kind::Go),
    (6, Kind::Look),
    (10, Kind::Close),
    (6, Kind::Kill),
    (3, Kind::Fill),
    (5, Kind::Offline),
    (12, Kind::Pause),
];

/// How often each way of signing up is taken.
const WAYS: [(u64, How); 5] =
    [(40, How::Form), (15, How::Script), (20, How::Leaves), (20, How::Stays), (5, How::Call)];

/// The plan of a visit.
pub fn plan(seed: u64, number: u64) -> Plan {
    let mut dice = Dice::new(seed, number);
    let ids = dice.percent(50);
    let mut steps = vec![Step::Open { window: false }];
    // The tabs that are open, and how many have been.
    let (mut open, mut opened) = (vec![0], 1);
    let mut offline = false;
    for _ in 0..dice.number(STEPS.0..=STEPS.1) {
        let kind = if open.is_empty() { Kind::Open } else { dice.weighted(&KINDS) };
        let tab = if open.is_empty() { 0 } else { dice.one(&open) };
        match kind {
            Kind::SignUp => {
                steps.push(Step::SignUp { tab, how: dice.weighted(&WAYS) });
                // What is under way when a tab goes is what this is about.
                if dice.percent(20) {
                    open.retain(|&other| other != tab);
                    let kill = dice.percent(40);
                    steps.push(if kill { Step::Kill { tab } } else { Step::Close { tab } });
                }
            }
            Kind::Together => steps.push(Step::Together),
            Kind::Open if opened < MAX_TABS && !offline => {
                steps.push(Step::Open { window: dice.percent(25) });
                open.push(opened);
                opened += 1;
            }
            Kind::Open => break,
            Kind::Go => steps.push(Step::Go { tab }),
            Kind::Look => steps.push(Step::Look { tab }),
            Kind::Close | Kind::Kill => {
                open.retain(|&other| other != tab);
                let kill = matches!(kind, Kind::Kill);
                steps.push(if kill { Step::Kill { tab } } else { Step::Close { tab } });
            }
            Kind::Fill => steps.push(Step::Fill { tab }),
            Kind::Offline => {
                steps.push(if offline { Step::Online } else { Step::Offline });
                offline = !offline;
            }
            Kind::Pause => steps.push(Step::Pause { ms: dice.number(1..=MAX_PAUSE_MS) }),
        }
    }
    let signs_up = |step: &Step| matches!(step, Step::SignUp { .. } | Step::Together);
    if !steps.iter().any(signs_up) {
        steps.insert(1, Step::SignUp { tab: 0, how: dice.weighted(&WAYS) });
    }
    // The network is back in the end; else nothing of the next visit would come about.
    if offline {
        steps.push(Step::Online);
    }
    let filled = steps.iter().any(|step| matches!(step, Step::Fill { .. }));
    let stays = (dice.percent(if filled { 50 } else { 4 })).then(|| open.last().copied()).flatten();
    Plan { number, ids, steps, stays }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tab that a step needs open.
    fn needs(step: &Step) -> Option<usize> {
        match *step {
            Step::Go { tab }
            | Step::SignUp { tab, .. }
            | Step::Look { tab }
            | Step::Close { tab }
            | Step::Kill { tab }
            | Step::Fill { tab } => Some(tab),
            _ => None,
        }
    }

    #[test]
    fn a_plan_is_a_function_of_seed_and_number() {
        assert_eq!(plan(1, 7), plan(1, 7));
        let differ = (0..100).filter(|&number| plan(1, number).steps != plan(2, number).steps);
        assert!(differ.count() > 90);
    }

    #[test]
    fn every_plan_can_be_carried_out_and_signs_up() {
        for number in 0..5000 {
            let plan = plan(1, number);
            let (mut open, mut opened, mut offline, mut sign_ups) = (Vec::new(), 0, false, 0);
            for step in &plan.steps {
                if let Some(tab) = needs(step) {
                    assert!(open.contains(&tab), "{plan:?}");
                }
                match *step {
                    Step::Open { .. } => {
                        assert!(!offline, "{plan:?}");
                        open.push(opened);
                        opened += 1;
                    }
                    Step::Close { tab } | Step::Kill { tab } => open.retain(|&it| it != tab),
                    Step::Offline => offline = true,
                    Step::Online => offline = false,
                    Step::SignUp { .. } | Step::Together => sign_ups += 1,
                    _ => {}
                }
            }
            assert!(!offline && opened <= MAX_TABS && sign_ups > 0, "{plan:?}");
            assert!(plan.stays.is_none_or(|tab| open.contains(&tab)), "{plan:?}");
        }
    }

    #[test]
    fn all_that_can_happen_happens_often() {
        let plans: Vec<_> = (0..1000).map(|number| plan(1, number)).collect();
        let with = |test: &dyn Fn(&Step) -> bool| {
            plans.iter().filter(|plan| plan.steps.iter().any(test)).count()
        };
        for how in [How::Form, How::Script, How::Leaves, How::Stays, How::Call] {
            let used = with(&|step| matches!(step, Step::SignUp { how: it, .. } if *it == how));
            assert!(used > 50, "{how:?}: {used}");
        }
        assert!(with(&|step| matches!(step, Step::Open { .. })) == 1000);
        assert!(with(&|step| matches!(step, Step::Kill { .. })) > 100);
        assert!(with(&|step| matches!(step, Step::Close { .. })) > 100);
        assert!(with(&|step| matches!(step, Step::Offline)) > 50);
        assert!(with(&|step| matches!(step, Step::Fill { .. })) > 50);
        assert!(with(&|step| *step == Step::Together) > 50);
        assert!(plans.iter().filter(|plan| plan.stays.is_some()).count() > 20);
        assert!((400..600).contains(&plans.iter().filter(|plan| plan.ids).count()));
    }
}
