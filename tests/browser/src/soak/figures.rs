//! What a soak comes to: of what visitors did, what the API has.

use std::collections::HashMap;
use std::fmt::{self, Display, Formatter};

use jiff::Timestamp;
use serde_json::Value;

use super::lane::Visit;

/// How many requests the sandbox remembers.
const MAX_ARRIVALS: usize = 10_000;

/// The figures of visits.
#[derive(Debug, Default)]
pub struct Figures {
    /// How many came.
    pub visits: usize,
    /// In how many tabs.
    pub tabs: usize,
    /// Registrations that were made.
    pub made: usize,
    /// Those that the API has.
    pub delivered: usize,
    /// Those that it hasn't.
    pub lost: Vec<String>,
    /// Those that it hasn't and that nothing could keep: the storage was full, and the page was
    /// left before a try succeeded.
    pub unkept: Vec<String>,
    /// Those that it has more than once although they came with event ids.
    pub duplicated_with_ids: Vec<String>,
    /// Those that it has more than once, and that came without.
    pub duplicated_without_ids: usize,
    /// Those that came more than once, whatever became of them.
    pub retried: usize,
    /// Page views.
    pub impressions: usize,
    /// Those that the API has.
    pub impressions_delivered: usize,
    /// Those that it has more than once.
    pub impressions_duplicated: usize,
    /// Requests that arrived.
    pub requests: usize,
    /// Requests that came to nothing.
    pub failed_requests: usize,
    /// From the submission of a form until the API had it, in milliseconds.
    pub delays_ms: Vec<f64>,
    /// Visits in which something was left when all patience was over.
    pub unrested: Vec<String>,
    /// What browsers couldn't do, and why.
    pub trouble: Vec<String>,
}

impl Figures {
    /// The figures of some visits, by all that the API tells of them.
    pub fn of(visits: &[Visit], rows: &Value) -> Self {
        let list = |name: &str| rows[name].as_array().map(Vec::as_slice).unwrap_or_default();
        let mut came: HashMap<&str, Vec<String>> = HashMap::new();
        let mut figures = Self::default();
        for request in list("requests") {
            let [email, at, outcome] =
                ["email", "at", "outcome"].map(|name| request[name].as_str().unwrap_or_default());
            came.entry(email).or_default().push(format!("{at} {outcome}"));
            figures.requests += 1;
            let taken = ["recorded", "duplicate"].contains(&outcome);
            figures.failed_requests += usize::from(!taken);
        }
        if figures.requests >= MAX_ARRIVALS {
            figures.trouble.push("more requests than the sandbox remembers: a storm?".to_owned());
        }
        let registrations = received(list("registrations"), "email");
        let impressions = received(list("impressions"), "page_url");
        for visit in visits {
            figures.visits += 1;
            figures.tabs += visit.tabs;
            for trouble in &visit.trouble {
                figures.trouble.push(format!("visit {}: {trouble}", visit.plan.number));
            }
            for made in &visit.made {
                let email = made.email.as_str();
                figures.made += 1;
                let came = came.get(email).map(Vec::as_slice).unwrap_or_default();
                let story = || format!("{email}: {came:?}");
                figures.retried += usize::from(came.len() > 1);
                match registrations.get(email).map(Vec::as_slice) {
                    Some(times @ [first, ..]) => {
                        figures.delivered += 1;
                        figures.delays_ms.push((first - made.at_ms).max(0.0));
                        match (times.len() > 1, visit.plan.ids) {
                            (true, true) => figures.duplicated_with_ids.push(story()),
                            (true, false) => figures.duplicated_without_ids += 1,
                            (false, _) => {}
                        }
                    }
                    _ if visit.unkept.contains(email) => figures.unkept.push(story()),
                    _ => figures.lost.push(format!("{} in {:?}", story(), visit.plan)),
                }
            }
            for view in &visit.views {
                let times = impressions.get(view.as_str()).map_or(0, Vec::len);
                figures.impressions += 1;
                figures.impressions_delivered += usize::from(times > 0);
                figures.impressions_duplicated += usize::from(times > 1);
            }
        }
        figures
    }

