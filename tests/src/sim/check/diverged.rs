//! When all is quiet, every phone has of its cases exactly what the office counts, and shows the same page (I2, I5, I19).

use std::collections::{BTreeMap, BTreeSet};

use shared::hash::Hash;
use shared::id::{CaseId, SeriesId};

use super::Checker;
use super::rights::Rights;
use crate::sim::tape::{Entry, OfficeHas, PhoneHas};

/// A phone at rest.
#[derive(Debug)]
struct Rest {
    problem: Option<&'static str>,
    unsent: u32,
    has: PhoneHas,
    shown: BTreeSet<CaseId>,
}

#[derive(Debug, Default)]
pub struct Diverged {
    rights: Rights,
    series: BTreeMap<usize, SeriesId>,
    at_rest: BTreeMap<usize, Rest>,
    found: Vec<String>,
}

type Held = BTreeSet<(SeriesId, u32, Hash)>;

impl Diverged {
    fn compare(&mut self, office: &OfficeHas) {
        for (device, rest) in &self.at_rest {
            let Some(series) = self.series.get(device) else { continue };
            let Some(paired) = self.rights.devices.get(series) else { continue };
            if rest.problem.is_some() || rest.unsent > 0 {
                let (problem, unsent) = (rest.problem, rest.unsent);
                self.found
                    .push(format!("device {device} does not come to rest: {problem:?}, {unsent} unsent"));
                continue;
            }
            let cases = self.rights.cases(paired);
            if cases != rest.shown {
                let (more, less) =
                    (rest.shown.difference(&cases).count(), cases.difference(&rest.shown).count());
                self.found.push(format!("device {device} shows {more} cases too many and {less} too few"));
            }
            let aside = office.set_aside.iter().filter(|(owner, _, _)| owner == series);
            let unknown = aside.filter(|(_, seq, _)| !rest.has.set_aside.contains(seq)).count();
            if unknown > 0 {
                self.found.push(format!("device {device} was never told of {unknown} records set aside"));
            }
            for case in cases {
                let here = on_phone(&rest.has, *series, &format!("case:{case}"));
                let there = at_office(office, paired.township.0.as_str(), &format!("case/{case}"));
                if here != there {
                    let (more, less) = (here.difference(&there).count(), there.difference(&here).count());
                    self.found.push(format!("device {device}, {case}: {more} too many, {less} too few"));
                }
            }
        }
    }
}

/// What counts of a case on a phone: everything but own records the office set aside.
fn on_phone(has: &PhoneHas, own: SeriesId, stream: &str) -> Held {
    let rows = has.events.values().filter(|row| row.stream == stream);
    let counting = rows.filter(|row| row.series != own || !has.set_aside.contains(&row.seq));
    counting.map(|row| (row.series, row.seq, row.hash.clone())).collect()
}

fn at_office(has: &OfficeHas, township: &str, stream: &str) -> Held {
    let logged = has.log.iter().filter(|(code, _, _, name)| code.0 == township && name == stream);
    let rows = logged.filter_map(|(_, series, seq, _)| has.events.get(&(*series, *seq)));
    rows.map(|row| (row.series, row.seq, row.hash.clone())).collect()
}

impl Checker for Diverged {
    fn see(&mut self, entry: &Entry) {
        self.rights.see(entry);
        match entry {
            Entry::Paired { device, series, .. } => {
                self.series.insert(*device, *series);
            }
            Entry::AtRest { device, problem, unsent, has, shown } => {
                let (has, shown) = (has.clone(), shown.clone());
                self.at_rest.insert(*device, Rest { problem: *problem, unsent: *unsent, has, shown });
            }
            Entry::Page { device, case, differs: Some(place) } => {
                self.found.push(format!("device {device} shows another page of {case}: {place}"));
            }
            Entry::End(office) => self.compare(office),
            _ => {}
        }
    }

    fn found(&self) -> &[String] {
        &self.found
    }
}