    /// Adds the figures of other visits.
    pub fn add(&mut self, other: Self) {
        self.visits += other.visits;
        self.tabs += other.tabs;
        self.made += other.made;
        self.delivered += other.delivered;
        self.lost.extend(other.lost);
        self.unkept.extend(other.unkept);
        self.duplicated_with_ids.extend(other.duplicated_with_ids);
        self.duplicated_without_ids += other.duplicated_without_ids;
        self.retried += other.retried;
        self.impressions += other.impressions;
        self.impressions_delivered += other.impressions_delivered;
        self.impressions_duplicated += other.impressions_duplicated;
        self.requests += other.requests;
        self.failed_requests += other.failed_requests;
        self.delays_ms.extend(other.delays_ms);
        self.unrested.extend(other.unrested);
        self.trouble.extend(other.trouble);
    }

    /// Whether no registration is lost, and none with an event id is there twice.
    pub fn is_good(&self) -> bool {
        self.lost.is_empty() && self.duplicated_with_ids.is_empty()
    }
}

/// When what has this name was received, in milliseconds since 1970, earliest first.
fn received<'a>(rows: &'a [Value], name: &str) -> HashMap<&'a str, Vec<f64>> {
    let mut all: HashMap<&str, Vec<f64>> = HashMap::new();
    for row in rows {
        let at: Option<Timestamp> = row["received_at"].as_str().and_then(|at| at.parse().ok());
        let at_ms = at.map_or(f64::NAN, |at| at.as_millisecond() as f64);
        all.entry(row[name].as_str().unwrap_or_default()).or_default().push(at_ms);
    }
    all
}

/// Of sorted times the one that so many per cent are not over, in seconds.
fn percentile(sorted_ms: &[f64], percent: usize) -> f64 {
    let place = (sorted_ms.len() * percent).div_ceil(100).saturating_sub(1);
    sorted_ms.get(place).map_or(0.0, |ms| ms / 1000.0)
}

impl Display for Figures {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let mut delays = self.delays_ms.clone();
        delays.sort_by(f64::total_cmp);
        let [median, p95, max] = [50, 95, 100].map(|percent| percentile(&delays, percent));
        writeln!(f, "visits                  {} in {} tabs", self.visits, self.tabs)?;
        let (requests, failed) = (self.requests, self.failed_requests);
        writeln!(f, "requests                {requests}, of which {failed} came to nothing")?;
        writeln!(f, "registrations made      {}", self.made)?;
        writeln!(f, "  delivered             {}", self.delivered)?;
        writeln!(f, "  LOST                  {}", self.lost.len())?;
        writeln!(f, "  no storage            {} (full, and the page was left)", self.unkept.len())?;
        writeln!(f, "  DUPLICATED with ids   {}", self.duplicated_with_ids.len())?;
        writeln!(f, "  duplicated without    {}", self.duplicated_without_ids)?;
        writeln!(f, "  retried               {}", self.retried)?;
        writeln!(
            f,
            "  time to delivery      {median:.2} s median, {p95:.2} s p95, {max:.2} s max"
        )?;
        let lost = self.impressions - self.impressions_delivered;
        writeln!(f, "impressions made        {}", self.impressions)?;
        writeln!(f, "  delivered             {}", self.impressions_delivered)?;
        writeln!(f, "  lost                  {lost}")?;
        writeln!(f, "  duplicated            {}", self.impressions_duplicated)?;
        for (what, all) in [
            ("lost", &self.lost),
            ("duplicated with ids", &self.duplicated_with_ids),
            ("no storage", &self.unkept),
            ("still waiting", &self.unrested),
            ("the browser couldn't", &self.trouble),
        ] {
            for one in all {
                writeln!(f, "{what}: {one}")?;
            }
        }
        Ok(())
    }
}
